"""The lists held against each other: every way in which they can differ, and who is told."""

from datetime import timedelta

import pytest

from longgang.core.clock import as_if, now, today
from longgang.isolation.actions.reconciling import tell_differences
from longgang.isolation.kinds import Mismatch
from longgang.isolation.models import Stay
from longgang.isolation.reconciling import reconcile
from longgang.measures.api import Measure
from longgang.notices.models import Notice
from tests.cast import sign_in

from . import build

pytestmark = pytest.mark.django_db
PAGE = "/isolation/reconciliation/"


def differences(user, day=None):
    """Which there are, with how many people each."""
    found = reconcile(user, today=day or today())
    assert [each.count for each in found] == [each.rows.count() for each in found]
    return {each.mismatch: each.count for each in found if each.count}


def test_lists_that_agree(site, measure, dao, kang):
    build.a_guest(measure, site, "301", dao)
    assert differences(kang) == {}
    assert (
        "lists agree" in sign_in(kang).get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    )


def test_who_is_at_no_site_is_missing_from_day_one_on(measure, kang, site):
    assert differences(kang, measure.day_one_on) == {Mismatch.MISSING: 1}
    assert differences(kang, measure.day_one_on - timedelta(days=1)) == {}
    assert differences(kang, measure.central_ends_on) == {Mismatch.MISSING: 1}
    assert differences(kang, measure.central_ends_on + timedelta(days=1)) == {}


def test_who_has_not_come_is_late_the_day_after(site, measure, dao):
    build.reserved(measure, site, "301", dao)
    assert differences(dao) == {}
    assert differences(dao, today() + timedelta(days=1)) == {Mismatch.LATE: 1}


def test_who_stays_past_the_last_day(site, measure, dao):
    build.a_guest(measure, site, "301", dao)
    measure.refresh_from_db()
    assert differences(dao, measure.central_ends_on) == {}
    assert differences(dao, measure.central_ends_on + timedelta(days=1)) == {Mismatch.OVER: 1}


@pytest.mark.parametrize(
    ("changes", "mismatch"),
    [
        ({"held_at": None}, Mismatch.ELSEWHERE),
        ({"status": "suspended"}, Mismatch.HOSPITAL),
    ],
)
def test_registers_that_contradict_each_other(site, measure, dao, changes, mismatch):
    """No deed leads here; a restored table or a hand in the database could."""
    build.a_guest(measure, site, "301", dao)
    Measure.objects.filter(pk=measure.pk).update(**changes)
    assert differences(dao)[mismatch] == 1


def test_a_measure_at_another_site(site, other_place, measure, dao):
    build.a_guest(measure, site, "301", dao)
    Measure.objects.filter(pk=measure.pk).update(held_at=other_place)
    assert Stay.objects.here().count() == 1
    assert differences(dao) == {Mismatch.ELSEWHERE: 1}


def test_who_is_here_without_a_measure(site, measure, dao, lin):
    build.a_guest(measure, site, "301", dao)
    Measure.objects.filter(pk=measure.pk).update(
        status="cancelled", cancelled_at=now(), cancelled_by=lin, cancelled_why="认错人"
    )
    assert differences(dao) == {Mismatch.WITHOUT: 1}


def test_the_page_names_people_and_what_to_do(site, measure, dao, kang):
    page = sign_in(kang).get(PAGE).content.decode()
    assert f"/isolation/reserve/{measure.number}/" in page


def test_each_night_sites_and_communities_are_told_once(site, measure, lin, dao):
    build.a_guest(build.a_measure(lin, 2), site, "301", dao)
    measure.refresh_from_db()
    with as_if(now() + timedelta(days=(measure.central_ends_on - today()).days)):
        tell_differences()
        tell_differences()
        missing = Notice.objects.filter(kind="site.missing")
        assert {notice.user_id for notice in missing} >= {lin.pk}
        assert missing.filter(user=lin).count() == 1
    with as_if(now() + timedelta(days=(measure.central_ends_on - today()).days + 1)):
        tell_differences()
        told = Notice.objects.filter(kind="site.differences", user=dao)
        assert told.count() == 1
