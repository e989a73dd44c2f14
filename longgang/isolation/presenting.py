"""What the pages of a site, a room and a stay show, and to whom."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from longgang.accounts.api import Permission, PlaceCodes, User, holds
from longgang.areas.api import area_name, full_area_name
from longgang.core.clock import today
from longgang.core.errors import Words, allows
from longgang.core.forms import Form
from longgang.core.parts import Moment, phone_link
from longgang.core.privacy import mask_name
from longgang.core.sentences import beside, join_sentences
from longgang.core.tags import Tag, Tone
from longgang.measures.api import Measure, check_may_confirm_hand_over, proposed_in_words
from longgang.people.api import Asked, sealed_values

from .deeds import DEEDS
from .kinds import Going, MovementKind, RoomState, Zone
from .lifecycle import HERE, STAY
from .models import BedUse, Room, Site, SiteFigures, Stay
from .overview import days_ahead
from .permissions import (
    check_may_edit_site,
    check_may_keep,
    check_may_release,
    may_give_any_room,
)
from .queries import find_open, find_proposal, rooms_of, uses_by_room, waiting_for_room
from .rules import state_of
from .wording import days_left, name_of, positive_tags, room_tag, stay_tag

SHOWN = 50  # of those who wait for a room


@dataclass(frozen=True)
class Tile:
    """One room in the grid of a site."""

    room: Room
    state: RoomState
    tag: Tag
    guests: list[tuple[str, Words, Tag | None]]  # name, how long they stay, and a positive test


@dataclass(frozen=True)
class FloorOfTiles:
    """One floor with its rooms."""

    title: str
    zone: Words
    is_for_guests: bool
    tiles: list[Tile]


def site_context(site: Site, user: User, state: str) -> dict[str, Any]:
    """A site: its figures, and its rooms floor by floor."""
    used = uses_by_room(site)
    measures = [use.stay.measure for uses in used.values() for use in uses]
    positive = positive_tags(measures, with_moment=False)
    tiles = [_tile(room, used.get(room.pk, []), user, positive) for room in rooms_of(site)]
    for_guests = [tile for tile in tiles if tile.room.floor.zone == Zone.CONTAMINATED]
    counts = Counter(tile.state for tile in for_guests)
    shown = [tile for tile in for_guests if tile.state == state] if state else tiles
    return {
        "site": site,
        "figures": site.figures,
        "days": days_ahead(site.figures, today=today()),
        "states": [(each, room_tag(each), counts[each]) for each in RoomState],
        "state": state,
        "floors": list(_floors(shown)),
        "has_rooms": bool(tiles),
        "may_edit": allows(check_may_edit_site, user, site) and site.closed_on is None,
        "may_keep": allows(check_may_keep, user, site) and site.closed_on is None,
        "facts": [
            (_("Phone of the desk at the door"), phone_link(site.phone)),
            (_("Address"), site.premises.address),
            (_("Area"), area_name(site.area_code)),
            (_("Open since"), site.opened_on),
            *([(_("Closed on"), site.closed_on)] if site.closed_on else []),
        ],
    }


def _tile(room: Room, uses: list[BedUse], user: User, positive: Mapping[int, Tag]) -> Tile:
    state = state_of(condition=room.condition, uses=[use.is_reservation for use in uses])
    guests = [
        (
            name_of(use.stay, user),
            days_left(use.stay.measure.central_ends_on, today()),
            positive.get(use.stay.measure_id),
        )
        for use in uses
    ]
    return Tile(room, state, room_tag(state), guests)


def _floors(tiles: list[Tile]) -> Iterator[FloorOfTiles]:
    """One after the other, as they come."""
    floors: dict[int, list[Tile]] = {}
    for tile in tiles:
        floors.setdefault(tile.room.floor_id, []).append(tile)
    for rooms in floors.values():
        floor = rooms[0].room.floor
        yield FloorOfTiles(
            str(floor), Zone(floor.zone).label, floor.zone == Zone.CONTAMINATED, rooms
        )


def room_context(room: Room, user: User) -> dict[str, Any]:
    """A room with who is in it."""
    uses = uses_by_room(room.site).get(room.pk, [])
    positive = positive_tags([use.stay.measure for use in uses])
    tile = _tile(room, uses, user, positive)
    return {
        "room": room,
        "tile": tile,
        "guests": [
            (use.stay, name_of(use.stay, user), stay_tag(use.stay),
             positive.get(use.stay.measure_id))
            for use in uses
        ],
        "facts": [
            (_("Floor"), beside(str(room.floor), Zone(room.floor.zone).label)),
            (_("Beds"), len(room.beds.all())),
            (_("Kind"), beside(_("accessible") if room.is_accessible else "",
                               _("family room") if room.is_family else "") or "—"),
            (_("Condition"), beside(room.get_condition_display(), room.condition_words)),
            (_("Since"), room.condition_at),
        ],
        "may_keep": allows(check_may_keep, user, room.site),
    }  # fmt: skip


def stay_context(stay: Stay, user: User, asked: Asked) -> dict[str, Any]:
    """The whole page of a stay."""
    measure = stay.measure
    proposal = find_proposal(measure) if stay.status in HERE else None
    return {
        "stay": stay,
        "name": name_of(stay, user),
        "status": stay_tag(stay),
        "tags": positive_tags([measure]).values(),
        "status_text": beside(stay.site, stay.room or "", _until(stay)),
        "proposal": join_sentences(proposed_in_words(proposal), proposal.words) if proposal else "",
        "may_confirm": proposal is not None
        and allows(check_may_release, user, stay.site)
        and allows(check_may_confirm_hand_over, user, proposal),
        "values": sealed_values(
            stay.person, user, asked, place=place_of(stay), address_of=measure.home
        ),
        "facts": _facts(stay, user),
        "moments": list(_moments(stay)),
        "buttons": [
            (deed, asked.forms.get(verb) or deed.form_for(stay, user))
            for verb, deed in DEEDS.items()
            if verb in asked.forms or deed.is_offered(user, stay)
        ],
        "may_see_measure": holds(user, Permission.MEASURE_VIEW, **measure.seen_from),
        "may_send": STAY.may("leave", stay.status) and may_give_any_room(user),
        "has_notice": stay.going == Going.RELEASED,
    }


def _until(stay: Stay) -> str:
    if stay.left_at or stay.cancelled_at:
        return ""
    return str(days_left(stay.measure.central_ends_on, today()))


def _facts(stay: Stay, user: User) -> list[tuple[str, object]]:
    company = [stay.carer, *stay.cared_for.open().select_related("person", "measure")]
    names = [name_of(each, user) for each in company if each]
    return [
        (_("Site"), stay.site),
        (_("Room"), stay.room or "—"),
        (_("Planned for"), stay.planned_on),
        (_("Checked in"), stay.checked_in_at),
        (_("Last day here"), stay.measure.central_ends_on),
        (_("Meals"), stay.get_diet_display()),
        (_("To be known"), stay.remarks),
        (_("Together with"), beside(_(", ").join(names), stay.get_need_display())),
        (_("Agreement signed by"),
         beside(stay.signed_by, _("for the guest") if stay.is_signed_for else "")),
        (_("Number"), stay.number),
    ]  # fmt: skip


def place_of(stay: Stay) -> PlaceCodes:
    """From where the person is seen: the area of the home, and the site."""
    return {"area_code": stay.measure.area_code, "premises_number": stay.site.number}


TONES = {
    MovementKind.CHECKED_IN: Tone.GOOD,
    MovementKind.BACK: Tone.GOOD,
    MovementKind.TO_HOSPITAL: Tone.SOON,
    MovementKind.LEFT: Tone.IDLE,
    MovementKind.CANCELLED: Tone.IDLE,
}


def _moments(stay: Stay) -> Iterator[Moment]:
    """Every movement, the newest first."""
    beds = ("from_bed__room__floor__building", "to_bed__room__floor__building")
    for each in reversed(stay.movements.select_related("by", *beds)):
        kind = MovementKind(each.kind)
        way = " → ".join(str(bed) for bed in (each.from_bed, each.to_bed) if bed)
        yield Moment(
            beside(kind.label, way), each.at, each.by.name,
            beside(each.get_fact_display(), each.words), TONES.get(kind, Tone.INFO),
        )  # fmt: skip


# --- finding a room ------------------------------------------------------------------------------


def find_context(measures: list[Measure], user: User) -> dict[str, Any]:
    """Who was found, each with the stay they have, or the way to a room."""
    lines = []
    for measure in measures:
        stay = find_open(measure.person)
        is_seen = stay is not None and Stay.objects.visible_to(user).filter(pk=stay.pk).exists()
        lines.append((measure, waiting_name(measure, user), stay, is_seen))
    waiting = waiting_for_room(on=today())
    waiting = waiting if may_give_any_room(user) else waiting.none()
    count, shown = waiting.count(), waiting[:SHOWN]
    return {
        "lines": lines,
        "waiting": [(each, waiting_name(each, user), area_name(each.area_code)) for each in shown],
        "waiting_count": count,
        "left_out": max(count - SHOWN, 0),
    }


def waiting_name(measure: Measure, user: User) -> str:
    """The name; masked for who does not look after the person yet."""
    name: str = measure.person.name
    may_know = holds(user, Permission.PERSON_VIEW, **measure.seen_from)
    return name if may_know else mask_name(name)


def reserve_context(
    measure: Measure, user: User, site: Site | None, form: Form | None
) -> dict[str, Any]:
    """The page that gives somebody a room."""
    taken = find_open(measure.person)
    sees_stay = taken is not None and Stay.objects.visible_to(user).filter(pk=taken.pk).exists()
    return {
        "measure": measure,
        "taken": taken,
        "taken_url": taken.get_absolute_url() if taken and sees_stay else "",
        "name": waiting_name(measure, user),
        "site": site,
        "form": None if taken else form,
        "sites": [] if taken else _sites_to_choose(user, site),
        "facts": [
            (pgettext("measure", "For whom"), measure.get_who_display()),
            (_("Home area"), full_area_name(measure.area_code)),
            (_("Last day of central isolation"), measure.central_ends_on),
        ],
    }


def send_context(stay: Stay, user: User, site: Site | None, form: Form | None) -> dict[str, Any]:
    """The page that hands somebody on to another site."""
    return {
        "stay": stay,
        "name": name_of(stay, user),
        "site": site,
        "form": form,
        "sites": _sites_to_choose(user, stay.site, site),
    }


def _sites_to_choose(user: User, *but: Site | None) -> list[tuple[Site, SiteFigures]]:
    rows = Site.objects.visible_to(user).open().select_related("premises", "figures")
    return [(each, each.figures) for each in rows.exclude(pk__in=[one.pk for one in but if one])]
