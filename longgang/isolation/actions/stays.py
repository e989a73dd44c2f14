"""A person's way through a site: reserved, checked in, moved, to hospital and back, left."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, StaleRow, filled, refuse_if
from longgang.core.names import check_person_name
from longgang.core.tokens import new_number
from longgang.measures.api import (
    Measure,
    MeasureStatus,
    check_in,
    end_after_death,
    hand_over_early,
    hand_over_unreleased,
    lock_measure,
    move_to_site,
    resume_measure,
    suspend_measure,
    unattended_positives,
)
from longgang.notices.api import mark_dealt_with
from longgang.people.api import tidy_name

from ..counting import hold_figures, recount
from ..kinds import Diet, Going, MovementFact, MovementKind
from ..lifecycle import STAY, StayStatus
from ..models import Bed, Stay
from ..permissions import check_may_keep, check_may_release
from ..queries import check_needs_room, find_held, find_open, find_waiting
from ..rules import check_positive, check_reason, check_signed
from .notices import tell_reserved
from .steps import cancel, check_bed, free_bed, give_bed, go, hold_room, hold_rooms, note

AHEAD = timedelta(days=14)  # a room is kept no longer for somebody who has not come


@transaction.atomic
def reserve_bed(
    measure: Measure,
    bed: Bed,
    *,
    planned_on: date,
    diet: str = Diet.STANDARD,
    need: str = "",
    remarks: str = "",
    by: User,
) -> Stay:
    """Keep a bed for somebody who is to be isolated, from now on until they come.

    Who needs care may have a bed in the room of their carer: the others have a room of their own.
    Of two who want one bed at once one has it, the other is told who was faster.
    """
    lock_measure(measure)
    taken = hold_room(bed.room_id)
    site = taken.room.site
    check_may_keep(by, site)
    measure = check_needs_room(measure)
    refuse_if(_check_planned(planned_on))
    elsewhere = find_open(measure.person)
    refuse_if(_is_elsewhere(elsewhere) if elsewhere else None)
    stay = Stay(
        number=new_number("GL"),
        person=measure.person,
        measure=measure,
        site=site,
        status=StayStatus.RESERVED,
        planned_on=planned_on,
        diet=diet,
        need=need,
        remarks=remarks.strip(),
        reserved_at=now(),
        reserved_by=by,
    )
    stay.carer = check_bed(taken, bed, stay, site=site)
    try:
        with transaction.atomic():
            stay.save(force_insert=True)
    except IntegrityError as error:
        raise StaleRow(_HAS_A_ROOM) from error
    give_bed(stay, bed, is_reservation=True, by=by)
    note(stay, MovementKind.RESERVED, by=by, to_bed=bed)
    _record("stay.reserved", stay, by=by, after={"bed": str(bed), "planned_on": planned_on})
    tell_reserved(stay, doer=by)
    recount([stay.site_id])
    return stay


@transaction.atomic
def check_in_guest(
    stay: Stay,
    *,
    signed_by: str,
    is_signed_for: bool = False,
    diet: str = "",
    remarks: str = "",
    positive: str = "",
    by: User,
) -> None:
    """Somebody has come: from now on the site answers for them. The agreement is signed, by them or
    for them. Of who is positive `positive` says what is done about it.
    """
    check_may_keep(by, stay.site)
    lock_measure(stay.measure)
    STAY.check("check_in", stay.status)
    refuse_if(
        check_signed(tidy_name(signed_by), stay.person.name, is_signed_for=is_signed_for)
        or check_person_name(signed_by, field="signed_by"),
        check_positive(positive, is_positive=bool(unattended_positives([stay.measure]))),
        _ON_THE_WAY if stay.rides.filter(_IS_ON_THE_WAY).exists() else None,
    )
    measure = check_needs_room(stay.measure)
    bed = free_bed(stay)
    assert bed is not None, "a reservation has its bed"
    STAY.move(
        stay,
        "check_in",
        checked_in_at=now(),
        checked_in_by=by,
        signed_by=signed_by.strip(),
        is_signed_for=is_signed_for,
        diet=diet or stay.diet,
        remarks=remarks.strip() or stay.remarks,
    )
    give_bed(stay, bed, is_reservation=False, by=by)
    fact = MovementFact.MISSED_BUS if _missed_bus(stay) else ""
    note(stay, MovementKind.CHECKED_IN, by=by, to_bed=bed, words=positive, fact=fact)
    _record("stay.checked_in", stay, by=by, after={"bed": str(bed)})
    mark_dealt_with(stay)
    if measure.held_at_id != stay.site.premises_id:  # else it was handed on, and its days run on
        check_in(measure, checked_in_on=today(), site=stay.site.premises, by=by)
    recount([stay.site_id])


def _missed_bus(stay: Stay) -> bool:
    """Whether they stood on the list of a bus that left without them."""
    return stay.rides.filter(boarded_at=None, transfer__set_off_at__isnull=False).exists()


@transaction.atomic
def move_room(stay: Stay, bed: Bed, *, by: User, reason: str) -> None:
    """Give somebody another bed of the site; whoever they care for comes along."""
    check_may_keep(by, stay.site)
    refuse_if(check_reason(reason))
    lock_measure(stay.measure)
    is_here = stay.status == StayStatus.IN
    verb = "move_room" if is_here else "change_room"
    STAY.check(verb, stay.status)
    along = tuple(stay.cared_for.filter(status=stay.status).select_related("person"))
    taken = hold_room(bed.room_id)
    old = stay.uses.filter(until=None).values_list("bed", flat=True).first()
    refuse_if(_SAME_BED if old == bed.pk else None)
    carer = check_bed(taken, bed, stay, site=stay.site, others=along)
    free = [each for each in taken.free_beds(stay, *along) if each.pk != bed.pk]
    refuse_if(_TOO_FEW_BEDS if len(free) < len(along) else None)
    STAY.move(stay, verb, carer=carer)
    _change_bed(stay, bed, is_here=is_here, by=by, reason=reason)
    for each, other in zip(along, free, strict=False):
        _change_bed(each, other, is_here=is_here, by=by, reason=reason)
    recount([stay.site_id])


def _change_bed(stay: Stay, bed: Bed, *, is_here: bool, by: User, reason: str) -> None:
    old = free_bed(stay)
    give_bed(stay, bed, is_reservation=not is_here, by=by)
    note(stay, MovementKind.MOVED, by=by, from_bed=old, to_bed=bed, words=reason)
    _record(
        "stay.moved", stay, by=by, before={"bed": str(old)}, after={"bed": str(bed)}, reason=reason
    )


@transaction.atomic
def send_to_hospital(stay: Stay, *, hospital: str, keeps_bed: bool = True, by: User) -> None:
    """Somebody goes to hospital and is expected back; the bed is kept, or given up."""
    check_may_keep(by, stay.site)
    lock_measure(stay.measure)
    STAY.move(stay, "to_hospital")
    bed = stay.uses.select_related("bed").get(until=None).bed if keeps_bed else free_bed(stay)
    note(stay, MovementKind.TO_HOSPITAL, by=by, from_bed=bed, words=hospital)
    _record("stay.to_hospital", stay, by=by)
    suspend_measure(stay.measure, hospital=hospital, by=by)
    recount([stay.site_id])


@transaction.atomic
def come_back(stay: Stay, *, bed: Bed | None = None, by: User) -> None:
    """Somebody is back from hospital: into the bed that was kept, or into another."""
    check_may_keep(by, stay.site)
    lock_measure(stay.measure)
    kept = stay.uses.select_related("bed").filter(until=None).first()
    refuse_if(_NO_BED if kept is None and bed is None else None)
    carer = stay.carer
    if bed is not None and (kept is None or kept.bed_id != bed.pk):
        carer = check_bed(hold_room(bed.room_id), bed, stay, site=stay.site)
    STAY.move(stay, "come_back", carer=carer)
    if bed is not None and (kept is None or kept.bed_id != bed.pk):
        free_bed(stay)
        give_bed(stay, bed, is_reservation=False, by=by)
    note(stay, MovementKind.BACK, by=by, to_bed=bed or (kept.bed if kept else None))
    _record("stay.back", stay, by=by)
    resume_measure(stay.measure, by=by)
    recount([stay.site_id])


@transaction.atomic
def leave_site(stay: Stay, *, going: str, words: str = "", by: User) -> None:
    """Somebody leaves for good and is not released; the room is to be disinfected before the next
    one comes. In the same transaction they belong to whoever looks after them at home, who accepts:
    nobody is left on a list of a site at which they are not.

    Home is where a decision sends them before their last day here, never after it: then they are
    released, and checked. Where the rule asks for a second person they stay until it is confirmed.
    """
    check_may_keep(by, stay.site)
    refuse_if(_NOT_RELEASED_HERE if going == Going.RELEASED else None, check_reason(words))
    lock_measure(stay.measure)
    STAY.check("leave", stay.status)
    measure = find_held(stay)
    if going == Going.HOME and measure is not None:
        check_may_release(by, stay.site)
        hand_over_early(measure, words=words, by=by)
        return
    hold_rooms(stay.uses.filter(until=None).values_list("bed__room", flat=True))
    if measure is not None:
        _hand_home(stay, measure, Going(going), by=by, words=words)  # and count last
    go(stay, Going(going), by=by, words=words)


def _hand_home(stay: Stay, measure: Measure, going: Going, *, words: str, by: User) -> None:
    """In hospital nothing is due of them; the measure of who has died ends. Whose measure has
    ended, or belongs elsewhere already, stays as it is.
    """
    if going == Going.DIED:
        end_after_death(measure, by=by, reason=words)
        return
    is_away = measure.status == MeasureStatus.SUSPENDED
    if going == Going.HOSPITAL and not is_away:
        suspend_measure(measure, hospital=words, by=by)
    elif going != Going.HOSPITAL and is_away:
        resume_measure(measure, by=by)
    hand_over_unreleased(_held(stay), words=words, by=by)


def _held(stay: Stay) -> Measure:
    """As the deed before has left it."""
    measure = find_held(stay)
    assert measure is not None, "it is held until it is handed over"
    return measure


@transaction.atomic
def send_to_site(stay: Stay, bed: Bed, *, by: User, reason: str) -> Stay:
    """Hand somebody on to a bed of another site: it answers for them from now on, and expects them.

    Who does it keeps both sites, so that neither takes or sends anybody behind the other's back.
    """
    lock_measure(stay.measure)
    left = stay.uses.filter(until=None).values_list("bed__room", flat=True)
    hold_rooms([bed.room_id, *left])
    other = hold_room(bed.room_id).room.site
    check_may_keep(by, stay.site)
    check_may_keep(by, other)
    refuse_if(check_reason(reason), _SAME_SITE if other.pk == stay.site_id else None)
    STAY.check("leave", stay.status)
    move_to_site(check_needs_room(stay.measure), site=other.premises, by=by)
    hold_figures([stay.site_id, other.pk])
    go(stay, Going.ELSEWHERE, by=by, words=reason)
    return reserve_bed(
        stay.measure, bed, planned_on=today(), diet=stay.diet, need=stay.need,
        remarks=stay.remarks, by=by,
    )  # fmt: skip


@transaction.atomic
def cancel_reservation(stay: Stay, *, by: User, reason: str) -> None:
    """Somebody does not come after all: the bed is free again."""
    check_may_keep(by, stay.site)
    refuse_if(check_reason(reason))
    lock_measure(stay.measure)
    cancel(stay, by=by, words=reason)


@transaction.atomic
def divert_to_hospital(stay: Stay, *, hospital: str, by: User) -> None:
    """Somebody who was expected goes to hospital instead: the bed is free again, and nothing is due
    until the return. From then on they wait for a room anew.
    """
    check_may_keep(by, stay.site)
    lock_measure(stay.measure)
    STAY.check("cancel", stay.status)
    note(stay, MovementKind.TO_HOSPITAL, by=by, words=hospital)
    _record("stay.diverted", stay, by=by)
    if held := find_held(stay):  # another site has handed them on: it is ours already
        _hand_home(stay, held, Going.HOSPITAL, words=hospital, by=by)
    elif (measure := find_waiting(stay.measure.number)) and measure.status == _RUNNING:
        suspend_measure(measure, hospital=hospital, site=stay.site.premises, by=by)
    cancel(stay, by=by)


def _record(
    kind: str,
    stay: Stay,
    *,
    by: User,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    record(
        kind, stay, by=by, area_code=stay.site.area_code, before=before, after=after, reason=reason
    )


def _check_planned(planned_on: date) -> Refusal | None:
    return None if today() <= planned_on <= today() + AHEAD else _NOT_THEN


def _is_elsewhere(stay: Stay) -> Refusal:
    return Refusal(
        "isolation.has_a_room",
        filled(
            _("This person has a room already: %(site)s, %(room)s."),
            site=stay.site,
            room=stay.room or "—",
        ),
        _("Move them there, or let that site cancel or release them first."),
    )


_RUNNING = MeasureStatus.RUNNING
_IS_ON_THE_WAY = Q(boarded_at__isnull=False, arrived_at=None, transfer__status="under_way")
_ON_THE_WAY = Refusal(
    "isolation.not_arrived",
    _("They have got on the bus, and have not come through the door yet."),
    _("Tick them on the list of the bus first."),
)
_HAS_A_ROOM = Refusal(
    "isolation.has_a_room",
    _("Somebody else was faster: this person has just been given a room."),
    _("Look at their stay."),
)
_NOT_THEN = Refusal(
    "isolation.planned_day",
    filled(_("A room is kept from today up to %(days)s days ahead."), days=AHEAD.days),
    _("Check the day."),
    field="planned_on",
)
_SAME_SITE = Refusal(
    "isolation.same_site",
    _("They are at this site already."),
    _("Give them another room instead."),
    field="bed",
)
_SAME_BED = Refusal(
    "isolation.same_bed", _("They have this bed already."), _("Choose another."), field="bed"
)
_TOO_FEW_BEDS = Refusal(
    "isolation.too_few_beds",
    _("There are not enough free beds for those they care for."),
    _("Choose a larger room."),
    field="bed",
)
_NO_BED = Refusal(
    "isolation.bed_given_up",
    _("The bed was given up when they went to hospital."),
    _("Choose another."),
    field="bed",
)
_NOT_RELEASED_HERE = Refusal(
    "isolation.release_is_checked",
    _("Whoever is released is checked first."),
    _("Use the list of those whose days are over."),
    field="going",
)
