"""Opening a site, entering rooms, what they are like, closing it."""

import pytest

from longgang.audit.models import Event
from longgang.core.clock import today
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.isolation.actions.sites import add_rooms, close_site, open_site, set_condition
from longgang.isolation.models import Bed, Room, Site, SiteFigures

from . import build
from .anew import new_lead, new_place, new_site  # noqa: F401 - found by being here

pytestmark = pytest.mark.django_db
FLOOR = {"building": "B", "level": 5, "zone": "contaminated"}


def refusals(raised) -> list[str]:
    return [refusal.code for refusal in raised.value.refusals]


def test_a_site_is_opened_once_and_again_after_it_was_closed(place, tan):
    site = open_site(place, phone="0429-3110001", by=tan)
    with pytest.raises(Refused) as raised:
        open_site(place, phone="0429-3110001", by=tan)
    assert refusals(raised) == ["isolation.open_already"]
    close_site(site, by=tan, reason="疫情结束")
    with pytest.raises(StaleRow):
        close_site(site, by=tan, reason="疫情结束")
    assert open_site(place, phone="0429-3110002", by=tan) == site
    kept = Site.objects.get()
    assert (kept.closed_on, kept.opened_on, kept.phone) == (None, today(), "0429-3110002")
    assert Event.objects.filter(kind="site.opened").count() == 2


def test_only_quarantine_sites_are_opened_and_only_by_their_lead(
    place, other_place, rui, tan, dao, xi
):
    for stranger in (dao, xi, rui):
        with pytest.raises(NotAllowed):
            open_site(place, phone="0429-3110001", by=stranger)
    place.kind = "school"
    with pytest.raises(Refused) as raised:
        open_site(place, phone="0429-3110001", by=tan)
    assert refusals(raised) == ["isolation.not_a_site"]


def test_a_floor_of_rooms_is_entered_at_once(site, tan):
    rooms = add_rooms(site, **FLOOR, first=501, last=520, beds=2, is_accessible=True, by=tan)
    assert [rooms[0].label, rooms[-1].label, len(rooms)] == ["501", "520", 20]
    assert Bed.objects.filter(room__in=rooms).count() == 40
    assert Room.objects.filter(is_accessible=True).count() == 20


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"first": 1, "last": 5000}, ["isolation.too_many_rooms"]),
        ({"first": 9, "last": 3}, ["isolation.rooms_backwards"]),
        ({"first": 1, "last": 3, "beds": 7}, ["isolation.too_many_beds"]),
        ({"first": 1, "last": 3, "building": " "}, ["isolation.no_building"]),
        ({"first": 306, "last": 307, "building": "A"}, ["isolation.rooms_there_already"]),
        ({"first": 1, "last": 3, "building": "A", "level": 1}, ["isolation.other_zone"]),
    ],
)  # fmt: skip
def test_rooms_that_cannot_be_are_refused(site, tan, facts, expected):
    before = Room.objects.count()
    with pytest.raises(Refused) as raised:
        add_rooms(site, **{**FLOOR, **facts}, by=tan)
    assert refusals(raised) == expected
    assert Room.objects.count() == before


def test_a_room_in_use_is_neither_soiled_nor_closed_under_somebody(site, measure, dao):
    build.reserved(measure, site, "301", dao)
    room = Room.objects.get(label="301")
    for condition in ("out_of_use", "to_disinfect"):
        with pytest.raises(Refused) as raised:
            set_condition(room, condition, words="水管漏水", by=dao)
        assert refusals(raised)[0] == "isolation.somebody_inside"


def test_out_of_use_says_why_and_the_later_of_two_is_told(site, dao, xi):
    room, seen = Room.objects.get(label="301"), Room.objects.get(label="301")
    with pytest.raises(NotAllowed):
        set_condition(room, "to_disinfect", by=xi)
    with pytest.raises(Refused) as raised:
        set_condition(room, "out_of_use", by=dao)
    assert refusals(raised) == ["isolation.reason_missing"]
    set_condition(room, "out_of_use", words="水管漏水", by=dao)
    with pytest.raises(StaleRow):
        set_condition(seen, "to_disinfect", by=dao)


def test_a_site_with_people_is_not_closed(site, measure, tan, dao):
    build.reserved(measure, site, "301", dao)
    with pytest.raises(Refused) as raised:
        close_site(site, by=tan, reason="疫情结束")
    assert refusals(raised) == ["isolation.people_there"]


def test_the_figures_of_a_site_are_those_of_its_rooms(site, measure, lin, dao):
    build.a_guest(measure, site, "301", dao)
    build.reserved(build.a_measure(lin, 2), site, "302", dao)
    set_condition(Room.objects.get(label="303"), "to_disinfect", by=dao)
    set_condition(Room.objects.get(label="304"), "out_of_use", words="水管漏水", by=dao)
    found = SiteFigures.objects.get(site=site)
    assert (found.here, found.expected) == (1, 1)
    assert (found.rooms, found.used, found.free, found.to_disinfect) == (7, 2, 4, 1)
