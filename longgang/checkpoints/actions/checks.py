"""What a device sends is taken in: each check by itself, once, and answered."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import Premises
from longgang.core.errors import Refusal, Refused
from longgang.core.prepared import Condition
from longgang.passes.api import (
    Check,
    FromDevice,
    Recorded,
    ScanAtGate,
    SealState,
    Shown,
    Told,
    Trip,
    find_check,
    find_shown,
    find_trip_asked,
    happened_at,
    judge_shown,
    number_named,
    read_code,
    record_entry,
    record_exit,
    record_plain_entry,
    record_refused_scan,
    record_told,
    running_trip,
    undo_told,
)

from ..models import Conflict, Device
from ..reading import FaultyCheck, SentCheck
from ..rules import DEVICE_WITHDRAWN
from .conflicts import review_check, review_pass
from .photos import expect_photo

TRIES = 4
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Contact:
    """One message of a device: whose, from where, when it left and when it came."""

    device: Device
    premises: Premises
    sent_at: datetime
    received_at: datetime
    is_trusted: bool  # False once it was withdrawn, or its officer has no post there any more


@dataclass(frozen=True)
class Done:
    """What became of one check."""

    nonce: str
    state: str  # recorded, known, refused, faulty
    number: str = ""
    refusals: tuple[Refusal, ...] = ()
    conflicts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the device, in the language of its request."""
        return {
            "nonce": self.nonce,
            "state": self.state,
            "number": self.number,
            "refusals": [
                {"code": each.code, "words": str(each.reason), "advice": str(each.remedy)}
                for each in self.refusals
            ],
            "conflicts": list(self.conflicts),
        }


def receive_check(sent: SentCheck | FaultyCheck, contact: Contact) -> Done | None:
    """Take one check in; None when the database could not, and the device is to send it again.

    `ask`: the truck still stands, and may be refused. `tell`: it has happened, and is recorded.
    """
    if isinstance(sent, FaultyCheck):
        return Done(sent.nonce, "faulty", refusals=sent.refusals)
    try:
        done = _again_if_in_the_way(lambda: _receive(sent, contact))
        if sent.photo is not None and done.state in {"recorded", "known"}:
            expect_photo(contact.device, sent.nonce, sent.photo)
    except DatabaseError:
        log.exception("A check of %s could not be written", contact.device.number)
        return None
    return done


def receive_plain(
    sent: SentCheck | FaultyCheck, contact: Contact, *, provided: Condition
) -> Done | None:
    """Take in the check of nearly every truck, if the contact is `still` what it was taken for.

    None: nothing was done, and `receive_check` answers, after the device was looked up anew.
    """
    if isinstance(sent, FaultyCheck) or sent.way != "entry" or not _is_asked(sent, contact):
        return None
    number = number_named(code=sent.code, number=sent.pass_number)
    try:
        check = record_plain_entry(
            number, premises=contact.premises, stop=sent.stop, by=contact.device.officer,
            source=_source(sent, contact), provided=provided,
        )  # fmt: skip
        if check is None:
            return None
        if sent.photo is not None:
            expect_photo(contact.device, sent.nonce, sent.photo)
    except (Refused, DatabaseError):
        return None
    return Done(sent.nonce, "recorded", check.number)


def _is_asked(sent: SentCheck, contact: Contact) -> bool:
    """Whether a truck waits for the answer of the server."""
    return sent.mode == "ask" and sent.action != "refused" and contact.is_trusted


def _again_if_in_the_way(deed: Callable[[], Done]) -> Done:
    """Two devices may be at the same seal or pass at once: who comes second looks again."""
    for _try in range(TRIES - 1):
        try:
            return deed()
        except (IntegrityError, OperationalError):
            continue
    return deed()


def _receive(sent: SentCheck, contact: Contact) -> Done:
    if _is_asked(sent, contact):
        trip = find_trip_asked(sent.way, code=sent.code, number=sent.pass_number)
        if trip is not None:
            return _record(sent, trip, contact)
    moment = _happened_at(sent, sent.device_at, contact)
    shown = find_shown(
        code=sent.code,
        number=sent.pass_number,
        plate=sent.plate,
        colour=sent.colour,
        direction=sent.way,
        moment=moment,
    )
    if sent.action == "refused":
        return _refuse(sent, shown, contact, moment)
    if sent.mode == "ask":
        return _ask(sent, shown, contact)
    return _tell(sent, shown, contact, moment)


def _happened_at(sent: SentCheck, device_at: datetime, contact: Contact) -> datetime:
    enrolled_at = contact.device.enrolled_at
    assert enrolled_at is not None, "only an enrolled device has its secret"
    return happened_at(
        device_at,
        offset_ms=sent.offset_ms,
        sent_at=contact.sent_at,
        received_at=contact.received_at,
        not_before=enrolled_at,
    )


def _ask(sent: SentCheck, shown: Shown, contact: Contact) -> Done:
    """As at the page: the server may say no."""
    if not contact.is_trusted:
        return Done(sent.nonce, "refused", refusals=(NOT_TRUSTED,))
    trip = running_trip(shown.vehicle_pass) if shown.vehicle_pass else None
    refusal = judge_shown(sent.way, shown) if trip is None or shown.doubts else None
    if refusal is not None or trip is None:
        return _known_or_refused(sent, contact, (refusal,) if refusal else ())
    return _record(sent, trip, contact)


def _source(sent: SentCheck, contact: Contact) -> FromDevice:
    return FromDevice(contact.device.number, sent.seq, sent.device_at, sent.data_age_s)


def _record(sent: SentCheck, trip: Trip, contact: Contact) -> Done:
    """Let it in or out as at the page, or say why not."""
    act = record_entry if sent.way == "entry" else record_exit
    source = _source(sent, contact)
    try:
        check = act(
            trip, premises=contact.premises, stop=sent.stop, by=contact.device.officer,
            source=source,
        )  # fmt: skip
    except Refused as refused:
        return _known_or_refused(sent, contact, refused.refusals)
    conflicts: tuple[str, ...] = ()
    if check.verdict_code == "passes.never_entered" or check.seal_state == SealState.BROKEN:
        conflicts = _review(check)
    state = "recorded" if check.learned_at >= contact.received_at else "known"
    return Done(sent.nonce, state, check.number, conflicts=conflicts)


def _known_or_refused(sent: SentCheck, contact: Contact, refusals: tuple[Refusal, ...]) -> Done:
    """A check that was recorded before the answer got lost is known, whatever holds by now."""
    known = find_check(sent.nonce, device_number=contact.device.number)
    if known is not None:
        return Done(sent.nonce, "known", known.number)
    return Done(sent.nonce, "refused", refusals=refusals)


@transaction.atomic
def _tell(sent: SentCheck, shown: Shown, contact: Contact, moment: datetime) -> Done:
    """Recorded with what speaks against it; what does not fit is opened as a conflict at once."""
    told = Told(
        device_number=contact.device.number,
        happened_at=moment,
        seq=sent.seq,
        device_at=sent.device_at,
        is_offline=sent.is_offline,
        data_age_s=sent.data_age_s,
        verdict_level=sent.verdict_level,
        verdict_code=sent.verdict_code,
        plate=shown.plate or sent.plate,
        plate_colour=shown.colour or sent.colour,
        code_text=sent.code,
        doubts=shown.doubts + _doubts_of(contact.device, moment),
    )
    try:
        recorded = record_told(
            shown.vehicle_pass, premises=contact.premises, direction=sent.way, stop=sent.stop,
            told=told, by=contact.device.officer,
        )  # fmt: skip
    except Refused as refused:
        return Done(sent.nonce, "faulty", refusals=refused.refusals)
    refusals = _undo(sent, recorded, contact)
    conflicts = _review(recorded.check)
    state = "recorded" if recorded.is_new else "known"
    return Done(sent.nonce, state, recorded.check.number, refusals, conflicts)


def _doubts_of(device: Device, moment: datetime) -> tuple[str, ...]:
    """A device that was withdrawn should not have let anybody pass since."""
    is_late = device.withdrawn_at is not None and device.withdrawn_at <= moment
    return (DEVICE_WITHDRAWN,) if is_late else ()


def _undo(sent: SentCheck, recorded: Recorded, contact: Contact) -> tuple[Refusal, ...]:
    """Taken back on the device: so it is here, once. What cannot be taken back any more stays."""
    if sent.undone is None:
        return ()
    # By the device's own clock from one to the other, whatever that clock shows.
    taken_back_at = recorded.check.at + (sent.undone.device_at - sent.device_at)
    try:
        with transaction.atomic():
            undo_told(
                recorded.check,
                at=min(taken_back_at, contact.received_at),
                by=contact.device.officer,
                reason=sent.undone.why,
            )
    except Refused as refused:
        return refused.refusals
    return ()


def _review(check: Check) -> tuple[str, ...]:
    check = Check.objects.select_related("trip__vehicle_pass").get(pk=check.pk)
    if check.trip is None:
        return _kinds(check, review_check(check))
    return _kinds(check, review_pass(check.trip.vehicle_pass))


def _kinds(check: Check, conflicts: list[Conflict]) -> tuple[str, ...]:
    return tuple(sorted({each.kind for each in conflicts if check.nonce in each.nonces}))


def _refuse(sent: SentCheck, shown: Shown, contact: Contact, moment: datetime) -> Done:
    """Turned away at the gate: written down with the reason, also what was no code of ours."""
    scan = ScanAtGate(
        nonce=sent.nonce,
        direction=sent.way,
        verdict_level=sent.verdict_level,
        verdict_code=sent.verdict_code,
        code_kind=_kind_of(sent),
        code_text=sent.code,
        plate=shown.plate or sent.plate,
        plate_colour=shown.colour or sent.colour,
        note=sent.stop.note,
        happened_at=moment,
        device_number=contact.device.number,
    )
    try:
        kept = record_refused_scan(
            scan,
            premises=contact.premises,
            vehicle_pass=None if shown.doubts else shown.vehicle_pass,
            by=contact.device.officer,
        )
    except Refused as refused:
        return Done(sent.nonce, "faulty", refusals=refused.refusals)
    state = "recorded" if kept.learned_at >= contact.received_at else "known"
    return Done(sent.nonce, state, kept.number)


def _kind_of(sent: SentCheck) -> str:
    """What was shown or typed."""
    if sent.code:
        return str(read_code(sent.code).kind)
    return "pass_number" if sent.pass_number else "plate" if sent.plate else "nothing"


def note_contact(contact: Contact, *, build: str, waiting: int, is_fed: bool) -> None:
    """Keep what the device's page shows. Leaves no event: nothing was done to anybody."""
    device = contact.device
    values: dict[str, Any] = {"build": build, "waiting_count": waiting}
    is_recent = (
        device.last_seen_at is not None
        and (contact.received_at - device.last_seen_at).total_seconds() < RECENT_S
    )
    if is_recent and not is_fed and all(getattr(device, k) == v for k, v in values.items()):
        return
    ahead = (contact.sent_at - contact.received_at).total_seconds() * 1000
    values |= {"last_seen_at": contact.received_at, "clock_ahead_ms": int(ahead)}
    if is_fed:
        values["fed_at"] = contact.received_at
    Device.objects.filter(pk=device.pk).update(**values)
    vars(device).update(values)  # it may be remembered: who asks next is not noted again at once


RECENT_S = 10
NOT_TRUSTED = Refusal(
    "checkpoints.device_withdrawn",
    _("This device no longer belongs to the checkpoint."),
    _("Use another device or the web page; ask the lead."),
)
