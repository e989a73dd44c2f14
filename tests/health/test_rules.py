"""Grades at their edges; what cannot have been observed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from longgang.health.rules import check_moment, check_reported, check_symptoms, grade_of
from tests.measures import build


@pytest.mark.parametrize(
    ("celsius", "grade"),
    [
        ("34.0", "1"), ("37.2", "1"), ("37.3", "2"), ("37.9", "2"), ("38.0", "3"), ("38.9", "3"),
        ("39.0", "4"), ("43.0", "4"),
    ],
)  # fmt: skip
def test_grade(celsius, grade):
    assert grade_of(Decimal(celsius)) == grade


@pytest.mark.parametrize(
    ("away", "code"),
    [
        (timedelta(0), None),
        (timedelta(minutes=1), "health.ahead"),
        (timedelta(days=-90), None),
        (timedelta(days=-91), "health.too_old"),
        (timedelta(days=-19000), "health.too_old"),
    ],
)
def test_moment(away, code):
    found = check_moment(build.NOW + away, now=build.NOW, field="at")
    assert (found and found.code) == code


def test_a_result_is_never_older_than_its_sample():
    assert check_reported(build.NOW, build.NOW) is None
    assert check_reported(build.NOW, build.NOW - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("codes", "words", "code"),
    [
        ([], "", None),
        (["1", "8"], "", None),
        (["9"], "胸闷", None),
        (["9"], " ", "health.symptom_words"),
        (["0"], "", "health.unknown_symptom"),
        (["cough"], "", "health.unknown_symptom"),
    ],
)
def test_symptoms(codes, words, code):
    found = check_symptoms(codes, words)
    assert (found and found.code) == code
