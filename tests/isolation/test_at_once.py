"""Two at once, in transactions of their own: one bed for one person, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import DatabaseError, connection, connections

from longgang.core.clock import as_if
from longgang.core.errors import IllegalMove, Refused, StaleRow
from longgang.isolation.actions.stays import (
    check_in_guest,
    leave_site,
    move_room,
    send_to_hospital,
    send_to_site,
)
from longgang.isolation.actions.steps import go, hold_rooms
from longgang.isolation.lifecycle import STAY
from longgang.isolation.models import BedUse, Stay
from longgang.measures.actions.steps import hold
from longgang.measures.api import hand_over_early
from tests.measures.build import NOW
from tests.measures.committed import rules  # noqa: F401 - found by being here

from . import build
from .anew import new_lead, new_place, new_site  # noqa: F401 - found by being here
from .test_figures import figures_of
from .test_stays import again

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_clerks_at_once_exactly_one_gives_the_bed(site, lin, dao, tan):
    measures = [build.a_measure(lin, 1), build.a_measure(lin, 2)]
    start = Barrier(2)

    def give(measure, by):
        try:
            with as_if(NOW):
                start.wait(timeout=30)
                build.reserved(measure, site, "301", by)
                return "has it"
        except StaleRow as late:
            return late.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(give, measures, [dao, tan]))
    assert found == ["has it", "isolation.bed_taken"]
    assert BedUse.objects.filter(bed=build.bed(site, "301"), until=None).count() == 1
    assert Stay.objects.count() == 1


def test_two_who_change_places_between_sites_do_not_hold_up_each_other(
    site, other_site, lin, dao, xi, kang, monkeypatch
):
    """Each has left one site when it asks for the other; in one order the second waits before."""
    guests = [
        build.a_guest(build.a_measure(lin, 1), site, "301", dao),
        build.a_guest(build.a_measure(lin, 2), other_site, "301", xi),
    ]
    beds = [build.bed(other_site, "302"), build.bed(site, "302")]
    both_left = Barrier(2)

    def leave(*args, **kwargs):
        go(*args, **kwargs)
        with suppress(BrokenBarrierError):
            both_left.wait(timeout=2)

    monkeypatch.setattr("longgang.isolation.actions.stays.go", leave)

    def send(guest, bed):
        try:
            with as_if(NOW):
                return send_to_site(guest, bed, by=kang, reason="两点对调").status
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, guests, beds)) == ["reserved", "reserved"]
    assert {stay.site for stay in Stay.objects.open()} == {site, other_site}


@pytest.mark.parametrize("deed", ["hospital", "room", "site", "leaves"])
def test_who_is_released_and_sent_on_at_once_goes_one_way(
    deed, site, other_site, lin, dao, kang, monkeypatch
):
    """Both have begun when each asks for what the other holds; in one order the second waits."""
    guest = build.a_guest(build.a_measure(lin), site, "301", dao)
    other = build.bed(other_site, "302")
    deeds = {
        "hospital": lambda: send_to_hospital(again(guest), hospital="中心医院", by=dao),
        "room": lambda: move_room(again(guest), build.bed(site, "303"), by=dao, reason="漏水"),
        "site": lambda: send_to_site(again(guest), other, by=kang, reason="本点要关闭"),
        "leaves": lambda: leave_site(again(guest), going="gone", words="自行离开", by=dao),
    }
    begun = Barrier(2)

    def meet(wrapped):
        def first(*args, **kwargs):
            found = wrapped(*args, **kwargs)
            with suppress(BrokenBarrierError):
                begun.wait(timeout=1)
            return found

        return first

    monkeypatch.setattr(STAY, "move", meet(STAY.move), raising=False)
    monkeypatch.setattr("longgang.isolation.actions.stays.hold_rooms", meet(hold_rooms))
    monkeypatch.setattr("longgang.measures.actions.handing.hold", meet(hold))

    def act(do):
        try:
            with as_if(NOW + timedelta(days=1)):
                do()
                return "done"
        except (StaleRow, IllegalMove, Refused, DatabaseError) as late:
            return type(late).__name__
        finally:
            connection.close()

    def release():
        hand_over_early(again(guest).measure, words="孕晚期", by=kang)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(act, [release, deeds[deed]]))
    assert "done" in found
    assert "OperationalError" not in found


def test_two_at_once_count_each_other(site, lin, dao):
    stays = [
        build.reserved(build.a_measure(lin, serial), site, f"30{serial}", dao)
        for serial in range(1, 5)
    ]

    def arrive(stay):
        try:
            check_in_guest(stay, signed_by=stay.person.name, by=dao)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:  # each at the moment of the test
        waiting = [pool.submit(copy_context().run, arrive, stay) for stay in stays]
        for each in waiting:
            each.result()
    assert (figures_of(site).here, figures_of(site).expected) == (4, 0)
