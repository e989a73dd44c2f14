"""Who shares a room with whom, clause by clause."""

import pytest

from longgang.core.errors import Refused
from longgang.isolation.actions.stays import check_in_guest, move_room
from longgang.isolation.models import BedUse, Stay

from . import build

pytestmark = pytest.mark.django_db


def refusals(raised) -> list[str]:
    return [refusal.code for refusal in raised.value.refusals]


@pytest.fixture
def mother(lin, site, dao) -> Stay:
    return build.a_guest(build.a_measure(lin, 1), site, "321", dao)


@pytest.fixture
def child(site, lin):
    """Nine years old."""
    return build.a_measure(lin, 3, "20150101")


def test_each_person_has_a_room_of_their_own(mother, site, lin, dao):
    with pytest.raises(Refused) as raised:
        build.reserved(build.a_measure(lin, 2), site, "321", dao, place=2)
    assert refusals(raised) == ["isolation.one_per_room"]
    assert raised.value.refusals[0].rule


@pytest.mark.parametrize("need", ["pregnant", "ill", "dependent"])
def test_who_needs_care_shares_the_room_of_who_gives_it(mother, site, lin, dao, need):
    stay = build.reserved(build.a_measure(lin, 2), site, "321", dao, place=2, need=need)
    assert stay.carer == mother


def test_a_child_is_not_left_alone(child, site, dao, mother):
    with pytest.raises(Refused) as raised:
        build.reserved(child, site, "302", dao)
    assert refusals(raised) == ["isolation.child_alone"]
    assert build.reserved(child, site, "321", dao, place=2, need="child").carer == mother


def test_who_is_grown_up_is_no_child(mother, site, lin, dao):
    with pytest.raises(Refused) as raised:
        build.reserved(build.a_measure(lin, 2), site, "321", dao, place=2, need="child")
    assert refusals(raised) == ["isolation.no_child"]


@pytest.mark.parametrize(
    ("born", "need", "expected"),
    [
        ("19600101", "", ["isolation.carer_elderly"]),
        ("20080101", "", ["isolation.carer_too_young"]),
        ("19850615", "ill", ["isolation.carer_needs_care"]),
        ("19850615", "dependent", ["isolation.carer_needs_care"]),
        ("19600101", "ill", ["isolation.carer_needs_care", "isolation.carer_elderly"]),
    ],
)
def test_who_may_not_be_a_carer(site, lin, dao, child, born, need, expected):
    build.a_guest(build.a_measure(lin, 2, born), site, "321", dao, need=need)
    with pytest.raises(Refused) as raised:
        build.reserved(child, site, "321", dao, place=2, need="child")
    assert refusals(raised) == expected


def test_who_is_cared_for_comes_along_to_another_room(mother, child, site, dao):
    stay = build.reserved(child, site, "321", dao, place=2, need="child")
    check_in_guest(stay, signed_by="何静", is_signed_for=True, by=dao)
    with pytest.raises(Refused) as raised:
        move_room(Stay.objects.get(pk=mother.pk), build.bed(site, "302"), by=dao, reason="换房间")
    assert refusals(raised) == ["isolation.too_few_beds"]
    move_room(Stay.objects.get(pk=mother.pk), build.bed(site, "322"), by=dao, reason="换房间")
    now = BedUse.objects.filter(until=None).order_by("bed__place")
    assert [(use.stay, use.bed.room.label) for use in now] == [(mother, "322"), (stay, "322")]
