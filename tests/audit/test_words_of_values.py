"""Fields and values as a reader understands them."""

import pytest

from longgang.audit.api import SYSTEM, actor_in_words, field_in_words, record, value_in_words


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("audit.event", "reason", "事由"),
        ("audit.event", "gone", "gone"),
        ("gone.thing", "reason", "reason"),
        ("nothing", "reason", "reason"),
        ("accounts.user", "posts", "posts"),
    ],
)
def test_field_reads_as_its_model_says(kind, field, words):
    assert field_in_words(kind, field) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("book", "event", "操作记录"),
        ("book", "gone", "gone"),
        ("gone", "x", "x"),
        ("gone", 7, "7"),
        ("gone", 0, "0"),
        ("gone", True, "是"),
        ("gone", False, "否"),
        ("gone", None, "—"),
        ("gone", "", "—"),
        ("book", ["event", "gone"], "操作记录、gone"),
        ("gone", {"book": "event"}, "book：操作记录"),
        ("gone", "2026-11-26T13:09:00Z", "2026-11-26 21:09"),
        ("gone", "2026-11-26T13:09:00.120+00:00", "2026-11-26 21:09"),
        ("gone", "2026-13-26T13:09:00Z", "2026-13-26T13:09:00Z"),
        ("gone", "2026-11-26T13:09", "2026-11-26T13:09"),
        ("gone", "T12345", "T12345"),
    ],
)
def test_value_reads_in_words(field, value, words):
    assert value_in_words("audit.chainlink", field, value) == words


@pytest.mark.django_db
def test_actor_reads_by_name_and_the_clock_as_the_system(write, ada):
    assert actor_in_words(write()) == "林"
    assert actor_in_words(record("account.opened", ada, by=SYSTEM)) == "系统"
