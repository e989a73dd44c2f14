"""The staff of a site are told who and what comes and is asked for, until it is settled."""

import pytest

from longgang.core.clock import now
from longgang.isolation.actions.day import ask_for, settle_request
from longgang.isolation.actions.stays import cancel_reservation, check_in_guest
from longgang.isolation.actions.transfers import (
    call_off_transfer,
    list_riders,
    plan_transfer,
    set_off,
    tick_at_the_door,
)
from longgang.isolation.models import Stay
from longgang.notices.models import Notice

from . import build

pytestmark = pytest.mark.django_db


def waiting(user) -> list[str]:
    """The kinds of what waits for this person, in order."""
    rows = Notice.objects.filter(user=user, waits=True).order_by("created_at", "pk")
    return list(rows.values_list("kind", flat=True))


@pytest.fixture
def stay(measure, site, kang, dao) -> Stay:
    return build.reserved(measure, site, "301", kang)


def test_a_reservation_is_told_to_the_site_alone_until_the_check_in(stay, dao, tan, xi, kang, lin):
    assert waiting(dao) == waiting(tan) == ["stay.reserved"]
    assert waiting(xi) == waiting(kang) == waiting(lin) == []
    assert Notice.objects.filter(user=dao).get().url == stay.get_absolute_url()
    check_in_guest(stay, signed_by="何静", by=tan)
    assert waiting(dao) == waiting(tan) == []


def test_who_reserves_it_is_not_told_and_many_are_one_notice(stay, site, lin, dao, tan):
    second = build.reserved(build.a_measure(lin, 2), site, "302", tan)
    assert Notice.objects.get(user=dao).text == "贵点待入住人员：2 人。"
    assert Notice.objects.get(user=tan).url == stay.get_absolute_url()
    cancel_reservation(second, by=tan, reason="改为居家隔离")
    assert waiting(dao) == ["stay.reserved"]
    cancel_reservation(stay, by=tan, reason="改为居家隔离")
    assert waiting(dao) == []


def test_a_request_waits_until_it_is_settled_and_the_guest_hears_of_it(stay, ada, dao, tan):
    stay.person.user = ada
    stay.person.save()
    check_in_guest(stay, signed_by="何静", by=dao)
    request = ask_for(Stay.objects.get(), "meal", "想吃面条", by=ada)
    assert waiting(dao) == waiting(tan) == ["request.made"]
    settle_request(request, answer="已告知厨房", by=dao)
    assert waiting(dao) == waiting(tan) == []
    assert Notice.objects.filter(user=ada, kind="request.settled").count() == 1


def test_who_writes_a_request_down_and_settles_it_is_told_nothing(stay, dao):
    check_in_guest(stay, signed_by="何静", by=dao)
    request = ask_for(Stay.objects.get(), "meal", "想吃面条", by=dao)
    settle_request(request, answer="已告知厨房", by=dao)
    assert waiting(dao) == []
    assert not Notice.objects.filter(kind="request.settled").exists()


def test_a_bus_is_expected_until_it_has_come_or_does_not(stay, site, dao, kang):
    facts = {"plate": "辽P33333", "driver_name": "陈", "escort_name": "护", "leaves_from": "望海寺"}
    bus = plan_transfer(site, **facts, leaves_at=now(), by=kang)
    other = plan_transfer(site, **facts, leaves_at=now(), by=kang)
    buses = ["stay.reserved", "transfer.planned", "transfer.planned"]
    assert waiting(dao) == buses
    call_off_transfer(other, by=kang, reason="无人乘坐")
    list_riders(bus, [stay], by=kang)
    set_off(bus, [stay], by=kang)
    assert waiting(dao) == ["stay.reserved", "transfer.planned", "transfer.set_off"]
    tick_at_the_door(bus, [stay], by=dao)
    assert waiting(dao) == ["stay.reserved"]
