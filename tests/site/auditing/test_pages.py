"""The auditor's pages: both books in words, scoped by area, exported to Excel."""

import io

import pytest
from django.urls import reverse
from django.utils.translation import override
from python_calamine import CalamineWorkbook
from time_machine import travel

from longgang.accounts.api import Role, User
from longgang.audit.api import SYSTEM, Actor, Event, disclose, record, seal_chain
from longgang.core.privacy import Purpose
from longgang.site.auditing.wording import posts_in_words
from tests.cast import INDUSTRY_DESK, LONGWAN, appoint

CITY = "211403001"
EVENTS, DISCLOSURES = reverse("audit:events"), reverse("audit:disclosures")


@pytest.fixture
def vera(db) -> User:
    """Audits one street only."""
    return appoint("维拉", Role.AUDITOR, LONGWAN)


@pytest.fixture
def books(ada, lin) -> dict[str, Event]:
    """Events in two streets and in none, and a disclosure in one street."""
    told = {
        "here": record("delivery.retried", ada, by=lin, area_code=LONGWAN, reason="in the street"),
        "there": record("delivery.retried", ada, by=lin, area_code=CITY, reason="elsewhere"),
        "nowhere": record("delivery.retried", ada, by=SYSTEM, reason="without area"),
    }
    disclose(ada, "phone", by=lin, purpose=Purpose.VISIT, reason="not at home", area_code=LONGWAN)
    return told


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_events_are_told_in_words(books, sam, signed_in):
    page = text(signed_in(sam).get(EVENTS))
    for words in (
        "短信重新发送",
        "林",
        "系统",
        "in the street",
        "elsewhere",
        "without area",
        "账号",
    ):
        assert words in page


def test_auditor_of_a_street_reads_that_street_only(books, vera, signed_in):
    browser = signed_in(vera)
    page = text(browser.get(EVENTS))
    assert "in the street" in page
    assert "elsewhere" not in page
    assert "without area" not in page
    answers = {
        name: browser.get(reverse("audit:event", args=[event.number])).status_code
        for name, event in books.items()
    }
    assert answers == {"here": 200, "there": 404, "nowhere": 404}
    assert "not at home" in text(browser.get(DISCLOSURES))


def test_disclosures_of_another_street_are_out_of_sight(ada, lin, vera, signed_in):
    disclose(ada, "phone", by=lin, purpose="visit", reason="elsewhere", area_code=CITY)
    assert "elsewhere" not in text(signed_in(vera).get(DISCLOSURES))


@pytest.mark.parametrize("address", [EVENTS, DISCLOSURES])
def test_books_are_for_auditors_only(lin, ada, client, signed_in, address):
    assert signed_in(lin).get(address).status_code == 403
    assert signed_in(ada).get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_event_page_shows_before_and_after_in_words(ada, lin, sam, signed_in):
    event = record(
        "delivery.retried",
        ada,
        by=lin,
        before={"is_active": True, "phone": "13900001234", "name": ""},
        after={"is_active": False, "phone": "13900005678", "seals": ["1", "2"], "at": {"n": 1}},
        reason="moved away",
    )
    page = text(signed_in(sam).get(reverse("audit:event", args=[event.number])))
    for words in ("moved away", "可以登录", "•••34", "•••78", "1、2", "n：1", "—"):
        assert words in page
    assert "13900001234" not in page


def test_event_page_without_changes_has_no_table_of_them(books, sam, signed_in):
    page = text(signed_in(sam).get(reverse("audit:event", args=[books["here"].number])))
    assert "改动内容" not in page


def test_disclosures_say_who_saw_what_of_whom_and_why(books, sam, signed_in):
    page = text(signed_in(sam).get(DISCLOSURES))
    for words in ("林", "手机", str(Purpose.VISIT.label), "not at home"):
        assert words in page


@pytest.mark.parametrize(
    ("narrow", "found"),
    [
        ({}, {"old", "new"}),
        ({"kind": "delivery.retried"}, {"new"}),
        ({"by": "博"}, {"old"}),
        ({"area": "211403005"}, {"new"}),
        ({"since": "2026-03-02"}, {"new"}),
        ({"until": "2026-03-01"}, {"old"}),
        ({"since": "2026-03-01", "until": "2026-03-02"}, {"old", "new"}),
        ({"since": "2026-03-03"}, set()),
        ({"q": "number-of-nobody"}, set()),
    ],
)
def test_events_are_narrowed(ada, sam, signed_in, narrow, found):
    with travel("2026-03-01 15:59:59Z", tick=False):
        record("account.code", ada, by=Actor("b", "博"), reason="reason-old")
    with travel("2026-03-01 16:00:00Z", tick=False):  # midnight on the wall
        record("delivery.retried", ada, by=Actor("l", "林"), area_code=LONGWAN, reason="reason-new")
    page = text(signed_in(sam).post(EVENTS, {"q": ada.number, **narrow}, follow=True))
    assert {name for name in ("old", "new") if f"reason-{name}" in page} == found


def test_disclosures_are_narrowed_by_purpose(books, sam, signed_in):
    browser = signed_in(sam)
    assert "not at home" in text(browser.get(DISCLOSURES, {"purpose": "visit"}))
    assert "not at home" not in text(browser.get(DISCLOSURES, {"purpose": "care"}))


@pytest.fixture
def browser(sam, signed_in):
    """The district's auditor at work."""
    return signed_in(sam)


@pytest.mark.parametrize(
    ("address", "words"), [(EVENTS, "in the street"), (DISCLOSURES, "not at home")]
)
def test_books_are_exported(books, browser, address, words):
    answer = browser.get(address, {"export": "xlsx"})
    assert answer.status_code == 200
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    assert any(words in row for row in rows)


def test_page_shows_the_head_of_the_chain_to_note_down(books, sam, signed_in):
    browser = signed_in(sam)
    assert "记下" not in text(browser.get(EVENTS))
    count = seal_chain()
    assert f"{count}:" in text(browser.get(EVENTS))


def test_lists_cost_the_same_for_many(ada, lin, sam, signed_in, django_assert_max_num_queries):
    browser = signed_in(sam)
    record("delivery.retried", ada, by=lin)
    browser.get(EVENTS)  # the names of places are read once for all pages of a minute
    costs = []
    for rows in (2, 40):
        for _n in range(rows):
            record("delivery.retried", ada, by=lin)
        with django_assert_max_num_queries(20) as captured:
            browser.get(EVENTS)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def plain_posts(written: str) -> str:
    return posts_in_words(written).replace("\N{NO-BREAK SPACE}", " ")


def test_posts_are_read_with_the_names_of_their_places(lin):
    written = f"审核员 {INDUSTRY_DESK}；街道工作人员 {LONGWAN}；旧角色 X-1"
    assert plain_posts(written) == (
        "审核员 · 龙港区工业和信息化局；街道工作人员 · 龙湾街道；旧角色 · X-1"
    )
    with override("en"):
        assert plain_posts(f"审核员 {LONGWAN}") == "Reviewer · Longwan Subdistrict"
    assert posts_in_words("") == ""
