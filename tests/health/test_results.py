"""Samples and results: taken, reported once, corrected with the old one kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.health import hearing
from longgang.health.actions.results import (
    correct_result,
    record_result,
    record_sample,
    report_result,
)
from longgang.health.models import LabTest
from longgang.health.queries import list_tests
from tests.audit.helpers import assert_one_event, assert_writes_are_told
from tests.measures import build

pytestmark = pytest.mark.django_db
SAMPLED = build.NOW - timedelta(hours=8)
LAB = "区疾控中心"


@pytest.fixture
def heard(monkeypatch):
    """What listeners were told: result and the one before."""
    told = []
    monkeypatch.setattr(
        hearing.results_known,
        "listeners",
        [lambda found: told.extend((test.result, before) for test, before in found)],
    )
    return told


def reported(person, by, result="negative", **changes):
    values = {"sampled_at": SAMPLED, "lab": LAB, "reported_at": build.NOW} | changes
    return record_result(person, result=result, by=by, **values)


def refused_code(do):
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code.removeprefix("health.")


def test_a_sample_waits_for_the_lab(person, lin, heard):
    with assert_one_event("test.sampled"):
        test = record_sample(person, sampled_at=SAMPLED, by=lin)
    assert (test.result, test.reported_at, test.area_code) == ("", None, build.WANGHAISI)
    assert heard == []


@pytest.mark.parametrize("result", ["negative", "positive", "inconclusive"])
def test_report_is_told_at_once(person, lin, heard, result):
    test = record_sample(person, sampled_at=SAMPLED, by=lin)
    with assert_one_event("test.reported") as events:
        report_result(test, lab=LAB, result=result, reported_at=build.NOW, by=lin)
    test.refresh_from_db()
    assert (test.result, test.lab, test.reported_by) == (result, LAB, lin)
    assert heard == [(result, "")]
    assert result not in str(events[0].after)  # the book keeps no result in clear


def test_report_happens_once(person, lin, kang, heard):
    test = record_sample(person, sampled_at=SAMPLED, by=lin)
    other = LabTest.objects.get(pk=test.pk)
    report_result(test, lab=LAB, result="negative", reported_at=build.NOW, by=lin)
    with pytest.raises(StaleRow):
        report_result(other, lab=LAB, result="positive", reported_at=build.NOW, by=kang)
    assert heard == [("negative", "")]


def test_a_result_finds_its_sample(person, lin):
    sample = record_sample(person, sampled_at=SAMPLED, by=lin)
    assert reported(person, lin) == sample
    assert LabTest.objects.count() == 1


def test_the_same_result_twice_is_refused(person, lin, kang):
    reported(person, lin)
    assert refused_code(lambda: reported(person, kang, "positive")) == "known"
    assert LabTest.objects.get().result == "negative"


def test_the_database_counts_a_sample_once(person, lin):
    test = reported(person, lin)
    test.pk, test.number = None, "HS0000000000X"
    with pytest.raises(IntegrityError), transaction.atomic():
        test.save(force_insert=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"result": "maybe"}, "no_result"),
        ({"lab": " "}, "no_lab"),
        ({"sampled_at": build.NOW + timedelta(minutes=1)}, "ahead"),
        ({"reported_at": build.NOW + timedelta(minutes=1)}, "ahead"),
        ({"reported_at": SAMPLED - timedelta(minutes=1)}, "reported_before_sampled"),
        ({"sampled_at": build.NOW - timedelta(days=100)}, "too_old"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(person, lin, changes, code):
    assert refused_code(lambda: reported(person, lin, **changes)) == code
    assert not LabTest.objects.exists()


def test_a_correction_follows_and_the_old_one_stays(person, lin, kang, heard):
    test = reported(person, lin, "positive")
    with assert_one_event("test.corrected"):
        follower = correct_result(test, result="negative", by=kang, reason="样本编号录错")
    old, new = LabTest.objects.order_by("pk")
    assert (old.result, old.corrected_by, old.corrected_why) == ("positive", kang, "样本编号录错")
    assert (new, new.result, new.corrects, new.sampled_at) == (follower, "negative", old, SAMPLED)
    assert list_tests(person, since=SAMPLED) == [new]
    assert heard == [("positive", ""), ("negative", "positive")]


def test_a_correction_needs_a_reason_and_a_result(person, lin):
    test = reported(person, lin)
    assert refused_code(lambda: correct_result(test, result="positive", by=lin, reason="x")) == (
        "reason_missing"
    )
    waiting = record_sample(person, sampled_at=build.NOW, by=lin)
    with pytest.raises(StaleRow):
        correct_result(waiting, result="positive", by=lin, reason="录错")


def test_two_corrections_at_once(person, lin, kang):
    test = reported(person, lin)
    other = LabTest.objects.get(pk=test.pk)
    correct_result(test, result="positive", by=lin, reason="录错")
    with pytest.raises(StaleRow):
        correct_result(other, result="inconclusive", by=kang, reason="录错")
    assert LabTest.objects.counted().get().result == "positive"


def test_results_of_one_moment_are_told(person, lin):
    with assert_writes_are_told():
        reported(person, lin)


@pytest.mark.parametrize("name", ["ge", "bo", "ling", "sam", "ada", "he"])
def test_results_are_entered_by_nobody_else(name, person, request):
    with pytest.raises(NotAllowed):
        reported(person, request.getfixturevalue(name))


@pytest.mark.parametrize("name", ["bo", "ling", "sam", "ada", "he"])
def test_samples_are_noted_by_nobody_else(name, person, request):
    with pytest.raises(NotAllowed):
        record_sample(person, sampled_at=SAMPLED, by=request.getfixturevalue(name))


def test_the_grid_worker_notes_a_sample(person, ge):
    assert record_sample(person, sampled_at=SAMPLED, by=ge).result == ""


@pytest.mark.parametrize("name", ["lin", "jie", "kang"])
def test_results_are_entered_by(name, person, request):
    assert reported(person, request.getfixturevalue(name)).result == "negative"


def test_whoever_lives_elsewhere_belongs_to_who_looks_after_them(lin, kang, ada):
    guest = build.a_person(ada, 2, area_code="130302")
    with pytest.raises(NotAllowed):
        reported(guest, lin)
    assert reported(guest, lin, concerns_area=build.WANGHAISI).area_code == build.WANGHAISI
    elsewhere = reported(guest, kang, sampled_at=SAMPLED - timedelta(days=1))
    assert elsewhere.area_code == build.DISTRICT


def test_who_sees_results(person, he, lin, bo, ge, jie, kang, ling, sam, ada):
    test = reported(person, kang)
    seen = [
        user.name
        for user in (he, lin, bo, ge, jie, kang, ling, sam, ada)
        if LabTest.objects.visible_to(user).filter(pk=test.pk).exists()
    ]
    assert seen == ["何", "林", "葛", "洁", "康"]
