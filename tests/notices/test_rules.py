"""Fitting messages and pausing between tries."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.notices.rules import LAST_TRY, LONGEST_PAUSE, fit, is_local, next_try

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_pauses_double_up_to_an_hour():
    pauses = [next_try(tries, NOON) - NOON for tries in range(1, LAST_TRY)]
    assert pauses[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    assert sum(pauses, timedelta()) > timedelta(hours=4)


def test_the_last_try_is_followed_by_none():
    assert next_try(LAST_TRY, NOON) is None
    assert next_try(LAST_TRY + 1, NOON) is None


def test_fit_keeps_a_short_text_and_its_link():
    assert fit("您的车辆通行证已签发", "https://x/1") == "您的车辆通行证已签发 https://x/1"
    assert fit("您好") == "您好"


@given(text=st.text(max_size=600), link=st.sampled_from(["", "https://x/" + "1" * 40]))
def test_fit_counts_characters_and_never_cuts_the_link(text, link):
    fitted = fit(text, link, limit=100)
    assert len(fitted) <= 100
    assert fitted.endswith(link)


def test_fit_marks_where_it_cut():
    assert fit("龙" * 300, limit=5) == "龙龙龙龙…"


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("/passes/1/", True),
        ("/", True),
        ("", False),
        ("passes/", False),
        ("//elsewhere.example/", False),
        ("/\\elsewhere.example/", False),
        ("https://elsewhere.example/", False),
        ("javascript:alert(1)", False),
        ("/a\n/b", False),
        ("/\t/elsewhere.example", False),
    ],
)
def test_only_pages_of_the_house_are_local(url, answer):
    assert is_local(url) is answer
