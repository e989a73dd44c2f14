"""Turning a vehicle back: asked for by one person, decided by another."""

import pytest
from django.db import IntegrityError, transaction

from longgang.audit.models import Event
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.notices.models import Notice
from longgang.passes.actions.gate import confirm_turn_back, overrule_turn_back
from longgang.passes.lifecycle import PassStatus, TripStatus
from longgang.passes.models import Check, Trip
from longgang.passes.queries import list_turn_backs

from . import build
from .gate import a_turn_back, an_entry, the_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(wen, lin, district):
    return the_trip(build.an_issued_pass(wen, reviewer=lin))


@pytest.fixture
def asked(trip, hai, kai, west_exit):
    """`hai` wants it turned back; `kai` leads."""
    return a_turn_back(trip, premises=west_exit, by=hai)


def test_asking_waits_for_a_lead_who_is_told(trip, hai, kai, west_exit):
    before = list(Event.objects.values_list("pk", flat=True))
    check = a_turn_back(trip, premises=west_exit, by=hai)
    assert check.is_waiting
    assert list(list_turn_backs(kai)) == [check]
    assert Notice.objects.filter(user=kai, kind="check.turn_back_asked").count() == 1
    (event,) = Event.objects.exclude(pk__in=before)
    assert (event.kind, event.reason) == ("check.turn_back_asked", "车货不符")
    trip.refresh_from_db()
    assert trip.status == TripStatus.EXPECTED


def test_asking_needs_a_reason(trip, hai, west_exit):
    with pytest.raises(Refused) as refused:
        a_turn_back(trip, premises=west_exit, by=hai, note=" ")
    assert refused.value.code == "passes.note_missing"


def test_asking_needs_no_temperatures(trip, hai, west_exit):
    assert a_turn_back(trip, premises=west_exit, by=hai, temperatures=()).temperatures == []


def test_a_copied_code_can_be_turned_back_while_the_true_truck_is_inside(trip, hai, west_exit):
    an_entry(trip, premises=west_exit, by=hai)
    check = a_turn_back(Trip.objects.get(pk=trip.pk), premises=west_exit, by=hai)
    assert check.verdict_code == "passes.already_inside"
    trip.refresh_from_db()
    assert trip.status == TripStatus.ENTERED


@pytest.mark.usefixtures("asked")
def test_nobody_gets_in_or_asks_again_while_the_lead_decides(trip, hai, west_exit):
    with pytest.raises(Refused) as refused:
        an_entry(trip, premises=west_exit, by=hai)
    assert refused.value.code == "passes.turn_back_waiting"
    with pytest.raises(Refused) as refused:
        a_turn_back(trip, premises=west_exit, by=hai)
    assert refused.value.code == "passes.turn_back_waiting"
    assert Check.objects.count() == 1


def test_confirming_leaves_the_pass_for_another_try(asked, trip, hai, kai, west_exit):
    before = list(Event.objects.values_list("pk", flat=True))
    confirm_turn_back(asked, by=kai)
    asked.refresh_from_db()
    assert asked.confirmed_by == kai
    assert not asked.is_waiting
    assert Notice.objects.filter(user=hai, kind="check.turn_back_confirmed").exists()
    (event,) = Event.objects.exclude(pk__in=before)
    assert (event.kind, event.subject_number) == ("check.turn_back_confirmed", asked.number)
    trip.refresh_from_db()
    assert trip.vehicle_pass.status == PassStatus.ISSUED
    with pytest.raises(Refused) as refused:
        an_entry(trip, premises=west_exit, by=hai)
    assert refused.value.code == "passes.note_missing"
    again = an_entry(trip, premises=west_exit, by=hai, note="已换车货")
    assert again.verdict_code == "passes.turned_back_before"


def test_overruling_tells_the_officer_why_and_frees_the_way(asked, trip, hai, kai, west_exit):
    overrule_turn_back(asked, by=kai, reason="电话核实，货单相符")
    asked.refresh_from_db()
    assert (asked.overruled_by, asked.overruled_why) == (kai, "电话核实，货单相符")
    assert Notice.objects.filter(user=hai, kind="check.turn_back_overruled").exists()
    assert an_entry(trip, premises=west_exit, by=hai).verdict_code == "passes.valid"


def test_overruling_needs_words(asked, kai):
    with pytest.raises(Refused) as refused:
        overrule_turn_back(asked, by=kai, reason="x")
    assert refused.value.code == "passes.reason_missing"


@pytest.mark.parametrize("name", ["hai", "lin", "mei", "sam", "ada"])
def test_deciding_is_for_leads(asked, name, request):
    user = request.getfixturevalue(name)
    with pytest.raises(NotAllowed):
        confirm_turn_back(asked, by=user)
    with pytest.raises(NotAllowed):
        overrule_turn_back(asked, by=user, reason="可以")
    asked.refresh_from_db()
    assert asked.is_waiting


def test_a_lead_of_another_area_does_not_see_it(asked, staff):
    stranger = staff("远", "checkpoint_lead", area_code="110101")
    assert list(list_turn_backs(stranger)) == []
    with pytest.raises(NotAllowed):
        confirm_turn_back(asked, by=stranger)


def test_who_asked_does_not_decide(trip, kai, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=kai)
    with pytest.raises(Refused) as refused:
        confirm_turn_back(check, by=kai)
    assert refused.value.code == "core.two_people"


def test_the_database_itself_wants_two_people(trip, kai, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=kai)
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=check.pk).update(confirmed_at=now(), confirmed_by=kai)


def test_of_two_leads_one_decides(asked, kai, staff):
    other = staff("武", "checkpoint_lead")
    confirm_turn_back(Check.objects.get(pk=asked.pk), by=other)
    with pytest.raises(StaleRow) as refused:
        overrule_turn_back(asked, by=kai, reason="可以")
    assert refused.value.code == "passes.check_decided"
