"""Every address of the product, asked for by everybody in every way: an answer, never a crash."""

import pytest

from .addresses import each_address, garbled_addresses, other_variants
from .browsing import Form, Vandal, forms_of

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "nobody", "almighty", "lin", "mei", "hai", "guan", "dan", "ling", "ge", "rui", "sam", "yan",
    "zhu", "wen", "ada", "kang", "she", "wang", "he",
]  # fmt: skip
ARGUMENTS = ["a%00b", "%F0%9F%9A%9A%E2%80%AE", "9" * 30, "%27%3B--%FF%FE"]
QUERIES = [
    "page=-1&sort=zzz&q=%00",
    "page=abc&sort=-&q=%F0%9F%9A%9A&day=0001-01-01&since=0001-01-01&hour=99&company=zz&type=zz",
    "page=999999&status=zz&desk=zz&from=9999-12-31&to=0001-01-01&day=9999-12-31&then=%FF",
    "page=1&page=2&from=x&export=xlsx&to=" + "9" * 500,
]
TEXTS = [
    "", "\0", "a\0b", "🚚" * 10, "\u202eabc\u202c", "x" * 200_000, "-1", "9" * 23, "1e999", "NaN",
    "0000-00-00", "0001-01-01T00:00", "9999-12-31T23:59", "'; DROP TABLE x;--", "٢²",
]  # fmt: skip

FORM = "application/x-www-form-urlencoded"
OTHER_BODIES = [
    ("application/json", b'{"plate": 1}'),
    (FORM, b"a=%00&b=%ff&c=%ed%a0%80&reason=%00"),
]
UNREADABLE = [  # refused before any page of ours has it
    ("multipart/form-data; boundary=x", b"\xff\xfe\x00 no parts at all"),
    ("multipart/form-data", b"no boundary"),
    (FORM, b"&".join(b"f%d=1" % i for i in range(1001))),
    (FORM, b"reason=" + b"x" * 5_000_000),
]


@pytest.fixture(autouse=True)
def _no_copies(monkeypatch):
    """Nobody asks here what a page was drawn from, and to copy it for every part takes long."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)


@pytest.fixture
def vandal(world, request):
    """`vandal(name)`: the browser of somebody who tries everything."""

    def of(name: str) -> Vandal:
        if name == "nobody":
            return Vandal()
        return Vandal(request.getfixturevalue(name) if name == "almighty" else world.people[name])

    return of


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_gets_an_answer_everywhere(world, vandal, name):
    browser = vandal(name)
    for address in each_address(world):
        if browser.send("get", address).status_code == 403:
            continue  # whoever may not see it meets the same door when sending
        browser.send("post", address, {"reason": "\0", "next": "//elsewhere.example"})
    assert browser.broken == []


def test_every_variant_of_a_page_is_drawn(world, vandal):
    """The first of each is asked for by everybody, above."""
    browser = vandal("almighty")
    for address in other_variants(world):
        browser.send("get", address)
    assert browser.broken == []


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_no_argument_breaks_a_page(world, vandal, argument):
    browser = vandal("almighty")
    for address in garbled_addresses(argument):
        assert browser.send("get", address).status_code >= 300, address
    assert browser.broken == []


def test_no_way_of_asking_breaks_a_page(world, vandal):
    """By each method; in turns, with one of the queries that lists could be asked."""
    browser = vandal("almighty")
    for place, address in enumerate(each_address(world)):
        asked = f"{address}?{QUERIES[place % len(QUERIES)]}"
        answers = [browser.send(method, asked) for method in ("options", "put", "head")]
        if answers[-1].status_code == 405:  # without its page
            browser.send("get", asked)
    assert browser.broken == []


def test_no_body_breaks_a_page(world, vandal):
    """Each page gets one that is none of a form, and in turns one that cannot be read."""
    browser = vandal("almighty")
    for place, address in enumerate(each_address(world)):
        for kind, body in (OTHER_BODIES[place % 2], UNREADABLE[place % len(UNREADABLE)]):
            browser.send("post", address, body, content_type=kind)
    assert browser.broken == []


@pytest.mark.parametrize("name", ["almighty", "wen", "ada", "nobody"])
def test_no_text_in_no_field_breaks_a_form(world, vandal, name):
    """Every form that a page shows: each text in all of its fields, then in one after the other."""
    browser = vandal(name)
    for place, form in enumerate(_forms(world, browser)):
        for text in TEXTS[place % 5 :: 5]:
            browser.send("post", form.action, dict.fromkeys(form.values, text))
        for turn, key in enumerate(form.values):
            text = TEXTS[(place + turn) % len(TEXTS)]
            browser.send("post", form.action, form.values | {key: text})
        key = min(form.values, default="")
        browser.send("post", form.action, form.values | {key: ["zz", "zz"]})
        browser.send("post", form.action, _without(form, key))
        browser.send("post", form.action, form.values)
    assert browser.broken == []


def _forms(world, browser: Vandal) -> list[Form]:
    """What somebody can send from the pages they see, each kind of form once."""
    found = {}
    for address in each_address(world):
        for form in forms_of(address, browser.send("get", address)):
            kind = "".join(filter(str.isalpha, form.action))[:40], tuple(sorted(form.values))
            found.setdefault(kind, form)
    return list(found.values())


def _without(form: Form, key: str) -> dict[str, object]:
    return {name: value for name, value in form.values.items() if name != key}
