"""Reads that more than one caller needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, scope_of
from longgang.areas.api import Premises, find_desk, list_premises
from longgang.core.clock import local_day, midnight, now
from longgang.core.days import short_moment_lazy
from longgang.core.errors import Refused, Words, filled
from longgang.core.prepared import Prepared, Version
from longgang.core.privacy import mask_name
from longgang.core.remembering import remembered
from longgang.core.sealed import without_sealed
from longgang.core.statements import Given, run

from .application import Application
from .gate_rules import GateFacts, Level, Verdict, judge_pass
from .lifecycle import OPEN, PassStatus, TripStatus
from .models import Aboard, BlockEntry, Check, PassRule, RefusedScan, Trip, VehiclePass
from .models.check import Direction, Disposition
from .rules import STREET_CODE_LENGTH, old_tests_at_entry, papers_in_doubt
from .superseding import replaced_by
from .wording import NO_DESK, NO_RULE, NUMBERS_USED_UP


def find_rule(trip_kind: str, goods_class: str, *, at: datetime) -> PassRule:
    """The rule in force for this kind of trip. Raises Refused when the district has none."""
    in_force = (rule for rule in _rules_of(trip_kind, goods_class) if rule.is_in_force(at))
    rule = next(in_force, None)
    if rule is None:
        raise Refused(NO_RULE)
    return rule


def ways_of(premises: Premises) -> list[str]:
    """Which ways lead through a checkpoint, the entry first."""
    entry, out = Direction.ENTRY.value, Direction.EXIT.value
    return {"in": [entry], "out": [out]}.get(premises.direction, [entry, out])


@remembered
def _rules_of(trip_kind: str, goods_class: str) -> list[PassRule]:
    """Today's, and those that were and will be."""
    return _RULES.list(trip_kind=trip_kind, goods_class=goods_class)


_RULES = Prepared(
    lambda: PassRule.objects.filter(trip_kind=Given("trip_kind"), goods_class=Given("goods_class"))
)


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
        raise Refused(NUMBERS_USED_UP)
    return f"{settings.DISTRICT_CODE}{serial:06d}"


def running_trip(vehicle_pass: VehiclePass) -> Trip | None:
    """The trip that is expected or under way, else the latest. Expects `trips` loaded."""
    trips = sorted(vehicle_pass.trips.all(), key=lambda trip: trip.pk)
    running = [trip for trip in trips if trip.status in OPEN | {TripStatus.EXPECTED}]
    return next(reversed(running or trips), None)


def blocks_against(vehicle_pass: VehiclePass, *, day: date) -> QuerySet[BlockEntry]:
    """Entries of the blocklist in force against the vehicle, anybody aboard or who applies."""
    company = vehicle_pass.company
    return BlockEntry.objects.in_force(day).against(
        plate=vehicle_pass.plate,
        colour=vehicle_pass.plate_colour,
        people=[each.person_id for each in vehicle_pass.aboard.all()],
        credit_code=company.credit_code if company else "",
    )


def is_plate_blocked(plate: str, *, colour: str = "", day: date) -> bool:
    """Whether a vehicle is on the blocklist in force; without a colour, in any."""
    entries = BlockEntry.objects.in_force(day).filter(plate=plate, kind="vehicle")
    return (entries.filter(plate_colour=colour) if colour else entries).exists()


def gate_facts(vehicle_pass: VehiclePass, trip: Trip | None, *, day: date) -> GateFacts:
    """What the gate needs to know. Expects `aboard` and `rule` loaded; one query."""
    aboard = list(vehicle_pass.aboard.all())
    blocked = (
        BlockEntry.objects.in_force(day)
        .against(
            plate=vehicle_pass.plate,
            colour=vehicle_pass.plate_colour,
            people=[each.person_id for each in aboard],
        )
        .exists()
    )
    return _facts_of(vehicle_pass, trip, blocked=blocked)


def _facts_of(
    vehicle_pass: VehiclePass,
    trip: Trip | None,
    *,
    blocked: bool,
    samples: Sequence[datetime | None] | None = None,
) -> GateFacts:
    """What the rows themselves say."""
    if samples is None:
        samples = [each.sampled_at for each in vehicle_pass.aboard.all()]
    return GateFacts(
        status=vehicle_pass.status,
        trip_status=trip.status if trip else "",
        valid_from=vehicle_pass.valid_from,
        valid_until=vehicle_pass.valid_until,
        checkpoint_number=vehicle_pass.checkpoint_number,
        blocked=blocked,
        certificates_until=vehicle_pass.certificates_until,
        samples=tuple(samples),
        test_max_hours=vehicle_pass.rule.test_max_hours,
        needs_seal=vehicle_pass.rule.needs_seal,
        seal_number=trip.seal_number if trip else "",
    )


def who_is_aboard() -> "Prefetch[str, Any, str]":
    """For whoever counts them and asks whether they are blocked: no sealed text is opened."""
    return Prefetch("aboard", without_sealed(Aboard.objects.all()))


def pass_verdict(vehicle_pass: VehiclePass, *, now: datetime) -> Verdict:
    """What the pass's own page says at this moment."""
    facts = gate_facts(vehicle_pass, running_trip(vehicle_pass), day=local_day(now))
    return judge_pass(facts, now=now)


def is_valid_now(pass_number: str, *, now: datetime) -> bool:
    """Whether the pass counts at this moment; one that is kept no longer does not."""
    loaded = VehiclePass.objects.select_related("rule")
    passes = loaded.prefetch_related(who_is_aboard(), "trips")
    found = passes.filter(pass_number=pass_number).first()
    return found is not None and pass_verdict(found, now=now).level == Level.GREEN


def list_waiting(user: User) -> QuerySet[VehiclePass]:
    """What waits at the desks for which this person decides or hands on, longest first."""
    scope = scope_of(user, Permission.PASS_REVIEW, Permission.PASS_REASSIGN)
    at_their_desks = scope.as_q(area="desk_code", desk="desk_code")
    passes = VehiclePass.objects.visible_to(user).waiting()
    rows = passes.filter(at_their_desks).select_related("company")
    return without_sealed(rows, "company")


class ConflictKind(StrEnum):
    """What a reviewer has to know before deciding."""

    LIVE_PASS = "live_pass"  # noqa: S105 - no password
    REPLACED = "replaced"
    BLOCKED = "blocked"
    INSIDE = "inside"
    PAPERS = "papers"


def list_conflicts(vehicle_pass: VehiclePass, *, day: date) -> list[tuple[str, object]]:
    """Blocklist entries, open trips and other live passes of the plate, with those that this one
    would replace; papers in doubt. Expects vehicle, company and rule loaded; three queries.
    """
    plate, colour = vehicle_pass.plate, vehicle_pass.plate_colour
    same_plate = VehiclePass.objects.filter(plate=plate, plate_colour=colour)
    same_plate = same_plate.exclude(pk=vehicle_pass.pk)
    blocks = blocks_against(vehicle_pass, day=day)
    live: Any = same_plate.filter(status__in=[PassStatus.SUBMITTED, PassStatus.ISSUED]).annotate(
        is_replaced=Exists(replaced_by(vehicle_pass).filter(pk=OuterRef("pk")))
    )
    inside = Trip.objects.open().filter(vehicle_pass__in=same_plate).select_related("vehicle_pass")
    return [
        *((ConflictKind.BLOCKED, entry) for entry in blocks),
        *((ConflictKind.INSIDE, trip) for trip in inside),
        *((ConflictKind.PAPERS, words) for words in _papers_in_doubt(vehicle_pass)),
        *(
            (ConflictKind.REPLACED if other.is_replaced else ConflictKind.LIVE_PASS, other)
            for other in live.order_by("expected_entry_at")[:20]
        ),
    ]


def _papers_in_doubt(vehicle_pass: VehiclePass) -> list[Words]:
    vehicle, entry_at = vehicle_pass.vehicle, vehicle_pass.expected_entry_at
    samples = [(mask_name(each.name), each.sampled_at) for each in vehicle_pass.aboard.all()]
    tests = old_tests_at_entry(samples, rule=vehicle_pass.rule.facts(), entry_at=entry_at)
    if not vehicle_pass.is_hazardous:
        return tests
    return tests + papers_in_doubt(
        licence_number=vehicle.licence_number,
        licence_expires_on=vehicle.licence_expires_on,
        tank_number=vehicle.tank_number,
        tank_inspected_until=vehicle.tank_inspected_until,
        certificates_until=vehicle_pass.certificates_until,
        entry_day=local_day(entry_at),
        last_day=local_day(entry_at + timedelta(hours=vehicle_pass.rule.valid_hours)),
    )


def entry_facts(vehicle_pass: VehiclePass, trip: Trip | None, *, day: date) -> GateFacts:
    """The same for a vehicle that wants in: what became of an earlier turning back or trip.

    Expects `aboard` and `rule` loaded; one query, written by hand: it stands in every truck's way.
    """
    aboard = list(vehicle_pass.aboard.all())
    people, trip_id = [each.person_id for each in aboard], trip.pk if trip else None
    plate = vehicle_pass.plate, vehicle_pass.plate_colour
    ((blocked, turn_back, earlier_trip_open),) = run(
        _ENTRY_FACTS, [day, people, *plate, trip_id, *plate, vehicle_pass.pk]
    )
    return replace(
        _facts_of(vehicle_pass, trip, blocked=blocked),
        turn_back=turn_back or "",
        earlier_trip_open=earlier_trip_open,
    )


# As BlockEntry.in_force and .against say.
_IS_BLOCKED = """EXISTS (
    SELECT 1 FROM passes_blockentry WHERE confirmed_at IS NOT NULL AND lifted_at IS NULL
    AND ends_on >= {day} AND (person_id = ANY({people})
        OR (kind = 'vehicle' AND plate = {plate} AND plate_colour = {colour}))
)"""
_TURN_BACK = """(
    SELECT CASE WHEN overruled_at IS NOT NULL THEN '' WHEN confirmed_at IS NOT NULL
        THEN 'confirmed' ELSE 'waiting' END
    FROM passes_check WHERE trip_id = {trip} AND disposition = 'turn_back'
    AND undone_at IS NULL ORDER BY at DESC, id DESC LIMIT 1
)"""
# The passes of the plate first, however many are inside.
_IS_EARLIER_TRIP_OPEN = """EXISTS (
    SELECT 1 FROM passes_vehiclepass o, LATERAL (
        SELECT 1 FROM passes_trip WHERE vehicle_pass_id = o.id
        AND status IN ('entered', 'arrived', 'left') LIMIT 1
    ) inside
    WHERE o.plate = {plate} AND o.plate_colour = {colour} AND o.id <> {pass}
)"""
_PLACES = dict.fromkeys(("day", "people", "plate", "colour", "trip", "pass"), "%s")
_ENTRY_FACTS = f"SELECT {_IS_BLOCKED}, {_TURN_BACK}, {_IS_EARLIER_TRIP_OPEN}".format(**_PLACES)


@dataclass(frozen=True)
class Expected:
    """A trip that is expected, the `Version` in which it was read, and what the gate asks."""

    trip: Trip
    version: str
    facts: GateFacts


def find_expected(pass_number: str, *, day: date) -> Expected | None:
    """The trip that is expected on this pass, with what `entry_facts` says of it, in one query.

    Loads of the pass and its rule what an entry needs, and of who is aboard nothing.
    """
    row: Any = _EXPECTED.first(number=pass_number, day=day)
    if row is None:
        return None
    facts = replace(
        _facts_of(row.vehicle_pass, row, blocked=row.is_blocked, samples=row.samples),
        turn_back=row.turned_back or "",
        earlier_trip_open=row.is_earlier_trip_open,
    )
    return Expected(row, row.version, facts)


def _asked(sql: str, *given: Given) -> RawSQL:
    return RawSQL(sql, given)  # noqa: S611 - ours, and its values go apart from it


def _expected() -> QuerySet[Trip]:
    passes = '"passes_vehiclepass"'
    aboard = f"FROM passes_aboard a WHERE a.vehicle_pass_id = {passes}.id"
    columns = {
        "day": "%s",
        "plate": f"{passes}.plate",
        "colour": f"{passes}.plate_colour",
        "people": f"ARRAY(SELECT person_id {aboard})",
        "pass": f"{passes}.id",
        "trip": '"passes_trip".id',
    }
    return (
        Trip.objects.select_related("vehicle_pass__rule")
        .only(*NEEDED_AT_ENTRY)
        .filter(vehicle_pass__pass_number=Given("number"), status=TripStatus.EXPECTED)
        .annotate(
            version=Version(),
            samples=_asked(f"ARRAY(SELECT sampled_at {aboard} ORDER BY a.id)"),
            is_blocked=_asked(_IS_BLOCKED.format(**columns), Given("day")),
            turned_back=_asked(_TURN_BACK.format(**columns)),
            is_earlier_trip_open=_asked(_IS_EARLIER_TRIP_OPEN.format(**columns)),
        )
        .order_by()
    )


NEEDED_AT_ENTRY = [
    "number", "token", "status", "area_code", "seal_number",
    *(
        f"vehicle_pass__{name}"
        for name in (
            "status", "plate", "plate_colour", "checkpoint_number", "valid_from", "valid_until",
            "certificates_until", "area_code", "visited_company", "consignee_area",
            "consignee_phone", "consignor_phone", "rule__test_max_hours", "rule__needs_seal",
            "rule__fever_from", "rule__arrive_minutes",
        )
    ),
]  # fmt: skip
_EXPECTED = Prepared(_expected)


def entered_count(trip: Trip) -> int | None:
    """How many people came in with this trip, as counted at its entry; None without an entry."""
    counted: int | None = (
        trip.checks.filter(direction=Direction.ENTRY, undone_at=None)
        .exclude(disposition=Disposition.TURN_BACK)
        .values_list("people_count", flat=True)
        .first()
    )
    return counted if trip.entered_at else None


def list_turn_backs(user: User) -> QuerySet[Check]:
    """Turnings back that wait for a decision, within this person's posts."""
    scope = scope_of(user, Permission.CHECK_TURN_BACK)
    return (
        Check.objects.turn_backs_waiting()
        .filter(scope.as_q(area="area_code", premises="premises_number"))
        .select_related("trip__vehicle_pass", "officer")
    )


def list_own_checks(user: User, *, day: date) -> QuerySet[Check]:
    """What this officer has recorded on this day, the latest first."""
    rows = Check.objects.filter(officer=user, at__gte=midnight(day))
    return rows.select_related("trip__vehicle_pass")


def list_own_refused(user: User, *, day: date) -> QuerySet[RefusedScan]:
    """What this officer has scanned on this day and not let pass, the latest first."""
    rows = RefusedScan.objects.filter(officer=user, happened_at__gte=midnight(day))
    return without_sealed(rows)


def list_gates(user: User) -> QuerySet[Premises]:
    """The checkpoints in use where this person may record checks."""
    scope = scope_of(user, Permission.CHECK_RECORD)
    return list_premises("checkpoint").filter(scope.as_q(area="area_code", premises="number"))


def find_check(nonce: str, *, device_number: str) -> Check | None:
    """The check that a device's stop became, if it was recorded."""
    return Check.objects.filter(nonce=nonce, device_number=device_number).first()


def find_trip_by_pass_number(number: str) -> Trip | None:
    """The trip that is expected or under way, else the latest, by no more than its own row."""
    return _BY_PASS_NUMBER.first(number=number)


def _by_pass_number() -> QuerySet[Trip]:
    running = Case(When(status__in=[TripStatus.EXPECTED, *OPEN], then=Value(1)), default=Value(0))
    trips = Trip.objects.filter(vehicle_pass__pass_number=Given("number"))
    return trips.only("pk", "status").order_by(running.desc(), "-pk")[:1]


_BY_PASS_NUMBER = Prepared(_by_pass_number)


def tell_live_passes(plate: str, reader: User) -> list[Words]:
    """The passes with which this vehicle may come, of those that the reader may see."""
    rows = VehiclePass.objects.visible_to(reader).filter(
        plate=plate, status=PassStatus.ISSUED, valid_until__gt=now()
    )
    return [
        filled(
            _("Pass %(number)s, valid until %(until)s"),
            number=number,
            until=short_moment_lazy(until),
        )
        for number, until in rows.order_by("valid_until").values_list("pass_number", "valid_until")
    ]
