"""The pass in the driver's hand: the code is read by a camera the moment the page is open."""

import pytest

from longgang.passes.actions.reviews import issue_pass
from tests.browser.conftest import PHONE
from tests.passes import build

SMALL = PHONE | {"width": 360, "height": 740}
COVERED = """() => {
    const code = document.querySelector(".qr img").getBoundingClientRect();
    const tabs = document.querySelector(".tabs")?.getBoundingClientRect();
    const end = tabs?.height ? tabs.top : innerHeight;
    return [code.top, code.width, end - code.bottom];
}"""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("elder", [False, True], ids=["", "large letters"])
@pytest.mark.parametrize("is_demo", [False, True], ids=["", "demo"])
def test_the_whole_code_is_in_view_on_opening(
    open_browser, divisions, lin, ada, settings, language, elder, is_demo
):
    settings.DEMO = is_demo
    build.a_checkpoint()
    build.the_rules()
    issued = issue_pass(build.a_submitted_pass(ada), by=lin)
    visit = open_browser(ada, SMALL, language=language, elder=elder)
    visit.open(f"/passes/p/{issued.token}/")
    visit.page.wait_for_function("document.querySelector('.qr img').complete")
    visit.screenshot(f"card-{language}-{elder}-{is_demo}")
    top, width, room = visit.page.evaluate(COVERED)
    assert top > 0
    assert width >= 240, "a camera reads it at arm's length"
    assert room >= 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_status_is_read_in_one_line_beside_its_plate(open_browser, divisions, lin, ada, language):
    build.a_checkpoint()
    build.the_rules()
    issue_pass(build.a_submitted_pass(ada), by=lin)
    visit = open_browser(ada, SMALL, language=language, elder=True).go("/")
    visit.screenshot(f"home-{language}")
    heights = visit.page.evaluate(
        "[...document.querySelectorAll('.task .tag')]"
        ".map(e => [e.offsetHeight, parseFloat(getComputedStyle(e).lineHeight)])"
    )
    assert heights
    assert all(height < 2 * line for height, line in heights)
