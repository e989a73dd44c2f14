"""What a device at a gate tells afterwards: it has happened, so it is recorded, never refused."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.audit.api import record
from longgang.core.clock import local_day, now
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.prepared import Prepared, PreparedRows
from longgang.core.statements import Given
from longgang.core.tokens import new_number

from ..deciding import tidy_seal_number
from ..gate_rules import GateFacts, Stop, Verdict, check_entry, check_undo, judge_entry
from ..lifecycle import OPEN, PassStatus
from ..models import BlockEntry, Check, Trip, VehiclePass
from ..models.check import Direction, Disposition
from ..queries import running_trip, who_is_aboard
from . import notices
from .settling import Found, settle
from .steps import touch

TELLING = 7303  # the advisory lock under which tellings follow one another; nobody else's number
LONGEST_CODE = 500
NO_PASS = "passes.no_pass"  # noqa: S105 - a code of ours, no secret


@dataclass(frozen=True)
class Told:
    """How a stop became known: by which device, when by its clock and by ours, and what it said."""

    device_number: str
    happened_at: datetime
    seq: int | None = None
    device_at: datetime | None = None
    is_offline: bool = False
    data_age_s: int | None = None
    verdict_level: str = ""
    verdict_code: str = ""
    plate: str = ""
    plate_colour: str = ""
    code_text: str = ""
    doubts: tuple[str, ...] = ()  # of the code that was shown


@dataclass(frozen=True)
class Recorded:
    """The check, whether it was known already, and everything about its pass that does not fit."""

    check: Check
    is_new: bool = True
    found: list[Found] = field(default_factory=list)


@transaction.atomic
def record_told(
    vehicle_pass: VehiclePass | None,
    *,
    premises: Premises,
    direction: str,
    stop: Stop,
    told: Told,
    by: User,
) -> Recorded:
    """Record a stop that has happened: admitted stays admitted, with the reasons against it.

    The same nonce of the same device twice is the same stop once. The trips of the pass are brought
    to what all its stops say together. Tellings wait for one another: two of them at once could
    change what the other has read about a seal.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TELLING])
    if known := _known(stop, told):
        return Recorded(known, is_new=False)
    if vehicle_pass is not None:
        vehicle_pass = lock_with_trips(vehicle_pass)
    doubts = _doubts(vehicle_pass, premises=premises, direction=direction, stop=stop, told=told)
    check = _write(
        vehicle_pass, premises=premises, direction=direction, stop=stop, told=told, doubts=doubts,
        by=by,
    )  # fmt: skip
    found = []
    if vehicle_pass is not None and check.disposition != Disposition.TURN_BACK:
        found = settle(vehicle_pass, by=by, told=[check])
        _tell_site(check)
    elif vehicle_pass is not None:
        if check.trip is not None:
            touch(check.trip)
        notices.tell_turn_back(check, plate=vehicle_pass.plate)
    record(
        "check.told",
        check,
        by=by,
        area_code=check.area_code,
        after={
            "device": told.device_number,
            "at": check.at,
            "trip": check.trip.number if check.trip else "",
            "direction": direction,
            "disposition": check.disposition,
            "doubts": list(check.doubts),
        },
        reason=stop.note,
    )
    return Recorded(check, found=found)


def lock_with_trips(vehicle_pass: VehiclePass) -> VehiclePass:
    """The pass as it is now, held with its trips; trips first, as every check does it."""
    _TRIPS.list(vehicle_pass=vehicle_pass.pk)
    (locked,) = _LOCKED.list(vehicle_pass=vehicle_pass.pk)
    prefetch_related_objects([locked], who_is_aboard(), "trips")
    return locked


_TRIPS = PreparedRows(
    lambda: (
        Trip.objects.select_for_update()
        .filter(vehicle_pass=Given("vehicle_pass"))
        .order_by("pk")
        .values_list("pk")
    )
)
_LOCKED = Prepared(
    lambda: (
        VehiclePass.objects.select_for_update(of=("self",))
        .select_related("rule", "visited_company")
        .filter(pk=Given("vehicle_pass"))
    )
)


def _known(stop: Stop, told: Told) -> Check | None:
    """The check that this very stop has already become."""
    known = Check.objects.filter(nonce=stop.nonce).first()
    if known is not None and known.device_number != told.device_number:
        raise Refused(NONCE_OF_ANOTHER)
    return known


def _write(
    vehicle_pass: VehiclePass | None,
    *,
    premises: Premises,
    direction: str,
    stop: Stop,
    told: Told,
    doubts: tuple[str, ...],
    by: User,
) -> Check:
    turns_back = stop.disposition == Disposition.TURN_BACK and direction == Direction.ENTRY
    moment = now()
    return Check.objects.create(
        number=new_number("CY"),
        nonce=stop.nonce,
        trip=running_trip(vehicle_pass) if vehicle_pass is not None and turns_back else None,
        plate=told.plate if vehicle_pass is None else "",
        plate_colour=told.plate_colour if vehicle_pass is None else "",
        code_text=told.code_text[:LONGEST_CODE] if vehicle_pass is None else "",
        premises_number=premises.number,
        area_code=premises.area_code,
        direction=direction,
        at=min(told.happened_at, moment),
        learned_at=moment,
        officer=by,
        verdict_level=told.verdict_level,
        verdict_code=told.verdict_code,
        disposition=stop.disposition if direction == Direction.ENTRY else Disposition.LET_PASS,
        people_count=stop.people_count,
        temperatures=list(stop.temperatures),
        seal_state=stop.seal_state,
        seal_number=tidy_seal_number(stop.seal_number),
        note=stop.note or ("—" if turns_back else ""),
        escort_name=stop.escort_name,
        device_number=told.device_number,
        device_seq=told.seq,
        device_at=told.device_at,
        is_offline=told.is_offline,
        data_age_s=told.data_age_s,
        doubts=list(doubts),
    )


def _tell_site(check: Check) -> None:
    """The site hears of a vehicle on its way to it, unless that has long passed."""
    trip = check.trip
    is_on_its_way = trip is not None and trip.status in OPEN and trip.arrived_at is None
    if trip is not None and is_on_its_way and check.direction == Direction.ENTRY:
        notices.tell_site(trip)


# --- why it should not have been let pass -------------------------------------------------------


def _doubts(
    vehicle_pass: VehiclePass | None, *, premises: Premises, direction: str, stop: Stop, told: Told
) -> tuple[str, ...]:
    """The codes of everything that spoke against it at the moment when it happened.

    Judged by what was so then, not by what has become of it since: a pass revoked an hour later was
    good. Whether it was used twice is not asked here; its stops tell that together.
    """
    against = list(told.doubts)
    if vehicle_pass is None:
        against.append(NO_PASS)
    elif direction == Direction.ENTRY and stop.disposition != Disposition.TURN_BACK:
        verdict = judge_entry(
            facts_at(vehicle_pass, told.happened_at),
            premises_number=premises.number,
            now=told.happened_at,
            today=local_day(told.happened_at),
        )
        against += _against(verdict, vehicle_pass, stop)
    return tuple(dict.fromkeys(against))


def _against(verdict: Verdict, vehicle_pass: VehiclePass, stop: Stop) -> list[str]:
    """The verdict if it says no; else what the officer should have done and did not."""
    if not verdict.may_pass:
        return [verdict.code]
    refusals = check_entry(
        stop,
        verdict=verdict,
        announced=len(vehicle_pass.aboard.all()),
        fever_from=float(vehicle_pass.rule.fever_from),
        needs_seal=vehicle_pass.rule.needs_seal,
    )
    codes = [refusal.code for refusal in refusals]
    if "passes.note_missing" in codes:
        codes = [*(sorted(verdict.codes - {"passes.valid", "passes.test_old"})), *codes]
    return codes


def facts_at(vehicle_pass: VehiclePass, moment: datetime) -> GateFacts:
    """What held for a pass at a moment of the past. Expects `aboard` loaded; two queries."""
    aboard = list(vehicle_pass.aboard.all())
    return GateFacts(
        status=_status_at(vehicle_pass, moment),
        trip_status="",
        valid_from=vehicle_pass.valid_from,
        valid_until=vehicle_pass.valid_until,
        checkpoint_number=vehicle_pass.checkpoint_number,
        blocked=BlockEntry.objects.in_force_at(moment)
        .against(
            plate=vehicle_pass.plate,
            colour=vehicle_pass.plate_colour,
            people=[each.person_id for each in aboard],
        )
        .exists(),
        certificates_until=vehicle_pass.certificates_until,
        samples=tuple(each.sampled_at for each in aboard),
        test_max_hours=vehicle_pass.rule.test_max_hours,
        needs_seal=vehicle_pass.rule.needs_seal,
    )


def _status_at(vehicle_pass: VehiclePass, moment: datetime) -> str:
    """Used and expired are what its trips and the clock say; taken back counts from that moment."""
    if not vehicle_pass.pass_number:
        return str(vehicle_pass.status)
    if vehicle_pass.status in {PassStatus.REVOKED, PassStatus.SUPERSEDED}:
        verb = {PassStatus.REVOKED: "revoke"}.get(PassStatus(vehicle_pass.status), "supersede")
        step = vehicle_pass.steps.filter(verb=verb).order_by("at").first()
        if step is None or step.at <= moment:
            return str(vehicle_pass.status)
    return str(PassStatus.ISSUED)


# --- photos, and taking back ---------------------------------------------------------------------


def attach_photo(nonce: str, *, device_number: str, content: bytes) -> bool:
    """Put a photo that arrived by itself to its check; False while there is no such check.

    Part of what was recorded with the check: the check's event stands for it.
    """
    check = Check.objects.filter(nonce=nonce, device_number=device_number).first()
    if check is None:
        return False
    if not check.photo:
        check.photo.save(f"{check.number}.jpg", ContentFile(content), save=False)
        Check.objects.filter(pk=check.pk).update(photo=check.photo.name)
    return True


@transaction.atomic
def undo_told(check: Check, *, at: datetime, by: User, reason: str) -> None:
    """Take back a stop as it was taken back on the device, within ten minutes of it; once.

    What the trips are follows from the stops that are left. Refused when the site has confirmed an
    arrival meanwhile, or when it was later than that.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TELLING])
    if check.undone_at is not None:
        return
    refuse_if(check_undo(at=check.at, now=at, officer_id=by.pk, by_id=by.pk))
    vehicle_pass = None if check.trip is None else lock_with_trips(check.trip.vehicle_pass)
    undone = Check.objects.filter(
        pk=check.pk, undone_at=None, confirmed_at=None, overruled_at=None
    ).update(undone_at=max(at, check.at), undone_by=by, undone_why=reason[:300] or "—")
    if not undone:
        raise Refused(_DECIDED_ALREADY)
    record("check.undone", check, by=by, area_code=check.area_code, reason=reason)
    if vehicle_pass is not None and check.disposition != Disposition.TURN_BACK:
        settle(vehicle_pass, by=by)


_DECIDED_ALREADY = Refusal(
    "passes.check_decided",
    _("This check was already undone or decided upon."),
    _("Look at how it stands now."),
)
NONCE_OF_ANOTHER = Refusal(
    "passes.nonce_of_another",
    _("Another device, or the web page, has used this number for a stop of its own."),
    _("Scan the vehicle again."),
)
