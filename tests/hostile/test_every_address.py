"""Every address of the product, asked for by everybody in every way: an answer, never a crash."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, cycle
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.urls import resolve

from longgang.accounts.access import access_of
from longgang.accounts.api import Post
from longgang.accounts.scopes import holds

from .addresses import each_address, garbled_addresses, other_variants
from .browsing import Form, Vandal, forms_of

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "nobody", "ada", "wen", "lin", "mei", "hai", "guan", "dan", "ling", "ge", "rui", "sam", "yan",
    "zhu", "kang", "she", "wang", "he", "almighty",
]  # fmt: skip
ZERO, NUMBER = "a%00b", "9" * 30
NAMES = ["%F0%9F%9A%9A%E2%80%AE", "%27%3B--%FF%FE"]
METHODS = ["options", "put", "head", "delete"]
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
    (FORM, b"a=%00&b=%ff&c=%ed%a0%80&reason=%00&next=//elsewhere.example"),
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


@dataclass
class SoFar:
    """What need not be tried by everybody: it is the same whoever sends it."""

    forms: set[object] = field(default_factory=set)  # each is sent by the first who is shown it
    closed: set[tuple[str, str]] = field(default_factory=set)  # not to be asked in this way: 405
    texts: Iterator[str] = field(default_factory=lambda: cycle(TEXTS))  # through all forms

    def ask(
        self, browser: Vandal, method: str, address: str, query: str = "", data: object = None
    ) -> HttpResponse | None:
        """The answer, where this address can be asked in this way."""
        if (method, address) in self.closed:
            return None
        answer = browser.send(method, address + query, data)
        if answer.status_code == 405:
            self.closed.add((method, address))
        return answer


@pytest.fixture(scope="module")
def so_far() -> SoFar:
    return SoFar()


@pytest.fixture
def vandal(world, request):
    """`vandal(name)`: the browser of somebody who tries everything."""

    def of(name: str) -> Vandal:
        if name == "nobody":
            return Vandal()
        return Vandal(request.getfixturevalue(name) if name == "almighty" else world.people[name])

    return of


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_gets_an_answer_everywhere(world, vandal, so_far, name):
    """Then they send the forms that they were shown, with bad texts and in wrong ways.

    Who may open everything asks each list for what it does not have.
    """
    browser = vandal(name)
    forms = {}
    for turn, address in enumerate(each_address(world), EVERYBODY.index(name)):
        if not _is_asked(address, name, browser, turn):
            continue
        query = f"?{QUERIES[turn % len(QUERIES)]}" if name == "almighty" else ""
        for form in forms_of(address, so_far.ask(browser, "get", address, query)):
            route = resolve(urlsplit(form.action).path).route  # a form may keep what was asked
            forms.setdefault((route, *sorted(form.values)), form)
        if name == "nobody" or (turn % 3 == 0 and name != "almighty"):  # who does it below
            data = {"reason": "\0", "next": "//elsewhere.example"}
            so_far.ask(browser, "post", address, data=data)
    for kind, form in forms.items():
        if kind not in so_far.forms:
            _send_badly(browser, form, so_far.texts)
    so_far.forms |= forms.keys()
    assert browser.broken == []


def _is_asked(address: str, name: str, browser: Vandal, turn: int) -> bool:
    """Whether this one asks: what their post opens to them, always; in turns, what is closed to
    them, which is one door, and what looks the same to everybody with a post.
    """
    access = access_of(resolve(address).func)
    if name in {"nobody", "almighty"} or access is None:
        return True
    if access.permissions:
        return any(holds(browser.user, each) for each in access.permissions) or turn % 6 == 0
    return turn % 3 == 0 or not Post.objects.filter(user=browser.user).exists()


def _send_badly(browser: Vandal, form: Form, texts: Iterator[str]) -> None:
    """The character zero, which no database takes, in all fields but one that is missing; other
    texts, in three fields after the other; and as it stands there.
    """
    fields = list(form.values)
    browser.send("post", form.action, {key: ["\0", "\0"] for key in fields[:-1] or fields})
    for place in range(0, len(fields), 3):
        bad = {key: next(texts) for key in fields[place : place + 3]}
        browser.send("post", form.action, form.values | bad)
    browser.send("post", form.action, form.values)


def test_every_variant_of_a_page_is_drawn(world, vandal):
    """The first of each is asked for by everybody, above."""
    browser = vandal("almighty")
    for address in other_variants(world):
        browser.send("get", address)
    assert browser.broken == []


def test_no_argument_breaks_a_page(world, vandal):
    """Each address with what no database takes, and with what might pass for a number or a name."""
    browser = vandal("almighty")
    for address in chain(garbled_addresses(ZERO), garbled_addresses(NUMBER, NUMBER, *NAMES)):
        assert browser.send("get", address).status_code >= 300, address
    assert browser.broken == []


def test_no_way_of_asking_breaks_a_page(world, vandal):
    """By one of the other methods."""
    browser = vandal("almighty")
    for place, address in enumerate(each_address(world)):
        browser.send(METHODS[place % len(METHODS)], address)
    assert browser.broken == []


def test_no_body_breaks_a_page(world, vandal):
    """Each page gets one that is none of a form, or none of ours; some get one that is unreadable.

    What is unreadable is refused before a page has it.
    """
    browser = vandal("almighty")
    for place, address in enumerate(each_address(world)):
        kind, body = OTHER_BODIES[place % len(OTHER_BODIES)]
        browser.send("post", address, body, content_type=kind)
        if place % 5 == 0:
            kind, body = UNREADABLE[place // 5 % len(UNREADABLE)]
            browser.send("post", address, body, content_type=kind)
    assert browser.broken == []
