"""What an officer does: check a vehicle in or out, propose to turn it back, undo."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.audit.api import record
from longgang.core.clock import local_day, now
from longgang.core.errors import (
    Refusal,
    Refused,
    StaleRow,
    check_two_people,
    refuse_all,
    refuse_if,
)
from longgang.core.prepared import Prepared, hold, insert
from longgang.core.sealed import without_sealed
from longgang.core.statements import Given
from longgang.notices.api import mark_dealt_with

from ..deciding import tidy_seal_number
from ..gate_rules import (
    DECIDED_ALREADY,
    Stop,
    Verdict,
    check_entry,
    check_exit,
    check_undo,
    judge_entry,
    judge_exit,
)
from ..gate_wording import entered_words, left_words
from ..lifecycle import OPEN, PASS, TRIP, PassStatus, TripStatus
from ..loops import FROM_THE_PAGE, FromDevice
from ..models import Aboard, Check, Trip, VehiclePass
from ..models.check import Direction, Disposition, SealState
from ..permissions import check_may_check, check_may_turn_back, check_may_undo
from ..queries import entered_count, entry_facts, gate_facts
from ..rules import check_reason
from . import notices
from .settling import settle, standing_checks
from .steps import (
    cancel_expected_trip,
    entered,
    expect_trip,
    facts_of_entry,
    make_check,
    touch,
)


def record_entry(
    trip: Trip, *, premises: Premises, stop: Stop, by: User, source: FromDevice = FROM_THE_PAGE
) -> Check:
    """Let a vehicle in (or ask to turn it back), seal it, start the clock of its way to the site.

    The same nonce twice is the same stop once. Of two officers with the same code one wins; the
    other is told who it was, where and when. Raises Refused when the verdict of this moment does
    not allow what the officer wants.
    """
    check_may_check(by, premises)
    with _once(stop, trip=trip, direction=Direction.ENTRY, by=by) as known:
        known.check = _record_entry(
            _locked(trip), premises=premises, stop=stop, by=by, source=source
        )
    return known.the_check


def _record_entry(
    trip: Trip, *, premises: Premises, stop: Stop, by: User, source: FromDevice
) -> Check:
    moment = now()
    vehicle_pass = trip.vehicle_pass
    verdict = _judge_entry(trip, premises=premises, moment=moment)
    if verdict.code == "passes.already_inside" and stop.disposition != Disposition.TURN_BACK:
        raise StaleRow(Refusal(verdict.code, entered_words(trip), verdict.advice))
    refuse_all(
        check_entry(
            stop,
            verdict=verdict,
            announced=len(vehicle_pass.aboard.all()),
            fever_from=float(vehicle_pass.rule.fever_from),
            needs_seal=vehicle_pass.rule.needs_seal,
        )
    )
    if stop.disposition == Disposition.TURN_BACK:
        return _ask_to_turn_back(
            trip, premises=premises, stop=stop, verdict=verdict, by=by, source=source
        )
    TRIP.move(trip, "enter", **entered(trip, premises=premises, stop=stop, moment=moment))
    check = _write_check(
        trip, premises=premises, stop=stop, verdict=verdict, direction=Direction.ENTRY, by=by,
        source=source,
    )  # fmt: skip
    record("trip.entered", **facts_of_entry(trip, check, by=by))
    notices.tell_site(trip)
    return check


def record_exit(
    trip: Trip, *, premises: Premises, stop: Stop, by: User, source: FromDevice = FROM_THE_PAGE
) -> Check:
    """Let a vehicle out, with the seal looked at; the loop closes.

    Neither a broken seal nor a missing entry holds the truck: each needs a note, and the duty
    officer looks into it. A one-trip pass is used now; a longer one expects its next trip.
    `left_at` stays what the site said, so that an undone exit finds the truck where it was.
    """
    check_may_check(by, premises)
    with _once(stop, trip=trip, direction=Direction.EXIT, by=by) as known:
        known.check = _record_exit(
            _locked(trip), premises=premises, stop=stop, by=by, source=source
        )
    return known.the_check


def _record_exit(
    trip: Trip, *, premises: Premises, stop: Stop, by: User, source: FromDevice
) -> Check:
    moment = now()
    vehicle_pass = trip.vehicle_pass
    verdict = judge_exit(gate_facts(vehicle_pass, trip, day=local_day(moment)))
    if trip.status == TripStatus.CLOSED:
        raise StaleRow(Refusal(verdict.code, left_words(trip), verdict.advice))
    verb = "let_out" if trip.status == TripStatus.EXPECTED else "close"
    TRIP.check(verb, trip.status)
    refuse_all(
        check_exit(
            stop,
            verdict=verdict,
            seal_number=trip.seal_number,
            entered_count=entered_count(trip),
        )
    )
    notices.mark_gone_on(trip)
    TRIP.move(
        trip,
        verb,
        closed_at=moment,
        closed_through=premises.number,
        due_at=None,
        seal_broken_why=stop.note if stop.seal_state == SealState.BROKEN else "",
    )
    check = _write_check(
        trip, premises=premises, stop=stop, verdict=verdict, direction=Direction.EXIT, by=by,
        source=source,
    )  # fmt: skip
    record(
        TRIP.moves[verb].event,
        trip,
        by=by,
        area_code=trip.area_code,
        after={"check": check.number, "premises": premises.number, "seal_state": stop.seal_state},
        reason=stop.note,
    )
    _end_pass_or_expect_next(vehicle_pass, moment=moment, by=by)
    return check


@transaction.atomic
def undo_check(check: Check, *, by: User, reason: str) -> None:
    """Take back one's own check within ten minutes; the trip stands where it stood.

    Refused when the trip has gone on since, or when its seal is on another vehicle by now.
    """
    check_may_undo(by)
    moment = now()
    refuse_if(
        check_undo(at=check.at, now=moment, officer_id=check.officer_id, by_id=by.pk),
        check_reason(reason),
    )
    trip = None if check.trip is None else _locked(check.trip)
    undone = Check.objects.filter(
        pk=check.pk, undone_at=None, confirmed_at=None, overruled_at=None
    ).update(undone_at=moment, undone_by=by, undone_why=reason)
    if not undone:
        raise StaleRow(DECIDED_ALREADY)
    if trip is None or check.disposition == Disposition.TURN_BACK:
        mark_dealt_with(check)
        record("check.undone", check, by=by, area_code=check.area_code, reason=reason)
        return
    beside = [each for each in standing_checks(trip.vehicle_pass) if each.trip_id == trip.pk]
    if any(each.direction == check.direction for each in beside):
        # Others stand beside it, told by devices: what the trips are follows from all of them.
        record("check.undone", check, by=by, area_code=check.area_code, reason=reason)
        settle(trip.vehicle_pass, by=by)
        return
    verb = _put_trip_back(trip, direction=check.direction, by=by)
    record(
        TRIP.moves[verb].event,
        trip,
        by=by,
        area_code=trip.area_code,
        after={"check": check.number},
        reason=reason,
    )


@transaction.atomic
def confirm_turn_back(check: Check, *, by: User) -> None:
    """Agree that a vehicle is turned back. Its pass stays, so that it can come again, put right."""
    _decide_turn_back(check, verb="confirmed", by=by)


@transaction.atomic
def overrule_turn_back(check: Check, *, by: User, reason: str) -> None:
    """Decide that a vehicle is not turned back; the officer reads why and checks it in instead."""
    check_may_turn_back(by, check)
    refuse_if(check_reason(reason))
    _decide_turn_back(check, verb="overruled", by=by, reason=reason, overruled_why=reason)


def _decide_turn_back(
    check: Check, *, verb: str, by: User, reason: str = "", **changes: str
) -> None:
    check_may_turn_back(by, check)
    refuse_if(check_two_people(check.officer_id, by.pk))
    moment = now()
    decided = (
        Check.objects.turn_backs_waiting()
        .filter(pk=check.pk)
        .update(**{f"{verb}_at": moment, f"{verb}_by": by}, **changes)
    )
    if not decided:
        raise StaleRow(DECIDED_ALREADY)
    record(f"check.turn_back_{verb}", check, by=by, area_code=check.area_code, reason=reason)
    notices.tell_turn_back_decided(check, verb, words=reason)


# Sealed texts that no check reads: opening them costs more than the check itself.
NOT_FOR_A_CHECK = [
    f"vehicle_pass__{name}"
    for name in (
        "consignor_address", "consignor_contact", "consignee_address", "consignee_contact",
        "emergency_phone", "signature",
    )
]  # fmt: skip


def _locked(trip: Trip) -> Trip:
    """The trip as it is now, with its pass, held until the end of the deed."""
    locked = _LOCKED.first(trip=trip.pk)
    assert locked is not None, "trips are kept"
    hold(locked.vehicle_pass, "aboard", _ABOARD.list(vehicle_pass=locked.vehicle_pass_id))
    return locked


_LOCKED = Prepared(
    lambda: (
        Trip.objects.select_for_update(of=("self",))
        .select_related("vehicle_pass__rule")
        .defer(*NOT_FOR_A_CHECK)
        .filter(pk=Given("trip"))
        .order_by()
    )
)
_ABOARD = Prepared(
    lambda: without_sealed(Aboard.objects.filter(vehicle_pass=Given("vehicle_pass")))
)


@dataclass
class _Known:
    """The check that a form has made, now or before."""

    check: Check | None = None

    @property
    def the_check(self) -> Check:
        assert self.check is not None, "a deed that is not refused makes its check"
        return self.check


@contextmanager
def _once(stop: Stop, *, trip: Trip, direction: str, by: User) -> Iterator[_Known]:
    """One transaction for one stop. If anything is in its way, the form may have made its check
    before: that is asked only then, for nearly every form comes once.
    """
    known = _Known()
    try:
        with transaction.atomic():
            yield known
    except (Refused, IntegrityError) as error:
        known.check = _known_check(stop, trip=trip, direction=direction, by=by)
        if known.check is None and "seal_in_use_once" in str(error):
            # The database itself refuses a seal that is on another cab.
            raise Refused(_seal_in_use(tidy_seal_number(stop.seal_number))) from error
        if known.check is None:
            raise


def _known_check(stop: Stop, *, trip: Trip, direction: str, by: User) -> Check | None:
    """The check that this very form has already made."""
    known = Check.objects.filter(nonce=stop.nonce).first()
    if known is not None and (known.trip_id, known.direction, known.officer_id) != (
        trip.pk,
        direction,
        by.pk,
    ):
        raise Refused(_FORM_USED)
    return known


def _judge_entry(trip: Trip, *, premises: Premises, moment: datetime) -> Verdict:
    day = local_day(moment)
    return judge_entry(
        entry_facts(trip.vehicle_pass, trip, day=day),
        premises_number=premises.number,
        now=moment,
        today=day,
    )


def _ask_to_turn_back(
    trip: Trip, *, premises: Premises, stop: Stop, verdict: Verdict, by: User, source: FromDevice
) -> Check:
    check = _write_check(
        trip, premises=premises, stop=stop, verdict=verdict, direction=Direction.ENTRY, by=by,
        source=source,
    )  # fmt: skip
    touch(trip)
    record("check.turn_back_asked", check, by=by, area_code=check.area_code, reason=stop.note)
    notices.tell_turn_back(check, plate=trip.vehicle_pass.plate)
    return check


def _write_check(
    trip: Trip,
    *,
    premises: Premises,
    stop: Stop,
    verdict: Verdict,
    direction: str,
    by: User,
    source: FromDevice,
) -> Check:
    check = make_check(
        trip, premises=premises, stop=stop, verdict=verdict, direction=direction, by=by,
        source=source,
    )  # fmt: skip
    insert(check)
    if stop.photo:
        # Only a check that stands leaves a file; one that is rolled back leaves nothing behind.
        transaction.on_commit(lambda: _keep_photo(check, stop.photo), robust=True)
    return check


def _keep_photo(check: Check, content: bytes) -> None:
    check.photo.save(f"{check.number}.jpg", ContentFile(content), save=False)
    Check.objects.filter(pk=check.pk).update(photo=check.photo.name)


def _end_pass_or_expect_next(vehicle_pass: VehiclePass, *, moment: datetime, by: User) -> None:
    """After the exit: one trip is one trip; a longer pass waits for the vehicle to come again."""
    if vehicle_pass.status != PassStatus.ISSUED:
        return  # revoked while the truck was inside: nothing is left to use
    if vehicle_pass.one_trip:
        PASS.move(vehicle_pass, "use")
        record("pass.used", vehicle_pass, by=by, area_code=vehicle_pass.area_code)
    elif vehicle_pass.valid_until is not None and vehicle_pass.valid_until > moment:
        expect_trip(vehicle_pass)


def _put_trip_back(trip: Trip, *, direction: str, by: User) -> str:
    """Undo the move that a check made, and what followed from it; the verb that did so."""
    vehicle_pass = trip.vehicle_pass
    if direction == Direction.ENTRY:
        notices.mark_gone_on(trip)
        TRIP.move(
            trip,
            "undo_entry",
            entered_at=None,
            entered_through="",
            due_at=None,
            seal_number="",
            overdue_noticed_at=None,
        )
        if vehicle_pass.status != PassStatus.ISSUED:  # taken back while the truck seemed inside
            cancel_expected_trip(vehicle_pass, by=by)
        return "undo_entry"
    verb, due_at = _where_it_was(trip)
    TRIP.check(verb, trip.status)
    _withdraw_next_trip(vehicle_pass, by=by)
    try:
        with transaction.atomic():
            TRIP.move(
                trip, verb, closed_at=None, closed_through="", due_at=due_at, seal_broken_why=""
            )
            if vehicle_pass.status == PassStatus.USED:
                PASS.move(vehicle_pass, "reopen")
                record("pass.reopened", vehicle_pass, by=by, area_code=vehicle_pass.area_code)
    except IntegrityError as error:
        raise Refused(_PLACE_TAKEN) from error
    return verb


def _where_it_was(trip: Trip) -> tuple[str, datetime | None]:
    """The move back to where the truck was before its exit, and the limit that ran there."""
    rule = trip.vehicle_pass.rule
    if trip.left_at is not None:
        return "undo_exit_left", trip.left_at + timedelta(minutes=rule.exit_minutes)
    if trip.arrived_at is not None:
        return "undo_exit_arrived", trip.arrived_at + timedelta(minutes=rule.leave_minutes)
    if trip.entered_at is not None:
        return "undo_exit", trip.entered_at + timedelta(minutes=rule.arrive_minutes)
    return "undo_let_out", None


def _withdraw_next_trip(vehicle_pass: VehiclePass, *, by: User) -> None:
    """The next trip of a longer pass was expected only because this one seemed closed."""
    if vehicle_pass.trips.filter(status__in=OPEN).exists():
        raise StaleRow(_ENTERED_AGAIN)
    cancel_expected_trip(vehicle_pass, by=by)


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


_FORM_USED = Refusal(
    "passes.form_used",
    _("This form has already been used for another vehicle."),
    _("Scan the vehicle again."),
)
_ENTERED_AGAIN = Refusal(
    "passes.entered_again",
    _("The vehicle has entered again since."),
    _("Write a note to the duty officer."),
)
_PLACE_TAKEN = Refusal(
    "passes.place_taken",
    _("Its seal is on another vehicle by now, or the vehicle was announced again."),
    _("Write a note to the duty officer."),
)
