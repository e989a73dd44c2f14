"""Visits are told once, end once, and are voided instead of edited."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from longgang.audit.api import SYSTEM, Event
from longgang.core.clock import as_if
from longgang.core.errors import Refused
from longgang.trail.api import (
    TRAITS,
    NewVisit,
    PlaceType,
    place_of_service,
    record_visit,
    record_visits,
    void_visits,
)
from longgang.trail.models import Visit
from tests.measures.build import DAY, NOW
from tests.trail.telling import PERSON, a_visit, at, place

pytestmark = pytest.mark.django_db
MANY = 1200  # enough to be copied


@pytest.fixture(autouse=True)
def _morning():
    with as_if(NOW):
        yield


def spans():
    rows = Visit.objects.counting().values_list("place", "started_at", "ended_at")
    return [(name, start, end) for name, start, end in rows]


def test_record_keeps_what_was_told():
    assert record_visit(a_visit(), source="scan")
    visit = Visit.objects.get()
    assert (visit.person_id, visit.place, visit.place_type) == (PERSON, "room:1", "room")
    assert (visit.started_at, visit.ended_at) == (at(8), at(9))
    assert (visit.source, visit.reference, visit.recorded_at) == ("scan", "one", NOW)
    assert visit.recorded_in > 0
    assert (visit.ended_in, visit.voided_in) == (None, None)
    assert str(visit) == "scan one"


def test_one_visit_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        record_visit(a_visit(), source="scan")


def test_told_twice_it_stands_once():
    assert record_visit(a_visit(), source="scan")
    assert not record_visit(a_visit(), source="scan")
    assert record_visit(a_visit(), source="card")
    assert record_visit(a_visit(start=7), source="scan")
    assert Visit.objects.count() == 3


def test_an_open_end_becomes_known_once():
    record_visit(a_visit(end=None), source="stay")
    assert record_visit(a_visit(end=10), source="stay")
    assert not record_visit(a_visit(end=11), source="stay")
    assert not record_visit(a_visit(end=None), source="stay")
    visit = Visit.objects.get()
    assert visit.ended_at == at(10)
    assert visit.ended_in >= visit.recorded_in


def test_many_are_as_few():
    many = [a_visit(f"room:{number % 50}", reference=f"r{number}") for number in range(MANY)]
    many += [a_visit("site:3", end=None, reference="stay"), a_visit("site:3", reference="stay")]
    assert record_visits(iter(many), source="import") == MANY + 1
    assert record_visits(many, source="import") == 0
    assert Visit.objects.filter(place="room:49").count() == MANY // 50
    assert Visit.objects.get(reference="stay").ended_at == at(9)
    opened = [a_visit(end=None, reference=f"s{number}") for number in range(MANY)]
    record_visits(opened, source="import")
    ended = [a_visit(reference=f"s{number}") for number in range(MANY)]
    assert record_visits(ended, source="import") == MANY
    assert not Visit.objects.filter(ended_at=None).exists()


def test_many_are_told_twice_in_one_transaction():
    many = [a_visit(reference=f"r{number}") for number in range(MANY)]
    with transaction.atomic():
        assert record_visits(many[:-1], source="import") == MANY - 1
        assert record_visits(many, source="import") == 1


def test_none_is_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert record_visits([], source="import") == 0


def test_times_are_whole_seconds():
    tick = timedelta(milliseconds=300)
    record_visit(a_visit(start=at(8) + tick, end=at(8) + 2 * tick), source="scan")
    assert spans() == [("room:1", at(8), at(8) + timedelta(seconds=1))]


def test_a_scan_lasts_as_long_as_one_usually_is_there():
    checkpoint = place("checkpoint:G1")
    record_visit(NewVisit.scanned(PERSON, checkpoint, at(8), reference="s"), source="scan")
    assert spans() == [
        ("checkpoint:G1", at(8), at(8) + timedelta(seconds=checkpoint.traits.dwell_s))
    ]


def test_what_is_older_than_visits_are_kept_is_passed_over():
    assert not record_visit(a_visit(days=-61), source="scan")
    assert record_visit(a_visit(days=-59), source="scan")
    assert record_visit(a_visit(start=at(8, days=-80), end=None), source="stay")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (9, 8, "trail.ends_before_start"),
        (8, 8 + 24 * 36525, "trail.too_long"),
        (24 * 31, None, "trail.too_far_ahead"),
    ],
)
def test_record_refuses_what_makes_no_sense(start, end, code):
    visits = [a_visit(), a_visit(start=at(start), end=end and at(end), reference="two")]
    with pytest.raises(Refused) as refused:
        record_visits(visits, source="import")
    assert refused.value.refusals[0].code == code
    assert not Visit.objects.exists()


def test_void_lets_visits_count_no_more():
    record_visits([a_visit(), a_visit(reference="two")], source="scan")
    record_visit(a_visit(), source="card")
    assert void_visits(["one", "two", "three"], source="scan", by=SYSTEM, reason=" 认错人 ") == 2
    assert list(Visit.objects.counting().values_list("source", flat=True)) == ["card"]
    voided = Visit.objects.exclude(voided_at=None).first()
    assert (voided.voided_by_name, voided.voided_why) == (SYSTEM.name, "认错人")
    assert voided.voided_in is not None
    event = Event.objects.get(kind="visits.voided")
    assert (event.after, event.reason) == ({"count": 2}, " 认错人 ")
    assert void_visits(["one"], source="scan", by=SYSTEM, reason="again") == 0


def test_void_needs_a_reason():
    record_visit(a_visit(), source="scan")
    with pytest.raises(Refused) as refused:
        void_visits(["one"], source="scan", by=SYSTEM, reason=" ")
    assert refused.value.refusals[0].code == "trail.no_reason"


def test_what_was_voided_can_be_told_anew():
    record_visit(a_visit(), source="scan")
    void_visits(["one"], source="scan", by=SYSTEM, reason="wrong room")
    assert record_visit(a_visit("room:2"), source="scan")
    assert spans() == [("room:2", at(8), at(9))]


@pytest.mark.parametrize(
    "change",
    [
        {"place": "room:2"}, {"person_id": 5}, {"started_at": at(7)}, {"ended_at": at(12)},
        {"reference": "two"},
    ],
)  # fmt: skip
def test_the_database_refuses_to_edit_a_visit(change):
    record_visit(a_visit(), source="scan")
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Visit.objects.update(**change)


def test_the_database_refuses_to_take_a_voiding_back():
    record_visit(a_visit(), source="scan")
    void_visits(["one"], source="scan", by=SYSTEM, reason="wrong")
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Visit.objects.update(voided_at=None, voided_by_name="", voided_why="")


def test_a_place_is_called_the_same_by_everybody():
    carriage = place_of_service(PlaceType.CARRIAGE, " g1234", DAY, part="08")
    assert carriage.name == "carriage:G1234@2024-02-26/08"
    assert place_of_service(PlaceType.FLIGHT, "CA1", DAY).name == "flight:CA1@2024-02-26"


def test_every_type_of_place_says_what_being_there_means():
    assert set(TRAITS) == set(PlaceType)
    assert all(traits.dwell_s > 0 for traits in TRAITS.values())


def test_letters_of_any_kind_are_kept():
    name = "household:一\t二\n\\三"
    record_visits(
        [a_visit(name, reference=f"r{number}\t\\N") for number in range(MANY)], source="import"
    )
    record_visit(a_visit(name), source="scan")
    assert set(Visit.objects.values_list("place", flat=True)) == {name}
    assert Visit.objects.count() == MANY + 1
