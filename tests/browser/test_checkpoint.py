"""An officer's half minute: look up, judge, seal, photo, let go; and the lead's decision."""

import re
from io import BytesIO

import pytest
from PIL import Image

from longgang.accounts.api import Role
from longgang.checkpoints.jobs import watch_conflicts
from longgang.core.clock import now
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import Check
from longgang.passes.signing import address_in_code
from tests.browser.conftest import DESK, PHONE
from tests.cast import appoint
from tests.passes import build
from tests.passes.gate import a_turn_back, an_entry, the_trip

OF_TWO = {"people_count": 2, "temperatures": (36.5, 36.6)}

SMALL_LETTERS = """[...document.querySelectorAll(".gate *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(e => e.offsetParent && !e.closest(".visually-hidden"))
    .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18)
    .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def west_exit(divisions):
    return build.a_checkpoint()


@pytest.fixture
def hai(west_exit):
    return appoint("海", Role.CHECKPOINT_OFFICER, premises_number=west_exit.number)


@pytest.fixture
def lead(db):
    return appoint("文", Role.CHECKPOINT_LEAD)


@pytest.fixture
def acid(west_exit, lin, wen):
    build.the_rules()
    return issue_pass(submit_application(build.an_acid_application(), by=wen), by=lin)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "cab.jpg"
    Image.new("RGB", (800, 600), "grey").save(path)
    return path


def look_up(visit, text):
    visit.page.locator("#id_code").fill(text)
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    return visit.look_over()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_truck_goes_in_and_out(open_browser, hai, acid, photo, language):
    """In on a phone, out with large letters at a desk."""
    visit = open_browser(hai, PHONE, language=language).go("/passes/gate/")
    page = visit.page
    look_up(visit, "https://example.org/anything")
    visit.look_over_everywhere().screenshot(f"gate-stranger-{language}")
    page.locator("#id_code").press_sequentially(address_in_code(acid, now=now()))  # a reader's keys
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/{acid.number}/"))
    page.locator("#id_temperature_0").press_sequentially("365")
    page.locator("#id_temperature_1").press_sequentially("366")
    page.locator("#id_seal_number").fill("FQ0001")
    page.keyboard.press("Enter")  # a barcode reader's: sends nothing
    page.locator("#id_photo").set_input_files(photo)
    page.locator("button[value=let_pass]").click()
    page.wait_for_url(re.compile("/done/$"))
    visit.look_over_everywhere().screenshot(f"gate-in-{language}")

    page.locator("button[name=elder]").click()
    page.set_viewport_size(DESK)
    page.locator(".gate-ways a").last.click()
    look_up(visit, f"http://127.0.0.1/passes/p/{acid.token}/").screenshot(f"gate-exit-{language}")
    page.locator("input[value=intact]").check(force=True)
    page.locator(".gate-actions button").click()
    page.wait_for_url(re.compile("/done/$"))
    visit.look_over().screenshot(f"gate-out-{language}")
    assert page.locator("html[data-elder]").count() == 1
    entry = Check.objects.earliest("at")
    assert entry.temperatures == [36.5, 36.6]
    assert entry.photo


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_cab_is_not_left_unsealed_in_silence(open_browser, hai, acid, west_exit, language):
    """What is missing is asked for at its fields; a word why lets the truck go."""
    visit = open_browser(hai, PHONE, language=language)
    page = visit.go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/").page
    visit.screenshot(f"gate-to-seal-{language}")
    page.locator("#id_temperature_0").fill("36.5")
    page.locator("#id_temperature_1").fill("36.6")
    page.locator("button[value=let_pass]").click()
    page.locator("#id_seal_number_error").wait_for()
    assert page.locator("#id_photo_error").is_visible()
    visit.look_over_everywhere().screenshot(f"gate-unsealed-{language}")
    assert not Check.objects.exists()
    page.locator("#id_note").fill("封签用完，相机没电")
    page.locator("button[value=let_pass]").click()
    page.wait_for_url(re.compile("/done/$"))
    assert Check.objects.get().note == "封签用完，相机没电"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_to_be_corrected_and_a_broken_line_lose_no_picture(
    open_browser, hai, acid, west_exit, photo, language
):
    visit = open_browser(hai, PHONE, language=language)
    page = visit.go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/").page
    page.locator("#id_temperature_0").fill("36.5")
    page.locator("#id_photo").set_input_files(photo)
    page.locator("button[value=let_pass]").click()
    page.locator("#id_seal_number_error").wait_for()
    assert page.locator(".file-name").inner_text() == photo.name
    assert page.locator("#id_photo_error").count() == 0
    assert "href" in page.evaluate("document.activeElement.innerHTML"), "the summary has the focus"
    visit.look_over().screenshot(f"gate-corrected-{language}")
    page.locator("#id_temperature_1").fill("366")
    page.locator("#id_seal_number").fill("FQ0001")
    page.context.set_offline(True)
    try:
        page.locator("button[value=let_pass]").click()
        page.locator("[data-longgang-unsent]").wait_for()
        visit.errors.clear()  # of the line, which was cut
        visit.look_over().screenshot(f"gate-unsent-{language}")
    finally:
        page.context.set_offline(False)
    assert not Check.objects.exists()
    page.locator("button[value=let_pass]").dblclick()
    page.wait_for_url(re.compile("/done/$"))
    check = Check.objects.get()
    assert (check.temperatures, check.seal_number) == ([36.5, 36.6], "FQ0001")
    assert check.photo


UNDER_THE_THUMB = """() => {
    const buttons = document.querySelectorAll(".gate-actions button, .scan-decide button");
    return [...buttons].filter((button) => button.offsetParent).map((button) => {
        const { left, top, width, height, bottom } = button.getBoundingClientRect();
        const seen = document.elementFromPoint(left + width / 2, top + height / 2);
        return bottom <= innerHeight && height >= 60 && button.contains(seen);
    });
}"""
AT_THE_END = """() => {
    document.querySelector("main .gate > a:last-child").scrollIntoView({ block: "end" });
    const bar = document.querySelector(".gate-actions").getBoundingClientRect();
    const last = document.querySelector("main .gate > a:last-child").getBoundingClientRect();
    return [last.bottom <= innerHeight, bar.bottom <= last.top];
}"""
PHONE_OF_740 = {"width": 360, "height": 740}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("how", [{}, {"elder": True}], ids=str)
def test_what_is_decided_with_is_under_the_thumb_from_the_first_moment(
    open_browser, hai, acid, west_exit, language, how
):
    visit = open_browser(hai, PHONE_OF_740, language=language, **how)
    for way, buttons in [("entry", 2), ("exit", 1)]:
        page = visit.go(f"/passes/gate/{west_exit.number}/{way}/{acid.number}/").page
        assert page.evaluate(UNDER_THE_THUMB) == [True] * buttons
        page.locator("#id_note").focus()  # scrolled to, and not behind the buttons
        note = page.locator("#id_note").bounding_box()
        assert note["y"] + note["height"] <= page.locator(".gate-actions").bounding_box()["y"]
        assert page.evaluate(AT_THE_END) == [True, True]
        visit.look_over()


def test_without_javascript_too_it_is_under_the_thumb(open_browser, hai, acid, west_exit):
    visit = open_browser(hai, PHONE_OF_740, javascript=False)
    page = visit.open(f"/passes/gate/{west_exit.number}/entry/{acid.number}/").page
    button = page.locator("button[value=let_pass]")
    assert button.bounding_box()["y"] + button.bounding_box()["height"] <= PHONE_OF_740["height"]
    button.click()
    page.locator("#id_seal_number_error").wait_for()  # it sends the form above it


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_slip_of_the_thermometer_is_no_fever(open_browser, hai, acid, west_exit, language):
    """Said at the field when it is left, in small letters and large; what is right stays right."""
    visit = open_browser(hai, PHONE, language=language)
    page = visit.go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/").page
    let_pass = page.locator("button[value=let_pass]")
    said = page.locator("[data-longgang-impossible]:visible")
    page.locator("#id_temperature_0").fill("99")
    assert said.count() == 0  # still being typed
    page.keyboard.press("Enter")
    said.wait_for()
    assert "34" in said.inner_text()
    assert page.locator("[data-longgang-fever]").is_hidden()
    assert let_pass.is_enabled()
    visit.look_over_everywhere().screenshot(f"gate-impossible-{language}")
    page.locator("#id_temperature_0").fill("381")
    page.locator("[data-longgang-fever]").wait_for()
    assert said.count() == 0
    assert let_pass.is_disabled()
    page.locator("#id_temperature_0").fill("986")
    let_pass.click()
    page.locator("#id_temperature_0_error").wait_for()
    visit.look_over_everywhere().screenshot(f"gate-impossible-sent-{language}")
    assert not Check.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_entered_is_said_at_the_field(open_browser, hai, acid, west_exit, language):
    visit = open_browser(hai, PHONE, language=language)
    page = visit.go(f"/passes/gate/{west_exit.number}/entry/").page
    page.locator("#id_code").fill("   ")
    page.keyboard.press("Enter")
    page.locator("#id_code_error").wait_for()
    visit.look_over_everywhere().screenshot(f"gate-nothing-{language}")
    look_up(visit, acid.pass_number)
    page.locator("#id_seal_number").wait_for()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_photo_opened_alone_fits_the_screen_and_nothing_is_logged(
    open_browser, hai, acid, west_exit, size
):
    picture = Image.new("RGB", (1600, 1200), "steelblue")
    content = BytesIO()
    picture.save(content, "JPEG")
    of_two = OF_TWO | {"photo": content.getvalue()}
    check = an_entry(the_trip(acid), premises=west_exit, by=hai, **of_two)
    visit = open_browser(hai, size)
    visit.open(f"/passes/checks/{check.number}/")
    visit.page.locator(".photo a").click()
    visit.page.wait_for_url(re.compile("/photo"))
    image = visit.page.locator("img").bounding_box()
    assert image["x"] + image["width"] <= size["width"]
    assert image["width"] > size["width"] / 2
    visit.screenshot(f"photo-alone-{size['width']}")
    assert visit.errors == []


def test_a_picture_that_is_none_is_not_kept_in_place(open_browser, hai, acid, west_exit, tmp_path):
    file = tmp_path / "cab.jpg"
    file.write_text("<svg/>")
    page = open_browser(hai, PHONE).go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/").page
    page.locator("#id_photo").set_input_files(file)
    page.locator("button[value=let_pass]").click()
    page.locator("#id_photo_error").wait_for()
    assert page.locator("#id_photo").evaluate("input => input.files.length") == 0
    assert page.locator(".file-drawn").count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_who_is_told_to_call_has_the_number_under_the_thumb(
    open_browser, hai, acid, west_exit, settings, language
):
    settings.DUTY_PHONE = "0429-0000001"
    an_entry(the_trip(acid), premises=west_exit, by=hai, **OF_TWO)
    visit = open_browser(hai, PHONE, language=language)
    page = visit.go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/").page
    call = page.locator(".gate a[href='tel:0429-0000001']")
    assert call.is_visible()
    assert call.inner_text().endswith("0429-0000001")
    visit.look_over_everywhere().screenshot(f"gate-call-{language}")


def test_a_broken_seal_is_in_front_of_the_duty_officer(open_browser, hai, acid, west_exit):
    """From the officer's tap at the exit to the duty officer's home page and the resolution."""
    an_entry(the_trip(acid), premises=west_exit, by=hai, **OF_TWO)
    page = open_browser(hai, PHONE).go(f"/passes/gate/{west_exit.number}/exit/{acid.number}/").page
    page.locator("input[value=broken]").check(force=True)
    page.locator("#id_note").fill("封签断裂，司机称卸货时被刮断")
    page.locator(".gate-actions button").click()
    page.wait_for_url(re.compile("/done/$"))
    assert page.get_by_text("封签破损由值班员核查。").is_visible()
    watch_conflicts(0)  # as the worker does each minute
    duty = open_browser(appoint("丹", Role.DUTY_OFFICER), PHONE).go("/")
    duty.screenshot("duty-home")
    duty.page.locator("a", has_text="待处置查验冲突").first.click()
    duty.page.locator("a", has_text="出口发现封签损坏").first.click()
    duty.page.locator("h1", has_text="出口发现封签损坏").wait_for()
    assert duty.page.get_by_text("封签断裂，司机称卸货时被刮断").first.is_visible()
    duty.look_over_everywhere().screenshot("duty-broken-seal")
    duty.page.locator("form [name=resolution]").first.wait_for()


def test_a_lead_decides_and_the_officer_sees_it_without_a_tap(
    open_browser, hai, lead, acid, west_exit
):
    check = a_turn_back(the_trip(acid), premises=west_exit, by=hai)
    officer = open_browser(hai, PHONE).go(f"/passes/checks/{check.number}/done/")
    officer.screenshot("gate-waiting")
    other = open_browser(hai, PHONE).go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/")
    other.screenshot("gate-red")
    deciding = open_browser(lead, PHONE).go("/passes/turn-backs/")
    deciding.screenshot("turn-backs")
    deciding.page.get_by_role("button", name="确认劝返").click()
    deciding.page.wait_for_load_state()
    deciding.look_over().screenshot("turn-backs-none")
    officer.page.locator(".verdict-bad").wait_for()
    officer.look_over().screenshot("gate-turned-back")


def test_a_typed_plate_needs_no_script(open_browser, hai, acid, west_exit):
    visit = open_browser(hai, PHONE, javascript=False)
    page = visit.page
    page.goto("/passes/gate/")
    page.locator("#id_code").fill("P12345")
    page.keyboard.press("Enter")
    page.locator("#id_temperature_0").fill("36.5")
    page.keyboard.press("Enter")
    assert page.locator("#id_temperature_0").input_value() == "36.5", "Enter sends nothing"
    page.locator("#id_temperature_1").fill("36.6")
    page.locator("#id_note").fill("封签用完")
    page.locator("button[value=let_pass]").click()
    assert page.url.endswith("/done/")


def test_a_temperature_takes_letting_pass_away(open_browser, hai, acid, west_exit):
    visit = open_browser(hai, PHONE)
    visit.go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/")
    visit.page.locator("#id_temperature_0").press_sequentially("379")
    assert visit.page.locator("button[value=let_pass]").is_disabled()
    assert visit.page.locator("[data-longgang-fever]").is_visible()
    assert visit.page.evaluate("document.activeElement.id") == "id_temperature_1"
    visit.look_over()


def test_everything_at_the_gate_fits_a_glove(open_browser, hai, acid, west_exit):
    visit = open_browser(hai, PHONE)
    visit.go(f"/passes/gate/{west_exit.number}/entry/{acid.number}/")
    pressed = ".gate a:visible, .gate button:visible, .gate summary:visible, .gate input:visible"
    for place in visit.page.locator(pressed).all():
        assert place.bounding_box()["height"] >= 59.9, place.inner_html()
    small = visit.page.evaluate(SMALL_LETTERS)
    assert small == []
