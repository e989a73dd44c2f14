"""What an officer does: check a vehicle in or out, propose to turn it back, undo."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.audit.api import record
from longgang.core.clock import local_day, now
from longgang.core.errors import Refusal, Refused, refuse_all, refuse_if
from longgang.core.tokens import new_number

from ..lifecycle import PASS, TRIP, PassStatus, TripStatus
from ..models import Check, Trip, VehiclePass
from ..models.check import Direction, Disposition, SealState
from ..permissions import check_may_check, check_may_turn_back
from ..queries import gate_facts
from ..rules import (
    Verdict,
    check_temperatures,
    check_two_people,
    check_undo,
    has_fever,
    judge_entry,
    judge_exit,
)
from . import notices
from .reviews import expect_trip


@dataclass(frozen=True)
class Stop:
    """What the officer saw and did. `photo` is a re-encoded JPEG; `nonce` names this one stop."""

    nonce: str
    disposition: str
    people_count: int
    temperatures: tuple[float, ...] = ()
    seal_number: str = ""
    seal_state: str = SealState.NONE
    note: str = ""
    escort_name: str = ""
    photo: bytes = b""


@transaction.atomic
def record_entry(
    trip: Trip, *, premises: Premises, stop: Stop, by: User
) -> Check:
    """Let a vehicle in (or ask to turn it back), seal it, start the clock of its way to the site.

    The same nonce twice is the same stop once. Of two officers with the same code one wins; the
    other is told. Raises Refused when the verdict of this moment does not allow it.
    """
    check_may_check(by, premises)
    if known := Check.objects.filter(nonce=stop.nonce).first():
        return known
    moment = now()
    trip = _locked(trip)
    vehicle_pass = trip.vehicle_pass
    day = local_day(moment)
    verdict = judge_entry(
        gate_facts(vehicle_pass, trip, day=day),
        premises_number=premises.number,
        now=moment,
        today=day,
    )
    _check_stop(stop, vehicle_pass=vehicle_pass, verdict=verdict)
    check = _write_check(
        trip, premises=premises, stop=stop, verdict=verdict, direction=Direction.ENTRY, by=by
    )
    if stop.disposition == Disposition.TURN_BACK:
        record("check.turn_back_asked", check, by=by, area_code=trip.area_code, reason=stop.note)
        notices.tell_turn_back(check, area_code=premises.area_code, plate=vehicle_pass.plate)
        return check
    limit = moment + timedelta(minutes=vehicle_pass.rule.arrive_minutes)
    try:
        with transaction.atomic():
            TRIP.move(
                trip,
                "enter",
                entered_at=moment,
                entered_through=premises.number,
                due_at=limit,
                seal_number=stop.seal_number if stop.seal_state == SealState.APPLIED else "",
            )
    except IntegrityError as error:
        raise Refused(_seal_in_use(stop.seal_number)) from error
    record(
        "trip.entered",
        trip,
        by=by,
        area_code=trip.area_code,
        after={
            "check": check.number,
            "premises": premises.number,
            "disposition": stop.disposition,
            "seal_number": trip.seal_number,
        },
        reason=stop.note,
    )
    notices.tell_site(trip)
    return check


@transaction.atomic
def record_exit(trip: Trip, *, premises: Premises, stop: Stop, by: User) -> Check:
    """Let a vehicle out, with the seal looked at; the loop closes.

    A broken seal needs an explanation, and is never a reason to hold the truck. A one-trip pass is
    used now; a longer one expects its next trip.
    """
    check_may_check(by, premises)
    if known := Check.objects.filter(nonce=stop.nonce).first():
        return known
    moment = now()
    trip = _locked(trip)
    vehicle_pass = trip.vehicle_pass
    verdict = judge_exit(gate_facts(vehicle_pass, trip, day=local_day(moment)))
    refuse_if(_seal_unexplained(stop, trip))
    TRIP.check("close", trip.status)
    check = _write_check(
        trip, premises=premises, stop=stop, verdict=verdict, direction=Direction.EXIT, by=by
    )
    TRIP.move(
        trip,
        "close",
        closed_at=moment,
        closed_through=premises.number,
        left_at=trip.left_at or moment,
        due_at=None,
        seal_broken_why=stop.note if stop.seal_state == SealState.BROKEN else "",
    )
    record(
        "trip.closed",
        trip,
        by=by,
        area_code=trip.area_code,
        after={"check": check.number, "premises": premises.number, "seal_state": stop.seal_state},
        reason=stop.note,
    )
    _end_pass_or_expect_next(vehicle_pass, by=by)
    return check


@transaction.atomic
def undo_check(check: Check, *, by: User, reason: str) -> None:
    """Take back one's own check within ten minutes; the trip stands where it stood."""
    moment = now()
    refuse_all(
        [
            check_undo(at=check.at, now=moment, officer_id=check.officer_id, by_id=by.pk),
            None if reason.strip() else _UNDO_WHY,
        ]
    )
    undone = Check.objects.filter(pk=check.pk, undone_at=None, confirmed_at=None).update(
        undone_at=moment, undone_by=by, undone_why=reason
    )
    if not undone:
        raise Refused(_UNDONE_ALREADY)
    if check.trip is not None and check.disposition != Disposition.TURN_BACK:
        _put_trip_back(_locked(check.trip), direction=check.direction)
    record("check.undone", check, by=by, area_code=_area_of(check), reason=reason)


@transaction.atomic
def confirm_turn_back(check: Check, *, premises: Premises, by: User) -> None:
    """Agree that a vehicle is turned back. Its pass stays, so that it can come again, put right."""
    _decide_turn_back(check, premises=premises, verb="confirmed", by=by, reason="")


@transaction.atomic
def overrule_turn_back(check: Check, *, premises: Premises, by: User, reason: str) -> None:
    """Decide that a vehicle is not turned back; the officer checks it in instead."""
    refuse_if(None if reason.strip() else _OVERRULE_WHY)
    _decide_turn_back(check, premises=premises, verb="overruled", by=by, reason=reason)


def _decide_turn_back(
    check: Check, *, premises: Premises, verb: str, by: User, reason: str
) -> None:
    check_may_turn_back(by, premises)
    refuse_if(check_two_people(check.officer_id, by.pk))
    waiting = Check.objects.filter(
        pk=check.pk,
        disposition=Disposition.TURN_BACK,
        confirmed_at=None,
        overruled_at=None,
        undone_at=None,
    )
    if not waiting.update(**{f"{verb}_at": now(), f"{verb}_by": by}):
        raise Refused(_DECIDED_ALREADY)
    record(
        f"check.turn_back_{verb}", check, by=by, area_code=_area_of(check), reason=reason
    )


def _locked(trip: Trip) -> Trip:
    """The trip as it is now, with its pass, held until the end of the deed."""
    return (
        Trip.objects.select_for_update(of=("self",))
        .select_related("vehicle_pass__rule", "vehicle_pass__visited_company")
        .prefetch_related("vehicle_pass__aboard__person")
        .get(pk=trip.pk)
    )


def _check_stop(stop: Stop, *, vehicle_pass: VehiclePass, verdict: Verdict) -> None:
    """Raise Refused unless what the officer wants to do fits what the moment allows."""
    turning_back = stop.disposition == Disposition.TURN_BACK
    fever = has_fever(stop.temperatures, fever_from=float(vehicle_pass.rule.fever_from))
    refuse_all(
        [
            None
            if verdict.may_pass or turning_back
            else Refusal(verdict.code, str(verdict.words), str(verdict.advice)),
            *check_temperatures(stop.temperatures, people_count=stop.people_count),
            _people_differ(stop, vehicle_pass),
            _FEVER if fever and stop.disposition == Disposition.LET_PASS else None,
            _TEST_FIRST
            if verdict.code == "passes.test_old" and stop.disposition == Disposition.LET_PASS
            else None,
            _NOTE_MISSING if _needs_note(stop, verdict) and not stop.note.strip() else None,
            _SEAL_MISSING
            if not turning_back
            and stop.seal_state == SealState.APPLIED
            and not stop.seal_number.strip()
            else None,
            _ESCORT_MISSING
            if stop.disposition == Disposition.ESCORT and not stop.escort_name.strip()
            else None,
        ]
    )


def _needs_note(stop: Stop, verdict: Verdict) -> bool:
    return stop.disposition == Disposition.TURN_BACK or verdict.code == "passes.other_checkpoint"


def _people_differ(stop: Stop, vehicle_pass: VehiclePass) -> Refusal | None:
    """More people than announced need a note; fewer are welcome."""
    announced = len(vehicle_pass.aboard.all())
    if stop.people_count <= announced or stop.note.strip():
        return None
    return Refusal(
        "passes.more_people",
        _("%(count)s people aboard, %(announced)s announced.")
        % {"count": stop.people_count, "announced": announced},
        _("Write in the note who the others are, or turn the vehicle back."),
        field="note",
    )


def _write_check(
    trip: Trip, *, premises: Premises, stop: Stop, verdict: Verdict, direction: str, by: User
) -> Check:
    check = Check(
        number=new_number("CY"),
        nonce=stop.nonce,
        trip=trip,
        premises_number=premises.number,
        direction=direction,
        at=now(),
        officer=by,
        verdict_level=verdict.level,
        verdict_code=verdict.code,
        disposition=stop.disposition,
        people_count=stop.people_count,
        temperatures=list(stop.temperatures),
        seal_state=stop.seal_state,
        seal_number=stop.seal_number,
        note=stop.note,
        escort_name=stop.escort_name,
    )
    if stop.photo:
        check.photo.save(f"{check.number}.jpg", ContentFile(stop.photo), save=False)
    check.save(force_insert=True)
    return check


def _end_pass_or_expect_next(vehicle_pass: VehiclePass, *, by: User) -> None:
    """After the exit: one trip is one trip; a longer pass waits for the vehicle to come again."""
    if vehicle_pass.status != PassStatus.ISSUED:
        return  # revoked while the truck was inside: nothing is left to use
    if vehicle_pass.one_trip:
        PASS.move(vehicle_pass, "use")
        record("pass.used", vehicle_pass, by=by, area_code=vehicle_pass.area_code)
    else:
        expect_trip(vehicle_pass)


def _put_trip_back(trip: Trip, *, direction: str) -> None:
    vehicle_pass = trip.vehicle_pass
    if direction == Direction.ENTRY:
        TRIP.move(
            trip, "undo_entry", entered_at=None, entered_through="", due_at=None, seal_number=""
        )
        return
    _withdraw_next_trip(vehicle_pass)
    limit = now() + timedelta(minutes=vehicle_pass.rule.exit_minutes)
    TRIP.move(
        trip, "undo_exit", closed_at=None, closed_through="", due_at=limit, seal_broken_why=""
    )
    if vehicle_pass.status == PassStatus.USED:
        PASS.move(vehicle_pass, "reopen")


def _withdraw_next_trip(vehicle_pass: VehiclePass) -> None:
    """The next trip of a longer pass was expected only because this one seemed closed."""
    for following in vehicle_pass.trips.filter(status=TripStatus.EXPECTED):
        TRIP.move(following, "cancel")


def _seal_unexplained(stop: Stop, trip: Trip) -> Refusal | None:
    if trip.seal_number and stop.seal_state not in {SealState.INTACT, SealState.BROKEN}:
        return Refusal(
            "passes.seal_not_looked_at",
            _("Seal %(number)s was put on at the entry; say whether it is intact.")
            % {"number": trip.seal_number},
            field="seal_state",
        )
    if stop.seal_state == SealState.BROKEN and not stop.note.strip():
        return Refusal(
            "passes.seal_broken_why",
            _("The seal is broken, and nobody has said why."),
            _("Ask the driver and write the answer down."),
            field="note",
        )
    return None


def _seal_in_use(number: str) -> Refusal:
    other = (
        Trip.objects.open()
        .filter(seal_number=number)
        .values_list("vehicle_pass__plate", flat=True)
        .first()
    )
    return Refusal(
        "passes.seal_in_use",
        _("Seal %(number)s is on another vehicle (%(plate)s).")
        % {"number": number, "plate": other or "?"},
        _("Read the number again, or take another seal."),
        field="seal_number",
    )


def _area_of(check: Check) -> str:
    return check.trip.area_code if check.trip else ""


_FEVER = Refusal(
    "passes.fever",
    _("Somebody aboard has a temperature."),
    _("Choose test and let pass, escort, or turn back; do not simply let pass."),
    field="disposition",
)
_TEST_FIRST = Refusal(
    "passes.test_first",
    _("The test is too old to simply let pass."),
    _("Choose test and let pass: take the sample here, and let go at once."),
    field="disposition",
)
_NOTE_MISSING = Refusal(
    "passes.note_missing",
    _("A note is needed here."),
    _("Say in a few words why."),
    field="note",
)
_SEAL_MISSING = Refusal(
    "passes.seal_missing",
    _("The number of the seal is missing."),
    _("Type the number printed on it."),
    field="seal_number",
)
_ESCORT_MISSING = Refusal(
    "passes.escort_missing",
    _("Nobody is named who escorts the vehicle."),
    _("Write the name of the person who takes it to the site."),
    field="escort_name",
)
_UNDO_WHY = Refusal(
    "passes.undo_why", _("The reason is missing."), _("Say in a few words why."), field="reason"
)
_OVERRULE_WHY = Refusal(
    "passes.overrule_why", _("The reason is missing."), _("Say in a few words why."), field="reason"
)
_UNDONE_ALREADY = Refusal(
    "passes.undone_already", _("This check was already undone or decided upon.")
)
_DECIDED_ALREADY = Refusal(
    "passes.turn_back_decided",
    _("Somebody else has already decided about this turning back."),
    _("Reload the list."),
)
