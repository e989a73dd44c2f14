"""Applying in English, with the keyboard alone, and by a finger that presses twice or goes back."""

import re

import pytest
from django.utils.timezone import localtime

from longgang.accounts.api import User
from longgang.passes.models import PassDraft, VehiclePass
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_applying import fill
from tests.passes import build, filling

# What an English page says in Chinese all the same: names and places as they are written, and us.
KEPT = re.compile(r"[\u4e00-\u9fff]+")
WORDS = """() => {
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const place = walker.currentNode.parentElement;
        if (!place.closest("script, style, [lang=zh-Hans]") && place.checkVisibility())
            texts.push(walker.currentNode.data);
    }
    return texts.join("\\n");
}"""


@pytest.fixture
def ada(db):
    return User.objects.create(name="Ada", phone="13900000099")


@pytest.fixture
def district(divisions):
    build.a_checkpoint(name_en="Longwan exit")
    build.the_rules()


def in_english(page, *typed):
    """The page has no Chinese but what somebody has typed."""
    found = set(KEPT.findall(page.evaluate(WORDS))) - {
        part for text in typed for part in KEPT.findall(text)
    }
    assert found == set(), f"{page.url} says {found}"
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"


def test_a_driver_applies_in_english(open_browser, district, ada):
    visit = open_browser(ada, PHONE, language="en")
    page = visit.page
    page.goto("/")
    page.get_by_role("link", name="Apply for a pass").first.click()
    plate, load = {"plate": "辽P12345"}, {"goods_name": "steel plates", "goods_quantity": "10"}
    sender = filling.SENDER | {
        "consignor_name": "Harbour Trading", "consignor_area": "Haigang District",
        "consignor_address": "8 Port Road", "consignor_contact": "Zhao Min",
    }  # fmt: skip
    receiver = filling.RECEIVER | {
        "consignee_name": "Longwan Steel", "consignee_area": "Longwan Subdistrict",
        "consignee_address": "1 Jinshan Road", "consignee_contact": "Qian Jin",
    }  # fmt: skip
    ways = [
        ({"trip_kind": "freight", "goods_class": "industrial"}, "Begin"),
        (filling.VEHICLE | plate, "Continue"),
        (filling.DRIVER | {"name": "Zhang Wei"}, "Save this person"),
        ({}, "Continue"),
        (sender, "Continue"),
        (receiver, "Continue"),
        (load, "Continue"),
        (filling.journey() | {"route": "G1"}, "Continue"),
        ({"is_declared": "on", "signature": "Ada"}, "Submit the application"),
    ]
    for texts, button in ways:
        in_english(page, *plate.values())
        fill(page, texts)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=button).click()
    in_english(page, *plate.values())
    assert page.locator("h1").inner_text() == "辽P12345"
    assert "Waiting" in page.locator(".standing").inner_text()
    assert visit.errors == []


class Keyboard:
    """Somebody who has no mouse: Tab, arrows, space, Enter and letters."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, selector):
        """Press Tab until this has the focus, and see that the focus is seen."""
        for _ in range(60):
            self.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                assert self.page.evaluate("document.activeElement.matches(':focus-visible')")
                return
        pytest.fail(f"{selector} is not reached with the Tab key at {self.page.url}")

    def types(self, texts):
        """Fill in fields, one after the other, in the order of the page."""
        for name, text in texts.items():
            self.reach(f"main [name='{name}']")
            self.press("ControlOrMeta+a")
            self.page.keyboard.type(text)

    def enters(self, selector, key="Enter"):
        """Go to a link or button and press it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.press(key)

    def goes_on(self):
        self.enters("main .form-buttons button.btn-primary, main .form-buttons button.btn-good")

    def types_moment(self, at):
        """Day and time into the browser's own picker, in the order in which this browser asks."""
        field = self.page.locator("main [name='expected_entry_at']")
        for day, time in (("%m%d%Y", "%I%M%p"), ("%d%m%Y", "%H%M"), ("%Y", "%m%d%H%M")):
            self.page.keyboard.type(at.strftime(day))
            self.press("Tab")  # a year may have more than four digits
            self.page.keyboard.type(at.strftime(time).lower().removesuffix("m"))
            if field.input_value() == f"{at:%Y-%m-%dT%H:%M}":
                return
            field.fill("")
        pytest.fail(f"no order fits this browser's picker: {at}")


def test_a_visitor_applies_with_the_keyboard_alone(open_browser, district, ada):
    page = open_browser(ada, DESK, language="en").page
    page.goto("/")
    keyboard = Keyboard(page)
    keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main"  # skips the menu
    keyboard.enters("a[href='/passes/apply/']")
    keyboard.reach("main [name='trip_kind']")
    keyboard.press("ArrowDown")
    assert page.locator("main [name='trip_kind'][value='private']").is_checked()
    keyboard.goes_on()
    keyboard.types({"plate": "辽P12345"})
    keyboard.reach("main [name='plate_colour']")
    keyboard.press("y")
    keyboard.goes_on()
    keyboard.types({"name": "Zhang Wei", "id_number": build.id_number(1), "phone": "13700000001"})
    keyboard.goes_on()
    keyboard.goes_on()
    receiver = {
        "consignee_name": "Qian Jin", "consignee_area": "Longwan Subdistrict",
        "consignee_address": "1 Jinshan Road", "consignee_contact": "Qian Jin",
        "consignee_phone": "0429-2112345",
    }  # fmt: skip
    keyboard.types(receiver)
    keyboard.goes_on()
    keyboard.reach("main [name='checkpoint_number']")
    keyboard.press("Space")
    keyboard.reach("main [name='expected_entry_at']")
    keyboard.types_moment(localtime(build.in_hours(2)))
    keyboard.goes_on()
    keyboard.reach("main [name='is_declared']")
    keyboard.press("Space")
    keyboard.types({"signature": "Ada"})
    keyboard.goes_on()
    made = VehiclePass.objects.get()
    assert page.url.endswith(made.get_absolute_url())
    assert (made.trip_kind, made.plate_colour) == ("private", "2")


def test_submitting_twice_and_going_back_makes_one_application(open_browser, district, ada, client):
    client.force_login(ada)
    draft = filling.a_filled_draft(client)
    visit = open_browser(ada, PHONE)
    page = visit.page
    page.goto(f"/passes/drafts/{draft.number}/journey/")
    with page.expect_navigation():
        page.locator("main .form-buttons button").click()
    fill(page, filling.SIGNED | {"signature": "Ada"})
    page.locator("main button.btn-good").dblclick()
    page.wait_for_url(re.compile("/passes/application/"))
    made = VehiclePass.objects.get()
    for _ in range(2):  # back to the check page, then to the step before it
        page.go_back()
        assert page.url.endswith(made.get_absolute_url())
        assert page.locator("h1").inner_text() == made.plate
    assert VehiclePass.objects.count() == 1
    assert visit.errors == []


def test_beginning_twice_makes_one_draft_and_back_it_can_begin_again(open_browser, district, ada):
    page = open_browser(ada, PHONE).page
    page.goto("/passes/apply/")
    page.locator("main [name='trip_kind'][value='private']").check()
    page.locator("main .form-buttons button").dblclick()
    page.wait_for_url(re.compile("/vehicle/$"))
    assert PassDraft.objects.count() == 1
    page.go_back()
    page.locator("main [name='trip_kind'][value='private']").check()
    with page.expect_navigation():
        page.locator("main .form-buttons button").click()
    assert page.url.endswith("/vehicle/")
    assert PassDraft.objects.count() == 2


def test_what_is_changed_from_the_check_page_is_seen_there(open_browser, district, ada, client):
    client.force_login(ada)
    draft = filling.a_filled_draft(client)
    page = open_browser(ada, PHONE).page
    page.goto(f"/passes/drafts/{draft.number}/check/")
    page.locator(".apply-group", has_text="钢板").get_by_role("link").click()
    fill(page, {"goods_name": "镀锌板"})
    with page.expect_navigation():
        page.locator("main .form-buttons button").click()
    assert page.url.endswith("/check/")
    assert page.locator(".apply-group", has_text="镀锌板").count() == 1
    fill(page, filling.SIGNED | {"signature": "Ada"})
    page.locator("main button.btn-good").click()
    page.wait_for_url(re.compile("/passes/application/"))
    assert VehiclePass.objects.get().goods_name == "镀锌板"


def test_back_to_a_form_that_came_with_faults_opens_it_anew(open_browser, district, ada, client):
    """The answer to a form is not kept; without its own address Back would end at an error page."""
    client.force_login(ada)
    draft = filling.begin(client)
    page = open_browser(ada, PHONE).page
    page.goto(f"/passes/drafts/{draft.number}/vehicle/")
    with page.expect_navigation():
        page.locator("main .form-buttons button").click()
    assert page.locator("[data-longgang-errors]").count() == 1
    page.goto("/passes/mine/")
    page.go_back()
    assert page.url.endswith(f"/passes/drafts/{draft.number}/vehicle/")
    assert page.locator("[data-longgang-errors]").count() == 0
