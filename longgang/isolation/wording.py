"""Labels, colours and sentences of the sites: what a page and the audit book say."""

from collections.abc import Collection
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from longgang.accounts.api import Permission, User, holds
from longgang.core.errors import Words
from longgang.core.privacy import mask_name
from longgang.core.tags import Tag, Tone
from longgang.health.api import positive_tag
from longgang.measures.api import Measure, unattended_positives

from .kinds import RoomState
from .lifecycle import StayStatus
from .models import Site, Stay


def name_of(stay: Stay, user: User) -> str:
    """The person's name; masked for who sees the site but nobody's entry in the register."""
    place = {"area_code": stay.measure.area_code, "premises_number": stay.site.number}
    may_know = holds(user, Permission.PERSON_VIEW, **place)
    name: str = stay.person.name
    return name if may_know else mask_name(name)


POSITIVE = Tag(_("Positive test"), Tone.BAD, sign="test-pipe")
STAY_TONES = {
    StayStatus.RESERVED: (Tone.INFO, "clock"),
    StayStatus.IN: (Tone.GOOD, "home"),
    StayStatus.AWAY: (Tone.SOON, "stethoscope"),
    StayStatus.LEFT: (Tone.IDLE, ""),
    StayStatus.CANCELLED: (Tone.IDLE, ""),
}


def stay_tag(stay: Stay) -> Tag:
    """Where somebody is."""
    status = StayStatus(stay.status)
    tone, sign = STAY_TONES[status]
    return Tag(status.label, tone, sign)


def positive_tags(measures: Collection[Measure], *, with_moment: bool = True) -> dict[int, Tag]:
    """By the key of the measure: that a test was positive, and nobody has seen to it yet. Among all
    rooms of a site there is no place to say of when the sample is.
    """
    found = unattended_positives(measures)
    return {
        key: positive_tag(test.sampled_at) if with_moment else POSITIVE
        for key, test in found.items()
    }


ROOM_TONES = {
    RoomState.FREE: (Tone.GOOD, "check"),
    RoomState.RESERVED: (Tone.INFO, "clock"),
    RoomState.TAKEN: (Tone.INFO, "user"),
    RoomState.TO_DISINFECT: (Tone.SOON, "droplet"),
    RoomState.OUT_OF_USE: (Tone.IDLE, "ban"),
}


def room_tag(state: RoomState) -> Tag:
    """How a room stands."""
    tone, sign = ROOM_TONES[state]
    return Tag(state.label, tone, sign)


def site_tag(site: Site) -> Tag:
    """Whether it takes people in."""
    if site.closed_on is not None:
        return Tag(pgettext_lazy("site", "Closed"), Tone.IDLE)
    return Tag(pgettext_lazy("site", "Open"), Tone.GOOD)


def days_left(last: date | None, today: date) -> Words:
    """How long somebody stays, as a tile says it."""
    if last is None:
        return ""
    days = (last - today).days
    if days < 0:
        return _("days are over")
    if days == 0:
        return pgettext_lazy("stay", "last day today")
    return format_lazy(ngettext_lazy("{n} day to go", "{n} days to go", days), n=days)


EVENT_WORDS: dict[str, Words] = {
    "carer_rule.set": _("Rule of the sites set"),
    "site.opened": _("Quarantine site opened"),
    "site.closed": _("Quarantine site closed"),
    "site.rooms_added": _("Rooms of a site entered"),
    "room.condition_set": _("Condition of a room changed"),
    "stay.reserved": _("Room reserved"),
    "stay.checked_in": _("Checked in at a site"),
    "stay.moved": _("Moved to another room"),
    "stay.to_hospital": _("Went from a site to hospital"),
    "stay.diverted": _("Went to hospital instead of to a site"),
    "stay.back": _("Came back from hospital to a site"),
    "stay.left": _("Left a site for good"),
    "stay.cancelled": _("Reservation of a room cancelled"),
    "transfer.planned": _("Bus to a site planned"),
    "transfer.listed": _("List of a bus written"),
    "transfer.set_off": _("Bus set off"),
    "transfer.ticked": _("People came through the door"),
    "transfer.arrived": _("Bus arrived"),
    "transfer.called_off": _("Bus called off"),
    "request.made": _("Request of a guest"),
    "request.settled": _("Request of a guest settled"),
    "supply.added": _("Supply listed"),
    "supply.counted": _("Supply counted"),
    "shift.handed_over": _("Site handed to the next shift"),
    "shift.accepted": _("Site taken over by the next shift"),
}
NAMES: dict[str, Words] = {
    "isolation.carerrule": _("rule of the sites"),
    "isolation.carerrule.child_below": _("a child below"),
    "isolation.carerrule.adult_from": _("carer from"),
    "isolation.carerrule.elderly_from": _("carer below"),
    "isolation.carerrule.valid_from": _("valid from"),
    "isolation.carerrule.document_number": _("document number"),
    "isolation.site": _("quarantine site"),
    "isolation.site.rooms": _("rooms"),
    "isolation.site.beds": _("beds in each"),
    "isolation.site.zone": _("zone"),
    "isolation.room": _("room"),
    "isolation.room.condition": _("condition"),
    "isolation.stay": _("stay at a site"),
    "isolation.stay.bed": _("bed"),
    "isolation.stay.planned_on": _("planned day"),
    "isolation.stay.going": _("where to"),
    "isolation.stay.fact": _("because"),
    "isolation.transfer": _("bus to a site"),
    "isolation.transfer.people": _("people"),
    "isolation.guestrequest": _("request of a guest"),
    "isolation.guestrequest.kind": _("what it is about"),
    "isolation.supply": _("supply"),
    "isolation.supply.count": _("how many"),
    "isolation.shiftchange": _("change of shifts"),
    "isolation.shiftchange.here": _("people here"),
    "isolation.shiftchange.away": _("in hospital"),
    "isolation.shiftchange.expected": _("expected"),
    "isolation.shiftchange.overdue": _("overdue"),
    "isolation.shiftchange.due": _("due"),
    "isolation.shiftchange.leaving": _("days are over"),
    "isolation.shiftchange.requests": _("requests"),
    "isolation.shiftchange.to_disinfect": _("rooms to be disinfected"),
    "isolation.shiftchange.low": _("low supplies"),
}
