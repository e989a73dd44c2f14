"""Keeps what was not let pass at a gate; and shows what was scanned, for a purpose."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.audit.api import disclose, record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.privacy import Purpose
from longgang.core.tokens import new_number

from ..models import RefusedScan, VehiclePass
from ..models.refused_scan import LONGEST_CODE, ScanKind
from ..permissions import check_may_check, check_may_reveal_scan
from ..rules import check_reason


@dataclass(frozen=True)
class ScanAtGate:
    """What was shown or typed and what was answered.

    `happened_at` is now unless a device tells of it later; `plate` is what was typed, what stands
    on the pass, or what a code claims that nobody vouches for.
    """

    nonce: str
    direction: str
    verdict_level: str
    verdict_code: str
    code_kind: str = ScanKind.NOTHING.value
    code_text: str = ""
    plate: str = ""
    plate_colour: str = ""
    note: str = ""
    happened_at: datetime | None = None
    device_number: str = ""


@transaction.atomic
def record_refused_scan(
    scan: ScanAtGate, *, premises: Premises, vehicle_pass: VehiclePass | None = None, by: User
) -> RefusedScan:
    """Keep what was not let pass. The same nonce twice is the same scan once.

    An officer needs a post at the checkpoint; an enrolled device had its permission when a lead
    enrolled it, and what it tells has happened.
    """
    if not scan.device_number:
        check_may_check(by, premises)
    if known := _known(scan, by=by):
        return known
    moment = now()
    try:
        with transaction.atomic():
            kept = RefusedScan.objects.create(
                number=new_number("WF"),
                nonce=scan.nonce,
                premises_number=premises.number,
                area_code=premises.area_code,
                direction=scan.direction,
                happened_at=min(scan.happened_at or moment, moment),
                learned_at=moment,
                officer=by,
                device_number=scan.device_number,
                code_kind=scan.code_kind,
                code_text=_storable(scan.code_text)[:LONGEST_CODE],
                plate=_plain(scan.plate, 20),
                plate_colour=_plain(scan.plate_colour, 2),
                vehicle_pass=vehicle_pass,
                verdict_level=scan.verdict_level,
                verdict_code=_plain(scan.verdict_code, 60),
                note=_plain(scan.note, 300),
            )
    except IntegrityError:  # the same scan, sent twice at once
        if known := _known(scan, by=by):
            return known
        raise
    record(
        "scan.refused",
        kept,
        by=by,
        area_code=kept.area_code,
        after={
            "premises": kept.premises_number,
            "direction": kept.direction,
            "verdict": kept.verdict_code,
            "device": kept.device_number,
        },
        reason=kept.note,
    )
    return kept


@transaction.atomic
def reveal_scanned(scan: RefusedScan, *, by: User, purpose: str, reason: str) -> str:
    """What was scanned, in clear, for a purpose that is written down: it may be anybody's code."""
    check_may_reveal_scan(by, scan)
    refuse_if(check_reason(reason))
    disclose(
        scan,
        "code_text",
        by=by,
        purpose=Purpose(purpose),
        reason=reason,
        area_code=scan.area_code,
    )
    return str(scan.code_text)


def _known(scan: ScanAtGate, *, by: User) -> RefusedScan | None:
    """This very scan, when it was kept already."""
    known = RefusedScan.objects.filter(nonce=scan.nonce).first()
    if known is not None and (known.officer_id, known.device_number) != (
        by.pk,
        scan.device_number,
    ):
        raise Refused(_NONCE_OF_ANOTHER)
    return known


def _plain(text: str, longest: int) -> str:
    """Without what a database or a page cannot hold; strangers' codes may claim anything."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")[:longest]


def _storable(text: str) -> str:
    """Every code as it was, but for halves of letters, which no encoding has."""
    return "".join("�" if unicodedata.category(letter) == "Cs" else letter for letter in text)


_NONCE_OF_ANOTHER = Refusal(
    "passes.scan_of_another",
    _("Somebody else has sent a scan under this number."),
    _("Scan the vehicle again."),
)
