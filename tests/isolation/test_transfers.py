"""A bus with its list: ticked when people get on, and at the door."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.core.clock import as_if, now
from longgang.core.errors import IllegalMove, NotAllowed, Refused
from longgang.isolation.actions.stays import check_in_guest
from longgang.isolation.actions.transfers import (
    call_off_transfer,
    list_riders,
    plan_transfer,
    set_off,
    tick_at_the_door,
)
from longgang.isolation.models import Stay, Transfer
from longgang.measures.api import Measure, suspend_measure
from tests.measures.build import local

from . import build

pytestmark = pytest.mark.django_db


def code(raised) -> str:
    return raised.value.code


def a_bus(site, by, plate: str = "辽P12345") -> Transfer:
    return plan_transfer(
        site, plate=plate, driver_name="陈", escort_name="护", leaves_from="望海寺社区",
        leaves_at=now() + timedelta(hours=1), by=by,
    )  # fmt: skip


@pytest.fixture
def stays(site, lin, dao) -> list[Stay]:
    return [build.reserved(build.a_measure(lin, n), site, f"30{n}", dao) for n in (1, 2, 3)]


@pytest.fixture
def bus(site, dao, stays) -> Transfer:
    bus = a_bus(site, dao)
    list_riders(bus, stays, by=dao)
    return bus


def test_a_bus_arrives_when_everybody_who_got_on_is_through_the_door(bus, stays, dao):
    set_off(bus, stays[:2], by=dao)
    with pytest.raises(Refused) as raised:
        check_in_guest(stays[0], signed_by=stays[0].person.name, by=dao)
    assert code(raised) == "isolation.not_arrived"
    with pytest.raises(Refused) as raised:
        tick_at_the_door(bus, stays[2:], by=dao)
    assert code(raised) == "isolation.rider_not_aboard"
    tick_at_the_door(bus, stays[:1], by=dao)
    check_in_guest(stays[0], signed_by=stays[0].person.name, by=dao)
    assert Transfer.objects.get().status == "under_way"
    tick_at_the_door(Transfer.objects.get(), stays[1:2], by=dao)
    assert Transfer.objects.get().status == "arrived"
    check_in_guest(stays[2], signed_by=stays[2].person.name, by=dao)


def test_who_missed_the_bus_comes_alone_and_the_movement_says_so(bus, stays, dao, signed_in):
    set_off(bus, stays[:2], by=dao)
    tick_at_the_door(bus, stays[:2], by=dao)
    for stay in stays[1:]:
        check_in_guest(stay, signed_by=stay.person.name, by=dao)
    rode, walked = [stay.movements.get(kind="checked_in") for stay in stays[1:]]
    assert (rode.fact, walked.fact, walked.words) == ("", "missed_bus", "")
    page = stays[2].get_absolute_url()
    assert "未上车，自行到达。" in signed_in(dao).get(page).content.decode()
    english = signed_in(dao).get(page, headers={"Accept-Language": "en"})
    assert "Was not on the bus" in english.content.decode(), "in the language of who reads"


@pytest.mark.parametrize(("ahead", "is_fine"), [(-2, False), (-0.5, True), (13, True), (15, False)])
def test_a_bus_leaves_soon(site, dao, ahead, is_fine):
    def plan():
        return plan_transfer(
            site, plate="辽P12345", driver_name="陈", escort_name="护", leaves_from="望海寺",
            leaves_at=now() + timedelta(days=ahead), by=dao,
        )  # fmt: skip

    if is_fine:
        assert plan().pk
        return
    with pytest.raises(Refused) as raised:
        plan()
    assert [(each.code, each.field) for each in raised.value.refusals] == [
        ("isolation.departure", "leaves_at")
    ]


def test_a_driver_has_the_name_of_a_person(site, dao):
    with pytest.raises(Refused) as raised:
        plan_transfer(
            site, plate="辽P12345", driver_name="陈<i>", escort_name="护{{7}}",
            leaves_from="望海寺", leaves_at=now() + timedelta(hours=1), by=dao,
        )  # fmt: skip
    assert [each.field for each in raised.value.refusals] == ["driver_name", "escort_name"]


def test_a_bus_of_another_year_is_listed_with_its_year(site, bus, dao, signed_in):
    url = reverse("isolation:transfers", args=[site.number])
    assert "2024 2月" not in signed_in(dao).get(url).content.decode()
    Transfer.objects.update(leaves_at=now() - timedelta(days=365))
    assert "2023 2月" in signed_in(dao).get(url).content.decode()


def test_nobody_is_on_two_buses(bus, stays, site, dao):
    other = a_bus(site, dao, "辽P54321")
    with pytest.raises(Refused) as raised:
        list_riders(other, stays[:1], by=dao)
    assert code(raised) == "isolation.rider_on_another_bus"
    call_off_transfer(bus, by=dao, reason="车坏了")
    list_riders(other, stays[:1], by=dao)


def test_only_who_is_expected_there_comes_along(bus, stays, dao, lin, other_site, xi):
    elsewhere = build.reserved(build.a_measure(lin, 8), other_site, "301", xi)
    with pytest.raises(Refused) as raised:
        list_riders(bus, [elsewhere], by=dao)
    assert code(raised) == "isolation.rider_of_another_site"
    check_in_guest(stays[0], signed_by=stays[0].person.name, by=dao)
    with pytest.raises(Refused) as raised:
        list_riders(bus, stays[:1], by=dao)
    assert code(raised) == "isolation.rider_not_expected"


def test_an_empty_bus_does_not_leave_and_a_bus_leaves_once(bus, stays, dao, xi):
    with pytest.raises(Refused) as raised:
        set_off(bus, [], by=dao)
    assert code(raised) == "isolation.nobody_aboard"
    with pytest.raises(NotAllowed):
        set_off(bus, stays, by=xi)
    set_off(bus, stays, by=dao)
    with pytest.raises(IllegalMove):
        set_off(Transfer.objects.get(), stays, by=dao)
    with pytest.raises(IllegalMove):
        call_off_transfer(Transfer.objects.get(), by=dao, reason="车坏了")


def test_a_bus_is_planned_and_ticked_on_its_page(site, stays, dao, signed_in):
    client = signed_in(dao)
    url = reverse("isolation:transfers", args=[site.number])
    facts = {"plate": "辽P12345", "driver_name": "陈", "escort_name": "护",
             "leaves_from": "望海寺", "leaves_at": "2024-02-26T10:00"}  # fmt: skip
    assert client.post(url, {**facts, "plate": "?"}).status_code == 422
    late = client.post(url, {**facts, "leaves_at": "2024-02-20T08:00"})
    assert "发车时间须在今后 14 天内" in late.content.decode()
    page = client.post(url, facts, follow=True).redirect_chain[-1][0]
    bus = Transfer.objects.get()

    def tick(ride: str, *who: Stay):
        where = reverse("isolation:ride", args=[bus.number, ride])
        return client.post(where, {"stays": [each.number for each in who]})

    assert tick("fly").status_code == 404
    tick("list", *stays[:2])
    assert tick("set-off").status_code == 422
    tick("set-off", *stays[:2])
    assert "途中" in client.get(page).content.decode()
    tick("door", *stays[:2])
    assert "已到达" in client.get(page).content.decode()


def test_a_bus_is_called_off_on_its_page(bus, dao, signed_in):
    url = reverse("isolation:call_off", args=[bus.number])
    assert signed_in(dao).post(url, {"reason": ""}).status_code == 422
    signed_in(dao).post(url, {"reason": "车坏了"})
    assert Transfer.objects.get().status == "called_off"


def test_who_is_positive_does_not_ride_with_others(bus, stays, dao, lin, signed_in):
    page = reverse("isolation:transfer", args=[bus.number])
    assert "核酸阳性" not in signed_in(dao).get(page).content.decode()
    build.a_result(stays[0], "positive", lin)
    shown = signed_in(dao).get(page).content.decode()
    assert shown.count("核酸阳性，") == 3, "in the list, and where it is written and ticked"
    where = reverse("isolation:ride", args=[bus.number, "set-off"])
    refused = signed_in(dao).post(where, {"stays": [each.number for each in stays]})
    assert refused.status_code == 422
    assert "请联系指挥部派救护车，或单独安排车辆转运" in refused.content.decode()
    with pytest.raises(Refused) as raised:
        set_off(bus, stays[:2], by=dao)
    assert code(raised) == "isolation.positive_aboard"
    set_off(bus, stays[1:], by=dao)


def test_who_is_positive_is_put_on_no_list_with_others(site, stays, dao, lin, signed_in):
    build.a_result(stays[0], "positive", lin)
    bus = a_bus(site, dao)
    with pytest.raises(Refused) as raised:
        list_riders(bus, stays[:2], by=dao)
    assert code(raised) == "isolation.positive_aboard"
    where = reverse("isolation:ride", args=[bus.number, "list"])
    refused = signed_in(dao).post(where, {"stays": [each.number for each in stays]})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "核酸阳性，尚未处置：何静。" in said
    assert "请联系指挥部派救护车，或单独安排车辆转运" in said
    assert not bus.riders.exists()
    list_riders(bus, stays[1:], by=dao)
    alone = a_bus(site, dao, "辽P54321")
    list_riders(alone, stays[:1], by=dao)
    set_off(alone, stays[:1], by=dao)


def test_whose_positive_test_comes_after_the_list_is_taken_off_it(bus, stays, dao, lin):
    build.a_result(stays[0], "positive", lin)
    with pytest.raises(Refused) as raised:
        list_riders(bus, stays, by=dao)
    assert code(raised) == "isolation.positive_aboard"
    list_riders(bus, stays[1:], by=dao)
    assert list(bus.riders.values_list("stay", flat=True)) == [each.pk for each in stays[1:]]


def test_who_is_positive_may_ride_alone(bus, stays, dao, lin):
    build.a_result(stays[0], "positive", lin)
    set_off(bus, stays[:1], by=dao)


def test_who_was_positive_rides_once_somebody_has_seen_to_it(bus, stays, dao, lin):
    build.a_result(stays[0], "positive", lin)
    build.a_result(stays[1], "positive", lin)
    same_day = local(2024, 2, 26, 8)  # it does not answer it
    build.a_result(stays[0], "negative", lin, at=same_day)
    suspend_measure(Measure.objects.get(pk=stays[1].measure_id), hospital="市中心医院", by=lin)
    with pytest.raises(Refused):
        set_off(bus, stays, by=dao)
    with as_if(local(2024, 2, 27, 10)):
        build.a_result(stays[0], "negative", lin, at=local(2024, 2, 27, 7))
        set_off(bus, stays, by=dao)


def test_who_is_positive_is_let_in_by_somebody_who_knows_it(stays, dao, lin, signed_in):
    build.a_result(stays[0], "positive", lin)
    page = stays[0].get_absolute_url()
    assert "核酸阳性，" in signed_in(dao).get(page).content.decode()
    with pytest.raises(Refused) as raised:
        check_in_guest(stays[0], signed_by=stays[0].person.name, by=dao)
    assert code(raised) == "isolation.positive"
    facts = {"signed_by": stays[0].person.name, "diet": "standard"}
    url = reverse("isolation:do", args=[stays[0].number, "check-in"])
    assert signed_in(dao).post(url, facts).status_code == 422
    signed_in(dao).post(url, facts | {"positive": "已报指挥部，单独等候救护车"})
    assert "单独等候救护车" in signed_in(dao).get(page).content.decode()
    other = signed_in(dao).get(stays[1].get_absolute_url()).content.decode()
    assert "核酸阳性" not in other
