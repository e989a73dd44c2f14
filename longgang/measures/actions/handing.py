"""Handing a person on: from a site to the home, or from one area to another, until accepted."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import SYSTEM, record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, StaleRow, refuse_all, refuse_if
from longgang.core.tokens import new_number
from longgang.notices.api import mark_dealt_with

from ..handing import Receiver, goes_home, larger_area, receiver_of, release_items
from ..hearing import sent_home
from ..lifecycle import HAND_OVER, MEASURE, HandOverStatus, MeasureStatus
from ..models import COMMUNITY, STREET, HandOver, Measure
from ..permissions import (
    check_may_accept,
    check_may_change,
    check_may_confirm_hand_over,
    check_may_hand_over,
)
from ..rules import check_reason
from . import notices
from .extending import stay_at_home
from .measures import resume_measure
from .steps import end_handing, hold, lift, lock_measure, verb_now


@transaction.atomic
def hand_over(measure: Measure, *, to_area: str = "", words: str = "", by: User) -> HandOver | None:
    """Hand somebody from a site to whoever looks after them at home, or on to another area.

    From a site everything is checked; what fails is named. Where the rule asks for a second person
    it is only proposed. The measure belongs to the receiver at once, accepted or not. Where no days
    are left it is lifted instead, and there is no hand-over.
    """
    check_may_hand_over(by, measure)
    measure = hold(measure)
    is_release = measure.held_at is not None
    refuse_all(_against(measure, to_area) if is_release else [check_reason(words)])
    MEASURE.check("hand_over", measure.status)
    by_two = is_release and measure.rule.releases_by_two
    if is_release and not by_two and not goes_home(measure):
        _lift_at_site(measure, words=words, by=by)
        return None
    receiver = receiver_of(measure, to_area) or Receiver(measure.area_code)
    refuse_if(None if is_release or receiver.area_code != measure.area_code else _THERE_ALREADY)
    end_handing(measure, by=by)
    row = _draft(measure, receiver, words=words, by=by)
    row.save(force_insert=True)
    if by_two:
        after = {"to_area": receiver.area_code}
        record("measure.release_proposed", measure, by=by, area_code=measure.area_code, after=after)
        return row
    _carry_out(measure, row, by=by)
    if is_release:
        sent_home.tell(measure, words=row.words, is_early=False, by=by)
    return row


@transaction.atomic
def hand_over_unreleased(measure: Measure, *, words: str, by: User) -> HandOver:
    """Hand somebody who has left a site for good without being released to whoever looks after them
    at home. Nothing is checked, since nobody waits for it; the days run on.
    """
    check_may_change(by, measure)
    refuse_if(check_reason(words), _AT_NO_SITE if measure.held_at is None else None)
    measure = hold(measure)
    end_handing(measure, by=by)
    receiver = receiver_of(measure) or Receiver(measure.area_code)
    row = _draft(measure, receiver, words=words, by=by)
    row.save(force_insert=True)
    _carry_out(measure, row, by=by)
    return row


@transaction.atomic
def hand_over_early(measure: Measure, *, words: str, by: User) -> HandOver:
    """Send somebody home before the last day at the site, by a decision that the words name: what
    is left of central isolation is at home, and nothing is checked. Where the rule asks for a
    second person it is only proposed, and the district is told.
    """
    check_may_hand_over(by, measure)
    refuse_if(
        check_reason(words),
        _AT_NO_SITE if measure.held_at is None else None,
        _check_early(measure),
    )
    measure = hold(measure)
    end_handing(measure, by=by)
    receiver = receiver_of(measure) or Receiver(measure.area_code)
    row = _draft(measure, receiver, words=words, by=by)
    row.is_early = True
    row.save(force_insert=True)
    if measure.rule.releases_by_two:
        after = {"to_area": receiver.area_code}
        record("measure.early_proposed", measure, by=by, area_code=measure.area_code, after=after)
        notices.tell_early(row)
    else:
        _go_early(measure, row, by=by)
    return row


def _go_early(measure: Measure, row: HandOver, *, by: User, **changes: Any) -> None:
    """Out of the door first: then no room or figure is asked for while the days are changed."""
    sent_home.tell(measure, words=row.words, is_early=True, by=by)
    if measure.status == MeasureStatus.SUSPENDED:
        resume_measure(measure, by=by)
        measure = lock_measure(measure)
    stay_at_home(measure, by=by, reason=row.words)
    _carry_out(lock_measure(measure), row, by=by, **changes)


def _check_early(measure: Measure) -> Refusal | None:
    last = measure.central_ends_on
    return _RELEASED_INSTEAD if last is not None and last < today() else None


@transaction.atomic
def confirm_hand_over(row: HandOver, *, by: User) -> None:
    """Release somebody, or send them home early, as a second person; everything is checked once
    more.
    """
    measure = hold(row.measure)
    check_may_confirm_hand_over(by, row)
    if row.is_early:
        refuse_if(_check_early(measure))
        _go_early(measure, row, by=by, confirmed_by=by)
        return
    refuse_all(_against(measure, row.to_area_code))
    if not goes_home(measure):
        _lift_at_site(measure, words=row.words, by=by)
        return
    _carry_out(measure, row, by=by, confirmed_by=by)
    sent_home.tell(measure, words=row.words, is_early=False, by=by)


def _lift_at_site(measure: Measure, *, words: str, by: User) -> None:
    """No days are left for the home: the measure ends, and the person is out of the door."""
    lift(measure, by=by)
    sent_home.tell(measure, words=words, is_early=False, by=by)


@transaction.atomic
def accept_hand_over(row: HandOver, *, by: User) -> None:
    """Take somebody over. Of two at once one wins."""
    check_may_accept(by, row)
    HAND_OVER.move(row, "accept", accepted_at=now(), accepted_by=by)
    record(
        HAND_OVER.moves["accept"].event,
        row.measure,
        by=by,
        area_code=row.to_area_code,
        after={"hand_over": row.number},
    )


@transaction.atomic
def send_back(row: HandOver, *, by: User, reason: str) -> HandOver:
    """Say why somebody cannot be taken over. The next larger area owns them then: the person is on
    the way, and goes back to no site.
    """
    check_may_accept(by, row)
    refuse_if(check_reason(reason))
    larger = larger_area(row.to_area_code)
    refuse_if(_NOBODY_ABOVE if larger == row.to_area_code else None)
    measure = hold(row.measure)
    if measure.area_code != row.to_area_code or measure.held_at:
        raise StaleRow
    why = reason.strip()
    HAND_OVER.move(row, "send_back", returned_at=now(), returned_by=by, returned_why=why)
    verb = verb_now(measure, "send_back")
    MEASURE.move(measure, verb, area_code=larger)
    record(
        MEASURE.moves[verb].event,
        measure,
        by=by,
        area_code=row.to_area_code,
        before={"area_code": row.to_area_code},
        after={"area_code": larger},
        reason=reason,
    )
    follower = _draft(measure, Receiver(larger, row.words), words=why, by=by)
    follower.from_site, follower.from_area_code = row.from_site, row.from_area_code
    follower.status = HandOverStatus.OFFERED
    follower.save(force_insert=True)
    notices.tell_offered(follower)
    notices.tell_sent_back(row)
    return follower


def raise_unaccepted() -> int:
    """Tell the community, then the street, of everybody whom nobody has accepted in time; how many.

    Who may accept follows from the clock, not from this. Each in a transaction of its own, once.
    """
    count = 0
    for told, digits, since in ((1, COMMUNITY, "community_at"), (2, STREET, "street_at")):
        rows = HandOver.objects.offered().filter(told__lt=told, **{f"{since}__lte": now()})
        for row in list(rows.select_related("measure__person", "measure__held_at")):
            count += _raise(row, told, row.to_area_code[:digits])
    return count


@transaction.atomic
def _raise(row: HandOver, told: int, area: str) -> int:
    rows = HandOver.objects.offered().filter(pk=row.pk, told__lt=told)
    if not rows.update(told=told):
        return 0  # accepted meanwhile, or another worker was faster
    if area == row.to_area_code:
        return 0  # it was offered there
    after = {"area_code": area}
    record("measure.not_accepted", row.measure, by=SYSTEM, area_code=row.to_area_code, after=after)
    notices.tell_raised(row, area)
    return 1


def _against(measure: Measure, to_area: str) -> list[Refusal]:
    return [refusal for item in release_items(measure, to_area) for refusal in item.refusals]


def _draft(measure: Measure, receiver: Receiver, *, words: str, by: User) -> HandOver:
    return HandOver(
        number=new_number("JJ"),
        measure=measure,
        from_site=measure.held_at,
        from_area_code=measure.area_code,
        to_area_code=receiver.area_code,
        words=words.strip() or receiver.words,
        status=HandOverStatus.PROPOSED,
        offered_by=by,
        **_clock(measure, receiver.area_code),
    )


def _clock(measure: Measure, area: str) -> dict[str, datetime]:
    """From when the larger areas may accept too; at once when the area has nobody of its own."""
    moment, rule = now(), measure.rule
    is_anybody_there = bool(notices.receivers_at(area))
    minutes = rule.community_after_minutes if is_anybody_there else 0
    return {
        "offered_at": moment,
        "community_at": moment + timedelta(minutes=minutes),
        "street_at": moment + timedelta(minutes=rule.street_after_minutes),
    }


def _carry_out(measure: Measure, row: HandOver, *, by: User, **changes: Any) -> None:
    """The measure belongs to the receiver from this moment on."""
    changes |= _clock(measure, row.to_area_code)
    HAND_OVER.move(row, "confirm", **changes)
    mark_dealt_with(row)
    before = {"area_code": measure.area_code, "site": str(measure.held_at or "")}
    verb = verb_now(measure, "hand_over")
    MEASURE.move(measure, verb, held_at=None, area_code=row.to_area_code)
    record(
        MEASURE.moves[verb].event,
        measure,
        by=by,
        area_code=row.to_area_code,
        before=before,
        after={"area_code": row.to_area_code, "site": ""},
        reason=row.words,
    )
    row.measure = measure
    notices.tell_offered(row)


_THERE_ALREADY = Refusal(
    "measures.there_already",
    _("They are looked after there already."),
    _("Choose another area."),
    field="to_area",
)
_RELEASED_INSTEAD = Refusal(
    "measures.released_instead",
    _("Their days here are over: who goes home now is released, and checked first."),
    _("Use the list of those whose days are over."),
)
_AT_NO_SITE = Refusal(
    "measures.at_no_site",
    _("The person is at no site."),
    _("Hand them over as usual."),
)
_NOBODY_ABOVE = Refusal(
    "measures.nobody_above",
    _("There is nobody above the district to send them back to."),
    _("Accept, and hand them to the grid, community or street."),
    field="reason",
)
