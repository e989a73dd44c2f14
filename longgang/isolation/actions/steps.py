"""Giving a bed and taking it back: parts of the deeds that call them, never a deed alone.

Whoever gives a bed holds its room, so that two at once see each other; and the database refuses a
bed that is somebody's, whatever the code forgets.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, StaleRow, filled, refuse_all, refuse_if
from longgang.core.identifiers import IdKind, read_birthday
from longgang.core.prepared import Prepared
from longgang.core.statements import Given
from longgang.measures.api import Measure
from longgang.notices.api import mark_dealt_with
from longgang.people.api import Person

from ..counting import recount
from ..kinds import Condition, Going, MovementFact, MovementKind
from ..lifecycle import STAY, StayStatus, TransferStatus
from ..models import Bed, BedUse, Movement, Room, Site, Stay
from ..queries import ages
from ..rules import Guest, check_alone, check_carer, check_need, check_room
from .notices import tell_ended
from .sites import change_condition


@dataclass(frozen=True)
class Taken:
    """A room whose row is held, with who is in it or expected."""

    room: Room
    uses: list[BedUse]

    def by_others(self, *stays: Stay) -> list[BedUse]:
        """Whose beds there are not theirs."""
        own = {stay.pk for stay in stays}
        return [use for use in self.uses if use.stay_id not in own]

    def free_beds(self, *stays: Stay) -> list[Bed]:
        """Beds that nobody else has."""
        taken = {use.bed_id for use in self.by_others(*stays)}
        return [bed for bed in self.room.beds.all() if bed.pk not in taken]


def hold_room(room_id: int) -> Taken:
    """The room as it is now; another who gives a bed in it waits until we are done."""
    (room,) = _HELD.list(room=room_id)
    return Taken(room, _USES.list(room=room_id))


_HELD = Prepared(
    lambda: (
        Room.objects.select_related("floor__building", "site__premises")
        .select_for_update(of=("self",))
        .filter(pk=Given("room"))
    )
)
_USES = Prepared(
    lambda: (
        BedUse.objects.filter(bed__room=Given("room"), until=None)
        .select_related("stay__person", "by")
        .order_by("since", "pk")
    )
)


def hold_rooms(room_ids: Iterable[int]) -> None:
    """Several rooms in one order, for a deed that gives up one for another."""
    rows = Room.objects.select_for_update(of=("self",)).filter(pk__in=set(room_ids))
    list(rows.order_by("pk").values_list("pk"))


def as_guest(person: Person, need: str) -> Guest:
    """A person as the carer rules see them."""
    number = person.id_number if person.id_kind == IdKind.RESIDENT else ""
    return Guest(read_birthday(number) if number else None, need)


def check_bed(
    taken: Taken, bed: Bed, stay: Stay, *, site: Site, others: tuple[Stay, ...] = ()
) -> Stay | None:
    """Raise Refused unless this person may have this bed; who in the room would be their carer.

    StaleRow with the name of who was faster when the bed is somebody's already. `others` are those
    who come along.
    """
    room = taken.room
    refuse_if(
        _OTHER_SITE if room.site_id != site.pk else None,
        check_room(
            zone=room.floor.zone, condition=room.condition, is_closed=site.closed_on is not None
        ),
    )
    found = next((use for use in taken.by_others(stay, *others) if use.bed_id == bed.pk), None)
    if found is not None:
        raise StaleRow(_taken_by(found))
    guest = as_guest(stay.person, stay.need)
    limits = ages(today())
    refuse_if(check_need(guest, limits, today=today()))
    inside = [use.stay for use in taken.by_others(stay, *others)]
    if not inside:
        refuse_if(check_alone(guest, limits, today=today()))
        return None
    carer = next((each for each in inside if each.carer_id is None), inside[0])
    care = as_guest(carer.person, carer.need)
    refuse_all(check_carer(guest, care, limits, today=today()))
    return carer


def give_bed(stay: Stay, bed: Bed, *, is_reservation: bool, by: User) -> None:
    """From now on it is theirs; the database refuses it when it is somebody else's."""
    use = BedUse(bed=bed, stay=stay, since=now(), is_reservation=is_reservation, by=by)
    try:
        with transaction.atomic():
            use.save(force_insert=True)
    except IntegrityError as error:
        raise StaleRow(_TAKEN) from error


def free_bed(stay: Stay) -> Bed | None:
    """From now on the bed is nobody's. A room that the last person has lived in is to be
    disinfected before somebody else comes.
    """
    use = stay.uses.select_related("bed__room").filter(until=None).first()
    if use is None:
        return None
    use.until = max(now(), use.since)
    use.save(update_fields=["until"])
    if not use.is_reservation:
        _soil(use.bed.room_id)
    bed: Bed = use.bed
    return bed


def go(stay: Stay, going: Going, *, by: User, words: str) -> None:
    """Somebody is out of the door for good. The room is held first, as by whoever gives a bed."""
    hold_rooms(stay.uses.filter(until=None).values_list("bed__room", flat=True))
    STAY.move(stay, "leave", left_at=now(), left_by=by, going=going)
    bed = free_bed(stay)
    note(stay, MovementKind.LEFT, by=by, from_bed=bed, words=words)
    record(
        "stay.left", stay, by=by, area_code=stay.site.area_code, after={"going": str(going)},
        reason=words,
    )  # fmt: skip
    mark_dealt_with(stay)
    recount([stay.site_id])


def hear_going_home(measure: Measure, *, words: str, is_early: bool, by: User) -> None:
    """Whoever is released or sent home is out of the door, on whichever page it was decided: nobody
    is on the list of a site and of the home at once. Who has left before is not here any more.
    """
    rows = Stay.objects.here().filter(measure=measure).select_related("site__premises")
    for stay in rows:
        go(stay, Going.HOME if is_early else Going.RELEASED, by=by, words=words)


def hear_ended(measure: Measure, *, by: User) -> None:
    """A measure has ended on its own page: a bed that was kept for the person is free again, and
    the site is told at once of whoever is still in a room, whom nobody may keep there any longer.
    That they have gone is for the site to see.
    """
    for stay in Stay.objects.open().filter(measure=measure).select_related("site__premises"):
        if stay.status == StayStatus.RESERVED:
            cancel(stay, by=by, fact=MovementFact.MEASURE_ENDED)
        else:
            tell_ended(stay, doer=by)


def cancel(stay: Stay, *, by: User, words: str = "", fact: str = "") -> None:
    """Somebody does not come after all: the bed is free again, and no bus waits for them."""
    STAY.move(stay, "cancel", cancelled_at=now(), cancelled_by=by)
    stay.rides.filter(transfer__status=TransferStatus.PLANNED).delete()
    bed = free_bed(stay)
    note(stay, MovementKind.CANCELLED, by=by, from_bed=bed, words=words, fact=fact)
    record(
        "stay.cancelled", stay, by=by, area_code=stay.site.area_code,
        after={"fact": str(fact)} if fact else None, reason=words,
    )  # fmt: skip
    mark_dealt_with(stay)
    recount([stay.site_id])


def _soil(room_id: int) -> None:
    room = Room.objects.select_for_update(of=("self",)).get(pk=room_id)
    is_used = BedUse.objects.filter(bed__room=room, until=None).exists()
    if not is_used and room.condition == Condition.READY:
        change_condition(room, Condition.TO_DISINFECT)


def note(
    stay: Stay,
    kind: MovementKind,
    *,
    by: User,
    from_bed: Bed | None = None,
    to_bed: Bed | None = None,
    words: str = "",
    fact: str = "",
) -> None:
    """Write the movement down."""
    Movement.objects.create(
        stay=stay, kind=kind, at=now(), by=by, from_bed=from_bed, to_bed=to_bed,
        words=words.strip(), fact=fact,
    )  # fmt: skip


def _taken_by(use: BedUse) -> Refusal:
    return Refusal(
        "isolation.bed_taken",
        filled(_("%(name)s was faster: this bed was given to somebody else."), name=use.by.name),
        _("Choose another."),
        field="bed",
    )


_TAKEN = Refusal(
    "isolation.bed_taken",
    _("Somebody else was faster: this bed has just been given."),
    _("Choose another."),
    field="bed",
)
_OTHER_SITE = Refusal(
    "isolation.bed_of_another_site",
    _("This bed stands at another site."),
    _("Choose one of this site."),
    field="bed",
)
