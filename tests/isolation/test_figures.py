"""The figures of the sites: counted with every deed, for now and for the next two weeks.

That they equal the rows after each test of this folder is asked by `conftest.py`.
"""

from datetime import timedelta

import pytest

from longgang.accounts.api import Role
from longgang.core.clock import as_if, now, today
from longgang.isolation.actions.sites import add_rooms, set_condition
from longgang.isolation.actions.stays import check_in_guest, leave_site, send_to_hospital
from longgang.isolation.counting import recount_all
from longgang.isolation.models import Room, Site, SiteFigures, Stay
from longgang.isolation.overview import AHEAD, days_ahead, read_overview
from longgang.isolation.queries import waiting_for_room
from longgang.measures.api import extend_by_hand
from tests.cast import sign_in

from . import build

pytestmark = pytest.mark.django_db


def figures_of(site: Site) -> SiteFigures:
    return SiteFigures.objects.get(site=site)


def test_a_new_site_has_rooms_for_guests_alone(site):
    figures = figures_of(site)
    assert (figures.rooms, figures.free, figures.used, figures.here) == (8, 8, 0, 0)


def test_somebody_is_expected_then_here_then_gone(site, measure, dao):
    stay = build.reserved(measure, site, "301", dao)
    figures = figures_of(site)
    assert (figures.expected, figures.here, figures.reserved, figures.free) == (1, 0, 1, 7)
    check_in_guest(stay, signed_by="何静", by=dao)
    figures = figures_of(site)
    assert (figures.expected, figures.here, figures.taken, figures.free) == (0, 1, 1, 7)
    stay = Stay.objects.get(pk=stay.pk)
    send_to_hospital(stay, hospital="市中心医院", by=dao)
    assert (figures_of(site).here, figures_of(site).away, figures_of(site).taken) == (1, 1, 1)
    leave_site(stay, going="hospital", words="中心医院", by=dao)
    figures = figures_of(site)
    assert (figures.here, figures.taken, figures.to_disinfect, figures.free) == (0, 0, 1, 7)
    room = Room.objects.get(site=site, label="301")
    set_condition(room, "ready", by=dao)
    assert figures_of(site).free == 8


def test_a_room_out_of_use_is_none(site, tan):
    room = Room.objects.get(site=site, label="302")
    set_condition(room, "out_of_use", words="水管破裂", by=tan)
    figures = figures_of(site)
    assert (figures.rooms, figures.free, figures.out_of_use) == (7, 7, 1)


def test_the_day_after_the_last_one_is_that_of_leaving(site, measure, dao):
    build.a_guest(measure, site, "301", dao)
    measure.refresh_from_db()
    leaves = measure.central_ends_on + timedelta(days=1)
    days = days_ahead(figures_of(site), today=today())
    assert len(days) == AHEAD
    assert {day.day: day.leaving for day in days if day.leaving} == {leaves: 1}
    assert [day.free for day in days] == [7 if day.day <= leaves else 8 for day in days]


def test_a_room_that_is_left_is_free_the_day_after(site, measure, dao):
    stay = build.a_guest(measure, site, "301", dao)
    leave_site(Stay.objects.get(pk=stay.pk), going="elsewhere", words="转市定点", by=dao)
    days = days_ahead(figures_of(site), today=today())
    assert [day.free for day in days] == [7, *[8] * (AHEAD - 1)]


def test_an_extension_moves_the_day_of_leaving_at_once(site, measure, dao, lin):
    build.a_guest(measure, site, "301", dao)
    measure.refresh_from_db()
    before = measure.central_ends_on
    extend_by_hand(measure, days=2, by=dao, reason="同楼层阳性")
    (leaves,) = figures_of(site).leaving
    assert leaves == (before + timedelta(days=3)).isoformat()


def test_who_has_not_left_in_time_counts_today(site, measure, dao):
    build.a_guest(measure, site, "301", dao)
    measure.refresh_from_db()
    late = measure.central_ends_on + timedelta(days=4)
    days = days_ahead(figures_of(site), today=late)
    assert (days[0].leaving, days[1].leaving) == (1, 0)


def test_a_family_frees_its_room_once(site, lin, dao):
    mother = build.a_measure(lin, 1, "19850615")
    child = build.a_measure(lin, 2, "20200615")
    build.a_guest(mother, site, "321", dao)
    build.a_guest(child, site, "321", dao, 2, need="child")
    figures = figures_of(site)
    assert (figures.here, figures.taken) == (2, 1)
    assert sorted(figures.leaving.values()) == [[2, 1]]


def test_who_was_planned_for_yesterday_is_expected_today(site, measure, dao):
    build.reserved(measure, site, "301", dao)
    tomorrow = today() + timedelta(days=1)
    assert figures_of(site).arriving_on(tomorrow, today=tomorrow) == 1
    assert figures_of(site).arriving_on(tomorrow, today=today()) == 0


def test_all_sites_together(site, other_site, measure, lin, dao, xi, kang):
    build.a_guest(measure, site, "301", dao)
    build.a_guest(build.a_measure(lin, 2), other_site, "301", xi)
    build.a_measure(lin, 3)
    overview = read_overview(kang, today=today())
    assert (overview.total.here, overview.total.used, overview.total.free) == (2, 2, 14)
    assert (overview.waiting, waiting_for_room(on=today()).count()) == (1, 1)
    assert sum(day.leaving for day in overview.days) == 2
    assert [each.figures.here for each in overview.sites] == [1, 1]
    assert [each.pk for each in read_overview(dao, today=today()).sites] == [site.pk]


def test_figures_that_were_lost_come_back(site, measure, dao):
    build.a_guest(measure, site, "301", dao)
    SiteFigures.objects.update(here=99, leaving={})
    recount_all()
    assert figures_of(site).here == 1


def test_the_pages_show_them(site, measure, dao, kang):
    build.a_guest(measure, site, "301", dao)
    for path in ("/isolation/", "/isolation/wall/"):
        answer = sign_in(kang).get(path)
        assert answer.context["total"].here == 1
        assert "海滨健康驿站" in answer.content.decode()
    part = sign_in(kang).get("/isolation/", headers={"HX-Target": "overview"}).content.decode()
    assert part.lstrip().startswith('<div id="overview"')


def test_the_figures_lead_to_the_lists_of_just_these_people(site, lin, dao, kang, staff):
    build.a_measure(lin)
    build.reserved(build.a_measure(lin, 2), site, "301", dao)
    page = sign_in(kang).get("/isolation/")
    assert page.context["waiting"] == 1
    assert page.context["waiting_url"] == "/isolation/reserve/"
    assert 'href="/isolation/reserve/"' in page.content.decode()
    assert len(sign_in(kang).get("/isolation/reserve/").context["waiting"]) == 1
    other = sign_in(staff("指", Role.COMMAND)).get("/isolation/")
    assert other.context["waiting_url"] == ""


def test_whose_days_are_over_are_counted_as_the_list_counts_them(site, measure, dao, kang):
    guest = build.a_guest(measure, site, "301", dao)
    with as_if(now() + (guest.measure.central_ends_on - today()) + timedelta(days=1)):
        figures = sign_in(kang).get("/isolation/").content.decode()
        assert "期满待解除" in figures
        assert "可解除" not in figures
        listed = sign_in(kang).get(f"/isolation/sites/{site.number}/leaving/")
        assert "期满待解除人员" in listed.content.decode()
        assert len(listed.context["lines"]) == 1
        assert read_overview(kang, today=today()).days[0].leaving == 1


def test_on_the_wall_the_site_with_the_largest_share_used_comes_first(
    site, other_site, lin, dao, tan, xi, kang
):
    add_rooms(site, building="B", level=1, zone="contaminated", first=101, last=120, by=tan)
    for serial in (1, 2):
        build.a_guest(build.a_measure(lin, serial), site, f"30{serial}", dao)
        if serial == 1:
            build.a_guest(build.a_measure(lin, 5), other_site, "301", xi)
    lines = sign_in(kang).get("/isolation/wall/").context["lines"]
    assert [line.site for line in lines] == [other_site, site]
    assert [line.used_percent for line in lines] == [12, 7]


def test_the_overview_costs_the_same_for_one_and_for_many(
    site, other_site, kang, dao, measure, django_assert_num_queries
):
    build.a_guest(measure, site, "301", dao)
    assert kang.live_posts
    with django_assert_num_queries(2):
        read_overview(kang, today=today())
