"""A page that was looked over, and then something comes to it that is wrong: it is seen."""

from tests.browser.conftest import PHONE
from tests.browser.judged import Judged

SMALL = "data-css='display: block; width: 12px; height: 12px; overflow: hidden'"
# What comes to the end of the page, and the rule of axe that speaks against it.
BARRIERS = {
    "image-alt": "<img src='/static/none.png'>",
    "label": "<input type='text'>",
    "button-name": "<button type='button'></button>",
    "link-name": "<a href='/help/'></a>",
    "list": "<ul><p>1</p></ul>",
    "listitem": "<li>1</li>",
    "heading-order": "<h6>1</h6>",
    "landmark-unique": "<aside aria-label='1'>1</aside><aside aria-label='1'>1</aside>",
    "aria-valid-attr-value": "<button type='button' aria-pressed='maybe'>1</button>",
    "aria-required-children": "<div role='list'><p>1</p></div>",
    "nested-interactive": "<button type='button'>1<a href='/help/'>2</a></button>",
    "aria-hidden-focus": "<div aria-hidden='true'><a href='/help/'>1</a></div>",
    "valid-lang": "<p lang='chinese'>1</p>",
    "color-contrast": "<p data-css='color: #eee'>words</p>",
    "target-size": f"<a href='/help/' {SMALL}>words</a><a href='/privacy/' {SMALL}>words</a>",
    "scrollable-region-focusable": "<div data-css='height: 40px; overflow: auto'>"
                                   "<p data-css='height: 400px'>words</p><p>words</p></div>",
}  # fmt: skip
# No style may stand in a page of ours, so it is given by a script.
ADD = """html => {
    const added = document.createElement("div");
    added.innerHTML = html;
    for (const each of added.querySelectorAll("[data-css]")) each.style.cssText = each.dataset.css;
    document.querySelector("main").append(added);
    window.remove = () => added.remove();
}"""


def test_what_comes_to_a_page_that_was_judged_is_judged(open_browser):
    visit = open_browser(size=PHONE).go("/accessibility/")
    assert visit.faults() == [], "all of it is known now"
    missed = {}
    for rule, html in BARRIERS.items():
        visit.page.evaluate(ADD, html)
        found = visit.faults()
        if not any(fault.startswith(f"{rule}: ") for fault in found):
            missed[rule] = found
        visit.page.evaluate("remove()")
    assert missed == {}
    assert visit.faults() == []


def test_what_one_worker_has_judged_another_leaves_out(tmp_path):
    one, other = Judged(tmp_path / "judged"), Judged(tmp_path / "judged")
    one.add({"a", "b"})
    with one.path.open("a") as file:
        file.write("c")  # somebody is about to write more
    assert other.leave_out({"a", "c", "d"}) == {"c", "d"}
    one.add({"1"})
    assert other.leave_out({"a", "b", "c1", "d"}) == {"d"}
