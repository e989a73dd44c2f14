"""Who is expected at a site goes to hospital instead: it is noted on the page of the stay."""

import pytest
from django.urls import reverse

from longgang.audit.models import Event
from longgang.core.clock import today
from longgang.core.errors import IllegalMove, NotAllowed
from longgang.isolation.actions.stays import (
    check_in_guest,
    divert_to_hospital,
    reserve_bed,
    send_to_site,
)
from longgang.isolation.actions.transfers import list_riders, set_off
from longgang.isolation.models import Room, Stay
from longgang.isolation.queries import waiting_for_room
from longgang.measures.api import Measure, resume_measure, suspend_measure

from . import build
from .test_transfers import a_bus

pytestmark = pytest.mark.django_db

HOSPITAL = "市中心医院"


@pytest.fixture
def stay(measure, site, dao) -> Stay:
    return build.reserved(measure, site, "301", dao)


def again(stay: Stay) -> Stay:
    return Stay.objects.select_related("measure").get(pk=stay.pk)


def test_the_room_is_free_and_nothing_is_due_until_the_return(stay, site, dao, lin):
    divert_to_hospital(stay, hospital=HOSPITAL, by=dao)
    found = again(stay)
    assert (found.status, found.measure.status) == ("cancelled", "suspended")
    assert Room.objects.free().filter(label="301").exists()
    said = [(each.kind, each.words) for each in found.movements.all()]
    assert said == [("reserved", ""), ("to_hospital", HOSPITAL), ("cancelled", "")]
    assert Event.objects.filter(kind="stay.diverted", subject_number=stay.number).count() == 1
    assert not waiting_for_room(on=today()).exists()
    resume_measure(found.measure, by=lin)
    assert waiting_for_room(on=today()).get() == found.measure
    reserve_bed(found.measure, build.bed(site, "301"), planned_on=today(), by=dao)


def test_a_positive_test_is_seen_to_by_it_and_no_bus_waits(stay, site, lin, dao, signed_in):
    other = build.reserved(build.a_measure(lin, 2), site, "302", dao)
    bus = a_bus(site, dao)
    list_riders(bus, [stay, other], by=dao)
    build.a_result(stay, "positive", lin)
    divert_to_hospital(stay, hospital=HOSPITAL, by=dao)
    page = signed_in(dao).get(reverse("isolation:transfer", args=[bus.number])).content.decode()
    assert stay.person.name + "<" not in page
    assert "核酸阳性" not in page
    set_off(bus, [other], by=dao)


def test_where_it_stands_on_the_measure_already_the_room_is_freed(stay, dao, lin):
    suspend_measure(Measure.objects.get(pk=stay.measure_id), hospital=HOSPITAL, by=lin)
    divert_to_hospital(stay, hospital=HOSPITAL, by=dao)
    assert (again(stay).status, again(stay).measure.status) == ("cancelled", "suspended")


def test_whom_another_site_has_handed_on_belongs_to_the_community_again(
    measure, site, other_site, dao, kang, xi
):
    guest = build.a_guest(measure, other_site, "301", xi)
    handed = send_to_site(again(guest), build.bed(site, "301"), by=kang, reason="离家近")
    divert_to_hospital(handed, hospital=HOSPITAL, by=dao)
    found = again(handed)
    assert (found.status, found.measure.status) == ("cancelled", "suspended")
    assert found.measure.held_at is None


def test_whoever_is_in_the_room_goes_to_hospital_and_is_not_diverted(stay, dao):
    check_in_guest(stay, signed_by=stay.person.name, by=dao)
    with pytest.raises(IllegalMove):
        divert_to_hospital(again(stay), hospital=HOSPITAL, by=dao)


def test_only_who_keeps_the_site_that_expects_them_notes_it(stay, lin, ling, xi):
    for stranger in (lin, ling, xi):
        with pytest.raises(NotAllowed):
            divert_to_hospital(stay, hospital=HOSPITAL, by=stranger)
    with pytest.raises(NotAllowed):
        suspend_measure(stay.measure, hospital=HOSPITAL, by=xi)


def test_the_page_of_who_is_expected_offers_it(stay, dao, signed_in):
    client, url = signed_in(dao), reverse("isolation:do", args=[stay.number, "divert"])
    assert url in client.get(stay.get_absolute_url()).content.decode()
    assert client.post(url, {"hospital": ""}).status_code == 422
    page = client.post(url, {"hospital": HOSPITAL}, follow=True).content.decode()
    assert HOSPITAL in page
    assert url not in page
    assert again(stay).measure.status == "suspended"
