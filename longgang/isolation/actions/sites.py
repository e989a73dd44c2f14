"""Opening a site, entering its rooms, what they are like, closing it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises, PremisesKind
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, Refused, StaleRow, about, refuse_all, refuse_if
from longgang.core.identifiers import parse_contact_phone
from longgang.core.tokens import new_number

from ..counting import begin_to_count, recount
from ..kinds import Condition
from ..models import Bed, BedUse, Building, Floor, Room, Site
from ..permissions import check_may_edit_site, check_may_keep
from ..rules import check_condition, check_new_labels, check_reason, check_rooms


@transaction.atomic
def open_site(premises: Premises, *, phone: str, by: User) -> Site:
    """Let people be isolated at these premises, also once more. Its rooms are entered next."""
    known = Site.objects.filter(premises=premises).first()
    site = known or Site(premises=premises)
    check_may_edit_site(by, site)
    refuse_if(_OPEN_ALREADY if known and known.closed_on is None else None)
    refuse_if(_NOT_A_SITE if premises.kind != PremisesKind.SITE or not premises.is_active else None)
    with about("phone"):
        site.phone = parse_contact_phone(phone)
    site.opened_on, site.closed_on = today(), None
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as error:
        raise Refused(_OPEN_ALREADY) from error
    begin_to_count(site)
    record("site.opened", site, by=by, area_code=site.area_code)
    return site


@transaction.atomic
def close_site(site: Site, *, by: User, reason: str) -> None:
    """Take nobody in any more. Refused while somebody is there or expected."""
    check_may_edit_site(by, site)
    refuse_if(check_reason(reason))
    held = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if held.closed_on is not None:
        raise StaleRow
    refuse_if(_PEOPLE_THERE if held.stays.open().exists() else None)
    held.closed_on = site.closed_on = today()
    held.save(update_fields=["closed_on"])
    record("site.closed", site, by=by, area_code=site.area_code, reason=reason)


@transaction.atomic
def add_rooms(
    site: Site,
    *,
    building: str,
    level: int,
    zone: str,
    first: int,
    last: int,
    beds: int = 1,
    is_accessible: bool = False,
    is_family: bool = False,
    by: User,
) -> list[Room]:
    """Enter the rooms with these numbers, each with so many beds: a floor in one go."""
    check_may_edit_site(by, site)
    refuse_all(check_rooms(first, last, beds))
    building = building.strip()
    refuse_if(None if building else _NO_BUILDING)
    house, _new = Building.objects.get_or_create(site=site, name=building)
    floor, _new = Floor.objects.get_or_create(building=house, level=level, defaults={"zone": zone})
    refuse_if(None if floor.zone == zone else _OTHER_ZONE)
    labels = [str(number) for number in range(first, last + 1)]
    known = set(Room.objects.filter(floor__building=house).values_list("label", flat=True))
    refuse_if(check_new_labels(labels, known))
    rooms = Room.objects.bulk_create(
        Room(
            number=new_number("FJ"),
            site=site,
            floor=floor,
            label=label,
            is_accessible=is_accessible,
            is_family=is_family,
            condition=Condition.READY,
            condition_at=now(),
        )
        for label in labels
    )
    Bed.objects.bulk_create(
        Bed(room=room, place=place) for room in rooms for place in range(1, beds + 1)
    )
    record(
        "site.rooms_added",
        site,
        by=by,
        area_code=site.area_code,
        after={"rooms": f"{building} {first}–{last}", "beds": beds, "zone": zone},
    )
    recount([site.pk])
    return rooms


@transaction.atomic
def set_condition(room: Room, condition: str, *, words: str = "", by: User) -> None:
    """Say that a room was disinfected, is to be, or is out of use and why."""
    check_may_keep(by, room.site)
    held = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    if held.condition != room.condition:
        raise StaleRow
    is_used = BedUse.objects.filter(bed__room=held, until=None).exists()
    refuse_if(*check_condition(condition, is_used=is_used, words=words))
    before = held.condition
    change_condition(held, condition, words)
    room.condition = held.condition
    record(
        "room.condition_set",
        room,
        by=by,
        area_code=room.site.area_code,
        before={"condition": before},
        after={"condition": condition},
        reason=words,
    )
    recount([room.site_id])


def change_condition(room: Room, condition: str, words: str = "") -> None:
    """Part of another deed; expects the row held."""
    room.condition, room.condition_words = condition, words.strip()
    room.condition_at = now()
    room.save(update_fields=["condition", "condition_words", "condition_at"])


_NOT_A_SITE = Refusal(
    "isolation.not_a_site",
    _("These premises are no quarantine site in use."),
    _("Enter them under Premises as one first."),
    field="premises",
)
_OPEN_ALREADY = Refusal(
    "isolation.open_already",
    _("This site is open already."),
    _("Look at its page."),
    field="premises",
)
_PEOPLE_THERE = Refusal(
    "isolation.people_there",
    _("There are people at this site, or some are expected."),
    _("Release them, or find them a room at another site first."),
)
_NO_BUILDING = Refusal("isolation.no_building", _("Name the building."), field="building")
_OTHER_ZONE = Refusal(
    "isolation.other_zone",
    _("This floor lies in another zone."),
    _("A floor has one zone. Check the floor."),
    field="zone",
)
