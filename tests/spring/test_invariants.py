"""Each of the invariants can fail: something is changed by hand, and it names whom it concerns."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from bench.support.spring import invariants, transmissions
from bench.support.spring.forecast import Forecasts
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if
from longgang.isolation.models import BedUse, Movement, Room, SiteFigures, Stay
from longgang.measures.models import HandOver, Measure, Term
from longgang.trail.api import Visit, void_visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening(spring):
    """The last moment that was lived."""
    world = spring.world
    world.day -= timedelta(days=1)
    with world.at(23, 50):
        yield world
    world.day += timedelta(days=1)


def found(evening, invariant):
    return list(invariant(evening.district))


def without(table, constraint):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


def a_guest():
    return Stay.objects.filter(status="in", measure__status="running").latest("pk")


def test_a_lived_spring_is_as_it_should_be(evening):
    assert invariants.find_wrong(evening.district) == []
    assert transmissions.find_missed(evening) == []
    assert invariants.find_breaks() == []


def test_an_owner_is_taken_away(evening):
    guest = a_guest()
    Measure.objects.filter(pk=guest.measure_id).update(held_at=None, area_code="211499")
    wrong = found(evening, invariants.each_person_is_on_one_list)
    assert [words.split(":")[0] for words in wrong] == [guest.measure.number]


def test_a_page_shows_somebody_on_two_lists(evening, monkeypatch):
    measure = Measure.objects.open().filter(held_at=None).latest("pk")
    lists = invariants._lists(evening.district)
    site = evening.district.places[0].site.number
    lists[site] |= {measure.pk}
    monkeypatch.setattr(invariants, "_lists", lambda _district: lists)
    (wrong,) = found(evening, invariants.each_person_is_on_one_list)
    assert wrong.startswith(measure.number)
    assert site in wrong


def test_a_guest_belongs_to_nobody_at_the_site(evening):
    guest = a_guest()
    Measure.objects.filter(pk=guest.measure_id).update(held_at=None)
    assert guest.number in found(evening, invariants.each_guest_belongs_to_the_site)[0]


def test_a_guest_has_lost_the_bed(evening):
    guest = a_guest()
    BedUse.objects.filter(stay=guest, until=None).update(until=F("since"))
    assert found(evening, invariants.each_guest_belongs_to_the_site) == [
        f"{guest.number}: has 0 beds"
    ]


def test_a_site_keeps_somebody_who_is_gone(evening):
    measure = Measure.objects.open().filter(held_at=None).latest("pk")
    Measure.objects.filter(pk=measure.pk).update(held_at=a_guest().site.premises)
    assert measure.number in found(evening, invariants.each_guest_belongs_to_the_site)[0]


def test_a_hand_over_lies_where_nobody_can_accept(evening):
    measure = Measure.objects.open().filter(held_at=None).latest("pk")
    area = "211499009001"
    HandOver.objects.create(
        number="JJ-X", measure=measure, from_area_code=measure.area_code, to_area_code=area,
        status="offered", offered_at=measure.opened_at, offered_by=measure.opened_by,
        community_at=measure.opened_at, street_at=measure.opened_at,
    )  # fmt: skip
    wrong = found(evening, invariants.each_hand_over_waits_for_somebody)
    assert [measure.number in words for words in wrong] == [True, True]


def test_a_bed_is_given_twice(evening):
    one, two = BedUse.objects.filter(until=None).order_by("-pk")[:2]
    without("isolation_beduse", "no_bed_is_given_twice")
    BedUse.objects.filter(pk=one.pk).update(bed=two.bed_id)
    (wrong,) = found(evening, invariants.no_bed_is_given_twice)
    assert one.stay.number in wrong
    assert two.stay.number in wrong


def test_somebody_is_under_two_measures(evening):
    one, two = Measure.objects.open().order_by("pk")[:2]
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_running_measure_per_person")
    Measure.objects.filter(pk=two.pk).update(person=one.person_id)
    assert found(evening, invariants.nobody_is_under_two_measures) == [
        f"{one.person.number}: is under 2 measures"
    ]


def test_a_measure_ends_otherwise_than_its_terms_say(evening):
    measure = Measure.objects.open().latest("pk")
    Measure.objects.filter(pk=measure.pk).update(ends_on=F("ends_on") + 1)
    assert measure.number in found(evening, invariants.each_end_is_that_of_the_last_term)[0]


def test_something_is_due_after_the_end(evening):
    measure = Measure.objects.open().filter(status="running").latest("pk")
    Measure.objects.filter(pk=measure.pk).update(ends_on=F("ends_on") - 2)
    assert measure.number in found(evening, invariants.nothing_is_due_after_the_end)[0]


@pytest.mark.parametrize("name", ["here", "rooms", "to_disinfect", "expected", "out_of_use"])
def test_a_figure_is_one_too_many(evening, name):
    figures = SiteFigures.objects.select_related("site__premises").latest("pk")
    SiteFigures.objects.filter(pk=figures.pk).update(**{name: F(name) + 1})
    wrong = found(evening, invariants.figures_are_those_of_the_rows)
    assert wrong[0].startswith(f"{figures.site}: {name} is")


def test_a_forecast_is_one_room_short(evening):
    guest = a_guest()
    figures = SiteFigures.objects.get(site=guest.site_id)
    days = {day: [people, rooms - 1] for day, (people, rooms) in figures.leaving.items()}
    SiteFigures.objects.filter(pk=figures.pk).update(leaving=days)
    wrong = found(evening, invariants.figures_are_those_of_the_rows)
    assert any(words.startswith("all sites on") for words in wrong)


def test_the_books_were_changed(evening):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE audit_event SET reason = 'x' WHERE id = (SELECT max(id) - 5 FROM audit_event)"
        )
    assert invariants.find_breaks()


# --- tracing ------------------------------------------------------------------------------------


@pytest.fixture
def infected(evening, monkeypatch):
    """One of today's, and no other; it may be changed."""
    today = [each for each in evening.transmissions if each.day == evening.day and each.is_long]
    monkeypatch.setattr(evening, "transmissions", [replace(today[0])])
    return evening.transmissions[0]


def test_a_visit_of_a_contact_is_lost(evening, infected):
    visit = Visit.objects.counting().get(person=infected.other, place_type=infected.where)
    void_visits([visit.reference], source=visit.source, by=SYSTEM, reason="x")
    (wrong,) = transmissions.find_missed(evening)
    assert str(infected.case) in wrong


def test_a_contact_is_met_for_longer_than_in_fact(evening, infected):
    infected.until -= timedelta(seconds=1)
    (wrong,) = transmissions.find_missed(evening)
    assert str(infected.case) in wrong
    infected.until = infected.since + timedelta(minutes=1)
    (wrong,) = transmissions.find_missed(evening)
    assert "too short" in wrong


# --- the forecast -------------------------------------------------------------------------------


@pytest.fixture
def forecast(evening):
    """Of this evening; what follows is not lived but written by hand."""
    forecasts = Forecasts()
    assert forecasts.begin_day() == []
    return forecasts


def names(wrong, whom):
    """Whether it is among what is wrong, against the forecast of that evening."""
    return any(whom in words for words in wrong)


def days_on(evening, days):
    return as_if(evening.moment(6) + timedelta(days=days))


def test_a_guest_goes_a_day_early_and_nobody_knows_why(evening, forecast):
    guest = Stay.objects.filter(status="in", measure__central_ends_on__gt=evening.day).latest("pk")
    with days_on(evening, 1):
        Stay.objects.filter(pk=guest.pk).update(
            status="left", going="released", left_at=evening.moment(5) + timedelta(days=1),
            left_by=guest.checked_in_by,
        )  # fmt: skip
        assert names(forecast.end_day(set()), f"stay {guest.pk} has left")
        Term.objects.create(
            measure=guest.measure, place=9, why="moved", at=evening.moment(23, 59), by_name="瑞",
            since_on=evening.day, day_one_on=evening.day, ends_on=evening.day,
            old_ends_on=evening.day, phases=[],
        )  # fmt: skip
        assert not names(forecast.end_day(set()), f"stay {guest.pk} has left")
        assert forecast.reasons["new end: moved"] == 1


def test_a_guest_stays_and_nobody_knows_why(evening, forecast):
    guest = Stay.objects.filter(status="in", measure__central_ends_on__gte=evening.day).earliest(
        "measure__central_ends_on"
    )
    last = guest.measure.central_ends_on
    with as_if(evening.moment(6) + (last + timedelta(days=1) - evening.day)):
        assert names(forecast.end_day(set()), f"stay {guest.pk} has not left")
        kept = {
            (stay, last + timedelta(days=1)) for stay in Stay.objects.values_list("pk", flat=True)
        }
        assert forecast.end_day(kept) == []


def test_a_room_is_taken_and_nobody_knows_by_whom(evening, forecast):
    free = Room.objects.free().latest("pk")
    rows = Room.objects.filter(pk=free.pk)
    rows.update(condition="out_of_use", condition_words="坏", condition_at=evening.moment(5))
    with days_on(evening, 1):
        assert names(forecast.begin_day(), f"room {free.number} is not free")
        rows.update(condition_at=evening.moment(23, 59))
        assert not names(forecast.begin_day(), f"room {free.number} is not free")


def test_a_room_is_free_and_nobody_knows_why(evening, forecast):
    guest = Stay.objects.filter(status="in", measure__central_ends_on__gt=evening.day).latest("pk")
    use = guest.uses.get(until=None)
    BedUse.objects.filter(pk=use.pk).update(until=evening.moment(23, 55))
    with days_on(evening, 1):
        assert names(forecast.begin_day(), f"room {use.bed.room.number} is free")
        Movement.objects.create(
            stay=guest, kind="moved", at=evening.moment(23, 55), by=guest.checked_in_by,
            from_bed=use.bed,
        )  # fmt: skip
        assert not names(forecast.begin_day(), f"room {use.bed.room.number} is free")


def test_a_page_forecasts_another_number(evening):
    guest = a_guest()
    figures = SiteFigures.objects.get(site=guest.site_id)
    days = {day: [people + 1, rooms] for day, (people, rooms) in figures.leaving.items()}
    SiteFigures.objects.filter(pk=figures.pk).update(leaving=days)
    assert Forecasts().begin_day()
