"""The demo at whatever hour it is opened: nothing is refused, something of every kind happens."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.utils.timezone import make_aware

from longgang.accounts.api import User
from longgang.arrivals.api import Declaration
from longgang.checkpoints.models import Conflict, Device
from longgang.core.clock import as_if, local_day, now
from longgang.demo import making
from longgang.demo.care import CASES
from longgang.demo.cast import find_account
from longgang.demo.guests import CAME
from longgang.demo.making import MARK
from longgang.demo.returns import COMINGS
from longgang.demo.story import Size
from longgang.measures.api import Measure, MeasureStatus, Who
from longgang.measures.models import Moving
from longgang.measures.queries import local_now
from longgang.measures.standing import with_open_duty
from longgang.notices.models import Delivery
from longgang.passes.models import Check, RefusedScan, Trip, VehiclePass

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int) -> datetime:
    """Of yesterday: what the story plans after it is not yet to come."""
    return make_aware(datetime.combine(local_day(now()) - timedelta(days=1), time(hour, minute)))


def make(moment: datetime, *, days: int = 0, trips: int = 14) -> None:
    told: list[str] = []
    size = Size(days=days, trips_a_day=trips, vehicles=106)
    made = making.make_demo(size, moment, together=False, tell=told.append)
    assert made.refused == []
    lived = [f"{local_day(moment) - timedelta(days=ago)}" for ago in range(days + 2, -1, -1)]
    assert [line.split(" · ")[0] for line in told] == lived
    assert told[0].endswith("· 0%")
    assert not making.is_unfinished()


def look_at_trips(moment: datetime) -> None:
    waiting = VehiclePass.objects.waiting()
    assert {row.desk_code for row in waiting} >= {
        "211403-industry",
        "211403-transport",
        "211403-commerce",
        "211403005-street",
    }
    over = [row for row in waiting if row.due_at < moment]
    assert 1 <= len(over) <= 4
    assert {"entered", "arrived", "left"} <= set(Trip.objects.values_list("status", flat=True))
    assert 2 <= Trip.objects.overdue(moment).count() <= 5
    assert Check.objects.turn_backs_waiting().count() == 1
    assert {"passes.not_ours", "passes.no_pass_for_plate", "passes.blocklisted"} <= set(
        RefusedScan.objects.values_list("verdict_code", flat=True)
    )
    assert Device.objects.get().last_seen_at == moment - timedelta(minutes=1)
    assert set(Conflict.objects.values_list("status", flat=True)) == {"open", "resolved"}
    matters = Conflict.objects.visible_to(find_account("duty")).open()
    assert {each.kind for each in matters} == {"unknown_pass", "seal_broken"}
    assert all(each.due_at > moment for each in matters)
    sealed = Check.objects.filter(direction="entry").exclude(seal_number="")
    assert not sealed.filter(trip__vehicle_pass__trip_kind="private").exists()
    assert sealed.filter(trip__vehicle_pass__trip_kind="freight").count() >= 5
    told = RefusedScan.objects.exclude(device_number="").get()
    assert told.verdict_code == "passes.no_pass_for_plate"
    assert {"returned", "refused", "revoked", "superseded", "issued"} <= set(
        VehiclePass.objects.values_list("status", flat=True)
    )
    assert Check.objects.exclude(photo="").exists() or connection.in_atomic_block


def look_at_who_comes() -> None:
    found = Declaration.objects.values_list("status", flat=True)
    assert len(found) == len(COMINGS) + sum(each.with_family for each in COMINGS)
    assert set(found) == {
        "declared", "claimed", "unreachable", "handed", "verified", "not_coming", "withdrawn",
    }  # fmt: skip
    assert Declaration.objects.exclude(raised_at=None).exists(), "the street was told"
    kinds = set(Declaration.objects.values_list("who", flat=True))
    assert {"", "high_risk", "middle_risk", "low_risk", "overseas", "close_contact"} <= kinds
    assert Declaration.objects.filter(measure__isnull=False).count() >= 4


def test_shortly_after_midnight_the_days_before_are_whole():
    moment = at(0, 30)
    make(moment, days=1)
    look_at_trips(moment)
    look_at_who_comes()
    yesterday = local_day(moment) - timedelta(days=1)
    trips = VehiclePass.objects.filter(expected_entry_at__date=yesterday, is_hazardous=True)
    assert trips.count() == 2
    assert len({row.expected_entry_at.astimezone().hour for row in trips}) == 2
    assert not is_somebody_late(moment)


@pytest.mark.django_db(transaction=True)
def test_in_the_morning_the_same_moment_gives_the_same_demo(in_the_demo):
    moment = at(10, 30)
    make(moment)
    look_at_trips(moment)
    look_at_who_comes()
    first = content()
    written = Delivery.objects.order_by("id").values_list("status", "created_at", "sent_at")
    assert written
    assert all(status == "sent" and sent == made for status, made, sent in written)
    connection.cursor().execute(f"CREATE TABLE {MARK} ()")
    making.begin_anew()
    assert not User.objects.exists()
    make(moment)
    assert content() == first


def content() -> list[tuple[object, ...]]:
    columns = ("plate", "status", "desk_code", "goods_name", "goods_quantity", "expected_entry_at")
    return sorted(VehiclePass.objects.values_list(*columns), key=str)


def test_shortly_before_midnight_there_is_work_and_measures_of_every_kind_are_in_every_state():
    """The longest of them lasts from five days ago."""
    moment = at(23, 40)
    make(moment, days=5, trips=3)
    look_at_trips(moment)
    look_at_who_comes()
    assert Measure.objects.filter(declarations=None).count() == len(CASES) + len(CAME)
    assert set(Measure.objects.values_list("status", flat=True)) == set(MeasureStatus.values)
    assert set(Measure.objects.values_list("who", flat=True)) == set(Who.values) - {Who.OTHER}
    proposal = Moving.objects.get(status="proposed")
    changes = [line.change.days for line in proposal.lines.all()]
    assert max(changes) == -2, "who has missed tests has days on top, which end with the older rule"
    with as_if(moment):
        assert Measure.objects.over(local_day(moment)).exists()
    assert is_somebody_late(moment)


def is_somebody_late(moment: datetime) -> bool:
    with as_if(moment):
        return with_open_duty(Measure.objects.all(), now=local_now(), is_overdue=True).exists()
