"""What a desk does: issue, return, refuse, hand over, revoke. Of two reviewers at once one wins."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import find_desk_by_code
from longgang.audit.api import SYSTEM, record
from longgang.core.clock import local_day, now
from longgang.core.errors import (
    IllegalMove,
    Refusal,
    Refused,
    StaleRow,
    filled,
    refuse_all,
    refuse_if,
)
from longgang.core.sealed import without_sealed

from ..lifecycle import PASS, PassStatus
from ..models import Aboard, VehiclePass
from ..permissions import check_may_hand_over, check_may_review, check_may_revoke
from ..queries import blocks_against, next_pass_number
from ..reasons import reasons_of
from ..rules import check_reason
from ..superseding import lock_replaced_by
from ..wording import STEP_WORDS
from . import notices
from .steps import add_step, cancel_expected_trip, expect_trip


@contextmanager
def naming_who_was_faster(vehicle_pass: VehiclePass) -> Iterator[None]:
    """Turn "too late" into who decided meanwhile, what and when; or that the trip is over."""
    try:
        yield
    except (IllegalMove, StaleRow) as late:
        if VehiclePass.objects.filter(pk=vehicle_pass.pk, status=PassStatus.USED).exists():
            raise StaleRow(_USED) from late
        step = vehicle_pass.steps.order_by("at", "id").last()
        if step is None:
            raise
        words = {
            "who": step.by_name,
            "what": STEP_WORDS[step.verb][0],
            "when": f"{localtime(step.at):%H:%M}",
        }
        raise StaleRow(
            Refusal(
                "passes.decided_meanwhile",
                _("%(who)s has decided it already, at %(when)s: %(what)s.") % words,
                _("Look at the application as it is now."),
            )
        ) from late


@transaction.atomic
def issue_pass(vehicle_pass: VehiclePass, *, by: User, reason: str = "") -> VehiclePass:
    """Approve: the pass gets its number, its dates and its expected trip; the driver is told.

    A pass for the same trip that nobody has used yet is superseded. Refused for a vehicle, person
    or company on the blocklist, and when the expected entry lies so far back that the pass would be
    born dead. A pass for tomorrow does not count today: early only by the hours that its rule
    allows.
    """
    check_may_review(by, vehicle_pass)
    moment, expected, rule = now(), vehicle_pass.expected_entry_at, vehicle_pass.rule
    valid_from = max(moment, expected - timedelta(hours=rule.early_hours))
    valid_until = expected + timedelta(hours=rule.valid_hours)
    riders = without_sealed(Aboard.objects.select_related("person"))
    prefetch_related_objects([vehicle_pass], Prefetch("aboard", riders))
    with naming_who_was_faster(vehicle_pass):
        PASS.check("issue", vehicle_pass.status)
        refuse_all([_blocked(vehicle_pass, moment), _born_dead(valid_until, moment)])
        PASS.move(
            vehicle_pass,
            "issue",
            pass_number=next_pass_number(),
            valid_from=valid_from,
            valid_until=valid_until,
            decided_at=moment,
            decided_by=by,
            reason_words=reason,
        )
    _supersede_same_trip(vehicle_pass, by=by)
    expect_trip(vehicle_pass)
    add_step(vehicle_pass, "issue", by=by, words=reason)
    record(
        "pass.issued",
        vehicle_pass,
        by=by,
        area_code=vehicle_pass.area_code,
        after={"pass_number": vehicle_pass.pass_number, "valid_until": valid_until},
        reason=reason,
    )
    notices.tell_issued(vehicle_pass)
    return vehicle_pass


@transaction.atomic
def return_application(
    vehicle_pass: VehiclePass, *, fields: Collection[str], by: User, reason: str
) -> None:
    """Send back for correction, with the parts to correct marked: steps of the wizard."""
    check_may_review(by, vehicle_pass)
    refuse_if(check_reason(reason))
    with naming_who_was_faster(vehicle_pass):
        PASS.move(
            vehicle_pass,
            "return",
            decided_at=now(),
            decided_by=by,
            marked_fields=sorted(fields),
            reason_words=reason,
        )
    add_step(vehicle_pass, "return", by=by, words=reason)
    record(
        "pass.returned",
        vehicle_pass,
        by=by,
        area_code=vehicle_pass.area_code,
        after={"marked_fields": sorted(fields)},
        reason=reason,
    )
    notices.tell_applicant(vehicle_pass, "returned")


@transaction.atomic
def refuse_application(
    vehicle_pass: VehiclePass, *, reason_code: str, by: User, reason: str
) -> None:
    """Refuse, with a reason of the desk's list and words of one's own."""
    check_may_review(by, vehicle_pass)
    refuse_if(_not_on_the_list(vehicle_pass, reason_code), check_reason(reason))
    with naming_who_was_faster(vehicle_pass):
        PASS.move(
            vehicle_pass,
            "refuse",
            decided_at=now(),
            decided_by=by,
            reason_code=reason_code,
            reason_words=reason,
        )
    add_step(vehicle_pass, "refuse", by=by, reason_code=reason_code, words=reason)
    record(
        "pass.refused",
        vehicle_pass,
        by=by,
        area_code=vehicle_pass.area_code,
        after={"reason_code": reason_code},
        reason=reason,
    )
    notices.tell_applicant(vehicle_pass, "refused")


@transaction.atomic
def hand_over_application(
    vehicle_pass: VehiclePass, *, desk_code: str, by: User, reason: str
) -> None:
    """Give to another desk. The clock runs on: the applicant's wait does not start again."""
    check_may_hand_over(by, vehicle_pass)
    refuse_if(check_reason(reason))
    if find_desk_by_code(desk_code) is None or desk_code == vehicle_pass.desk_code:
        raise Refused(_NOT_ANOTHER_DESK)
    old = vehicle_pass.desk_code
    with naming_who_was_faster(vehicle_pass):
        PASS.check("hand_over", vehicle_pass.status)
        # The status stays, so the desk is what is compared: of two people handing over, one wins.
        moved = VehiclePass.objects.filter(
            pk=vehicle_pass.pk, status=PassStatus.SUBMITTED, desk_code=old
        ).update(desk_code=desk_code)
        if not moved:
            raise StaleRow
    vehicle_pass.desk_code = desk_code
    add_step(vehicle_pass, "hand_over", by=by, words=reason)
    record(
        "pass.handed_over",
        vehicle_pass,
        by=by,
        area_code=vehicle_pass.area_code,
        before={"desk_code": old},
        after={"desk_code": desk_code},
        reason=reason,
    )
    notices.tell_desk(vehicle_pass)


@transaction.atomic
def revoke_pass(vehicle_pass: VehiclePass, *, by: User, reason: str) -> None:
    """Take an issued pass back. A truck already inside stays on its loop until it is out."""
    check_may_revoke(by, vehicle_pass)
    refuse_if(check_reason(reason))
    with naming_who_was_faster(vehicle_pass):
        PASS.move(vehicle_pass, "revoke", reason_words=reason)
    cancel_expected_trip(vehicle_pass, by=by)
    add_step(vehicle_pass, "revoke", by=by, words=reason)
    record("pass.revoked", vehicle_pass, by=by, area_code=vehicle_pass.area_code, reason=reason)
    notices.tell_applicant(vehicle_pass, "revoked")


def _supersede_same_trip(vehicle_pass: VehiclePass, *, by: User) -> None:
    """A newer pass replaces the unused ones of the same vehicle around the same time."""
    for other in lock_replaced_by(vehicle_pass):
        PASS.move(other, "supersede", superseded_by=vehicle_pass)
        cancel_expected_trip(other, by=SYSTEM)
        add_step(other, "supersede", by=by, words=vehicle_pass.pass_number)
        record(
            "pass.superseded",
            other,
            by=by,
            area_code=other.area_code,
            after={"superseded_by": vehicle_pass.number},
        )


def _blocked(vehicle_pass: VehiclePass, moment: datetime) -> Refusal | None:
    entry = blocks_against(vehicle_pass, day=local_day(moment)).first()
    if entry is None:
        return None
    return Refusal(
        "passes.blocklisted",
        filled(
            _("The vehicle, a person aboard or the company is on the blocklist (%(document)s)."),
            document=entry.document_number,
        ),
        _("Refuse it, or have the entry lifted first."),
    )


def _born_dead(valid_until: datetime, moment: datetime) -> Refusal | None:
    if valid_until > moment:
        return None
    return Refusal(
        "passes.trip_is_past",
        _("The announced trip lies in the past; a pass for it would not be valid."),
        _("Return it, so that the applicant can name a new time."),
    )


def _not_on_the_list(vehicle_pass: VehiclePass, reason_code: str) -> Refusal | None:
    """Each kind of desk has a list of its own."""
    desk = find_desk_by_code(vehicle_pass.desk_code)
    if reason_code in dict(reasons_of(desk.kind if desk else "")):
        return None
    return Refusal(
        "passes.reason_unknown",
        _("This reason is not on the list."),
        _("Choose one from the list."),
        field="reason_code",
    )


_NOT_ANOTHER_DESK = Refusal(
    "passes.not_another_desk",
    _("Choose another desk than the one where it lies."),
    field="desk_code",
)
_USED = Refusal(
    "passes.used_meanwhile",
    _("The trip is over, and its pass used."),
    _("Nothing is left to revoke. A vehicle that is to be kept out belongs on the blocklist."),
)
