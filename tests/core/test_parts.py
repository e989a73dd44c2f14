"""What the parts of a page are drawn from."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from longgang.core.charts import Chart
from longgang.core.parts import Clock, Verdict, span_in_words
from longgang.core.tags import Tag, Tone

NOON = datetime(2022, 4, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waited", "minutes", "tone"),
    [
        (0, 0, Tone.GOOD),
        (7.99, 7, Tone.GOOD),
        (8, 8, Tone.SOON),
        (10, 10, Tone.BAD),
        (-3, 0, Tone.GOOD),
    ],
)
def test_a_clock_turns_amber_at_the_reminder_and_red_at_the_deadline(waited, minutes, tone):
    clock = Clock(
        since=NOON,
        remind_at=NOON + timedelta(minutes=8),
        deadline=NOON + timedelta(minutes=10),
        now=NOON + timedelta(minutes=waited),
    )
    assert (clock.minutes, clock.tone) == (minutes, tone)


def test_every_tone_has_a_sign_so_that_colour_never_speaks_alone():
    assert len({Tag("x", tone).icon for tone in Tone}) == len(Tone)
    assert len({Verdict(tone, "x").icon for tone in Tone}) == len(Tone)
    assert Tag("x", Tone.GOOD, "truck").icon == "truck"


def test_a_chart_is_the_same_numbers_as_its_table():
    chart = Chart(
        "wait", "Waiting", ["8:00", "9:00"], {"today": [1, None], "before": [3, 4]}, "min"
    )
    assert chart.rows() == [("8:00", [1, 3]), ("9:00", [None, 4])]
    assert chart.option()["series"][0] == {"name": "today", "values": [1, None]}
    assert chart.element_id == "chart-wait"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 分钟"),
        (119, "119 分钟"),
        (120, "2 小时 0 分钟"),
        (2879, "47 小时 59 分钟"),
        (2880, "2 天 0 小时"),
        (3010, "2 天 2 小时"),
    ],
)
def test_a_long_wait_is_said_in_hours_and_days(minutes, words):
    assert span_in_words(minutes) == words
    with override("en"):
        assert span_in_words(125) == "2 h 5 min"
