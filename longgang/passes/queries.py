"""Reads that more than one caller needs."""

from datetime import date, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from longgang.accounts.api import Permission, User, scope_of
from longgang.areas.api import Premises, find_desk
from longgang.core.clock import local_day
from longgang.core.errors import Refusal, Refused
from longgang.core.lifecycle import States
from longgang.people.api import Person

from .application import Application
from .lifecycle import PassStatus, TripStatus
from .models import BlockEntry, Check, PassRule, Trip, VehiclePass
from .rules import GateFacts, Verdict, judge_pass
from .wording import NO_DESK, NO_RULE

STREET_CODE_LENGTH = 9


def find_rule(trip_kind: str, goods_class: str, *, at: datetime) -> PassRule:
    """The rule in force for this kind of trip. Raises Refused when the district has none."""
    rule = (
        PassRule.objects.in_force(at).filter(trip_kind=trip_kind, goods_class=goods_class).first()
    )
    if rule is None:
        raise Refused(NO_RULE)
    return rule


def desk_for(rule: PassRule, application: Application) -> str:
    """The desk that decides: a bureau of the district, or the street of the visited party."""
    visited = application.visited_party(settings.DISTRICT_CODE)
    street = visited.area_code[:STREET_CODE_LENGTH] if visited else ""
    desk = find_desk(rule.desk_kind, street) or find_desk(rule.desk_kind, settings.DISTRICT_CODE)
    if desk is None:
        raise Refused(NO_DESK)
    return str(desk.code)


def next_pass_number() -> str:
    """The next of the district's 12-digit numbers: division code and six digits of sequence.

    Raises Refused when the six digits are used up: the notice of April 2022 foresees no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('passes_pass_number')")
        (serial,) = cursor.fetchone()
    if serial > 999_999:
        raise Refused(
            Refusal("passes.numbers_used_up", "The district's 12-digit numbers are used up.")
        )
    return f"{settings.DISTRICT_CODE}{serial:06d}"


def running_trip(vehicle_pass: VehiclePass) -> Trip | None:
    """The trip of the pass that is expected or under way, else its latest."""
    trips = sorted(vehicle_pass.trips.all(), key=lambda trip: trip.pk)
    return trips[-1] if trips else None


def blocks_against(
    *, plate: str, colour: str, people: list[Person], day: date
) -> QuerySet[BlockEntry]:
    """Entries of the blocklist in force against a vehicle or anybody aboard."""
    return BlockEntry.objects.in_force(day).filter(
        Q(plate=plate, plate_colour=colour, kind="vehicle") | Q(person__in=people)
    )


def gate_facts(vehicle_pass: VehiclePass, trip: Trip | None, *, day: date) -> GateFacts:
    """What the gate needs to know. Expects `aboard` and `rule` loaded; one query."""
    aboard = list(vehicle_pass.aboard.all())
    blocked = blocks_against(
        plate=vehicle_pass.plate,
        colour=vehicle_pass.plate_colour,
        people=[each.person for each in aboard],
        day=day,
    ).exists()
    return GateFacts(
        status=vehicle_pass.status,
        trip_status=trip.status if trip else "",
        valid_from=vehicle_pass.valid_from,
        valid_until=vehicle_pass.valid_until,
        checkpoint_number=vehicle_pass.checkpoint_number,
        blocked=blocked,
        certificates_until=vehicle_pass.certificates_until,
        samples=tuple(each.sampled_at for each in aboard),
        test_max_hours=vehicle_pass.rule.test_max_hours,
        seal_number=trip.seal_number if trip else "",
    )


def pass_verdict(vehicle_pass: VehiclePass, *, now: datetime) -> Verdict:
    """What the pass's own page says at this moment."""
    facts = gate_facts(vehicle_pass, running_trip(vehicle_pass), day=local_day(now))
    return judge_pass(facts, now=now)


class ConflictKind(States):
    """What a reviewer has to know before deciding."""

    LIVE_PASS = "live_pass", "live pass"
    BLOCKED = "blocked", "blocked"
    INSIDE = "inside", "inside"


def list_conflicts(vehicle_pass: VehiclePass, *, day: date) -> list[tuple[str, object]]:
    """Other live passes and open trips of the plate, and blocklist entries. Three queries."""
    same_plate = VehiclePass.objects.filter(
        plate=vehicle_pass.plate, plate_colour=vehicle_pass.plate_colour
    ).exclude(pk=vehicle_pass.pk)
    people = [each.person for each in vehicle_pass.aboard.all()]
    blocks = blocks_against(
        plate=vehicle_pass.plate, colour=vehicle_pass.plate_colour, people=people, day=day
    )
    live = same_plate.filter(status__in=[PassStatus.SUBMITTED, PassStatus.ISSUED])
    inside = Trip.objects.open().filter(vehicle_pass__in=same_plate).select_related("vehicle_pass")
    return [
        *((ConflictKind.BLOCKED, entry) for entry in blocks),
        *((ConflictKind.INSIDE, trip) for trip in inside),
        *((ConflictKind.LIVE_PASS, other) for other in live.order_by("expected_entry_at")[:20]),
    ]


def turn_backs_waiting(user: User) -> QuerySet[Check]:
    """Turnings back that somebody authorised still has to confirm, within this person's posts."""
    scope = scope_of(user, Permission.CHECK_TURN_BACK)
    return (
        Check.objects.filter(
            disposition="turn_back", confirmed_at=None, overruled_at=None, undone_at=None
        )
        .filter(scope.as_q(area="trip__area_code", premises="premises_number"))
        .select_related("trip__vehicle_pass", "officer")
        .order_by("at")
    )


def find_for_gate(*, token: str = "", plate: str = "", colour: str = "") -> VehiclePass | None:
    """The pass behind a scanned code, or the one that matters most for a typed plate.

    For a plate: a trip inside first, then the issued pass expected next, then the latest.
    """
    passes = VehiclePass.objects.select_related("rule", "vehicle", "company").prefetch_related(
        "aboard__person", "trips"
    )
    if token:
        return passes.filter(token=token).first()
    found = list(passes.filter(plate=plate, plate_colour=colour).order_by("-submitted_at")[:20])
    inside = [each for each in found if _is_inside(each)]
    issued = sorted(
        (each for each in found if each.status == PassStatus.ISSUED),
        key=lambda each: each.expected_entry_at,
    )
    return next(iter([*inside, *issued, *found]), None)


def _is_inside(vehicle_pass: VehiclePass) -> bool:
    trip = running_trip(vehicle_pass)
    return trip is not None and trip.status in {
        TripStatus.ENTERED,
        TripStatus.ARRIVED,
        TripStatus.LEFT,
    }


def premises_of_officer(user: User) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where somebody may check: single checkpoints, and areas with all their checkpoints."""
    scope = scope_of(user, Permission.CHECK_RECORD)
    return scope.premises, scope.areas


def may_check_at(user: User, premises: Premises) -> bool:
    """Whether this checkpoint is one of theirs."""
    numbers, areas = premises_of_officer(user)
    return premises.number in numbers or any(premises.area_code.startswith(a) for a in areas)
