"""The frame and every part: in every sight, in both languages, and without JavaScript."""

import re

import pytest

from tests.browser.conftest import PHONE


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True  # the catalogue of parts is there


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_part_is_without_errors_and_barriers(open_browser, language):
    open_browser(size=PHONE, language=language).open("/parts/?faults=1").look_over_everywhere()


def test_large_letters_are_large_and_their_targets_too(open_browser):
    visit = open_browser(size=PHONE, elder=True)
    visit.go("/help/")
    letters = visit.page.locator("main p").first.evaluate("e => getComputedStyle(e).fontSize")
    assert float(letters.removesuffix("px")) >= 18
    visit.go("/parts/")
    for place in visit.page.locator("main .btn:visible, main .field input[type=text]").all():
        assert place.bounding_box()["height"] >= 59.9


def test_what_only_large_letters_spoil_is_seen(open_browser):
    visit = open_browser().open("/accessibility/")
    visit.page.evaluate("""() => {
        const pale = new CSSStyleSheet();
        pale.replaceSync("[data-elder] main p { color: #eee !important }");
        document.adoptedStyleSheets = [pale];
    }""")
    assert visit.faults(elder=False) == []
    assert any("contrast" in fault for fault in visit.faults(elder=True))


def test_targets_fit_a_finger(open_browser):
    visit = open_browser(size=PHONE).go("/parts/")
    for place in visit.page.locator(".btn:visible, .tool:visible, .field select").all():
        assert place.bounding_box()["height"] >= 43.9


def test_switching_language_and_letters_needs_no_script(open_browser):
    visit = open_browser(javascript=False)
    visit.page.goto("/help/")
    visit.page.get_by_role("button", name="EN").click()
    assert visit.page.locator("h1").inner_text() == "Help"
    visit.page.get_by_role("button", name="Large").click()
    assert visit.page.locator("html[data-elder]").count() == 1
    assert visit.page.url.endswith("/help/")


def test_the_menu_opens_and_closes(open_browser, lin):
    visit = open_browser(lin, PHONE).go("/")
    menu = visit.page.locator("[data-longgang-menu]")
    menu.locator("summary").click()
    visit.look_over()
    assert visit.page.get_by_role("button", name="退出登录").is_visible()
    visit.page.keyboard.press("Escape")
    assert not visit.page.get_by_role("button", name="退出登录").is_visible()


def test_errors_take_the_focus_and_lead_to_their_field(open_browser):
    visit = open_browser().go("/parts/?faults=1")
    visit.page.locator("[data-longgang-errors] a").first.click()
    assert visit.page.evaluate("document.activeElement.name") == "plate"


def test_a_list_is_sorted_and_paged_in_place_and_without_script(open_browser, divisions):
    for javascript in (True, False):
        visit = open_browser(javascript=javascript)
        visit.page.goto("/parts/")
        visit.page.locator("#list-sample thead a").nth(0).click()
        visit.page.wait_for_url("**sort=-code**")
        visit.page.locator("#list-sample input[type=search]").fill("no such place")
        visit.page.locator("#list-sample input[type=search]").press("Enter")
        visit.page.locator("#list-sample .empty").wait_for()
        assert re.search(r"\?sort=-code&search=\w+$", visit.page.url)
        assert visit.errors == []


def test_charts_are_drawn_and_have_a_table_twin(open_browser):
    visit = open_browser().go("/parts/")
    assert visit.page.locator(".chart canvas").count() == 2
    visit.page.locator(".chart summary").first.click()
    assert visit.page.locator(".chart table").first.locator("tbody tr").count() == 14


def test_the_camera_starts_and_stops(open_browser):
    visit = open_browser(size=PHONE).go("/parts/")
    visit.page.locator("[data-longgang-scanner-start]").click()
    visit.page.locator("[data-longgang-scanner-stop]").click()
    assert visit.page.locator("[data-longgang-scanner-start]").is_visible()
    assert visit.errors == []


def test_a_form_is_sent_once_however_often_it_is_pressed(open_browser):
    visit = open_browser().go("/parts/")
    sent = []
    visit.page.route("**/parts/", lambda route: sent.append(route.request.method))
    visit.page.evaluate("""() => {
        const form = document.querySelector("form[data-longgang-once]");
        form.requestSubmit(); form.requestSubmit(); form.requestSubmit();
    }""")
    visit.page.wait_for_timeout(300)
    assert sent == ["POST"]


def test_english_has_its_own_letters_and_narrow_quotation_marks(open_browser):
    """Where only a Chinese font is there, its full-width marks would stand far apart."""
    visit = open_browser(language="en").go("/help/")
    body = visit.page.locator("body").evaluate(
        "e => [getComputedStyle(e).fontFamily, getComputedStyle(e).fontFeatureSettings]"
    )
    assert body[0].startswith("-apple-system")
    assert body[1] == '"palt"'
