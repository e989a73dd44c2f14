"""The day at a site: requests, supplies, disinfection, and one shift that hands to the next."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.accounts.api import Role, User, grant_post
from longgang.audit.api import SYSTEM
from longgang.audit.models import Event
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.health.api import list_temperatures, list_tests, record_temperature
from longgang.isolation.actions.day import (
    accept_shift,
    add_supply,
    ask_for,
    count_supply,
    hand_over_shift,
    settle_request,
)
from longgang.isolation.actions.stays import leave_site, send_to_hospital
from longgang.isolation.home import isolation_tasks
from longgang.isolation.models import GuestRequest, ShiftChange, Stay, Supply
from longgang.isolation.queries import (
    in_rooms,
    lines_of,
    meals_of,
    open_matters,
    open_matters_of,
)
from tests.measures.build import NOW, local

from . import build

pytestmark = pytest.mark.django_db


def code(raised) -> str:
    return raised.value.code


@pytest.fixture
def guest(measure, site, dao) -> Stay:
    return build.a_guest(measure, site, "301", dao, diet="halal")


def test_a_guest_asks_and_the_staff_settles_it_once(guest, dao, tan):
    request = ask_for(guest, "repair", "空调不制热", by=dao)
    seen = GuestRequest.objects.get()
    with pytest.raises(Refused) as raised:
        settle_request(request, answer=" ", by=dao)
    assert code(raised) == "isolation.answer_missing"
    settle_request(request, answer="已修好", by=dao)
    with pytest.raises(StaleRow):
        settle_request(seen, answer="再修", by=tan)
    assert not GuestRequest.objects.open().exists()
    assert Event.objects.filter(kind__startswith="request.").count() == 2


def test_only_the_guest_and_the_staff_of_the_site_ask(guest, ada, xi, lin):
    for stranger in (ada, xi, lin):
        with pytest.raises(NotAllowed):
            ask_for(guest, "meal", "想吃面条", by=stranger)
    guest.person.user = ada
    guest.person.save()
    assert ask_for(guest, "meal", "想吃面条", by=ada).asked_by == ada


def test_nothing_is_asked_for_who_has_left(guest, dao):
    leave_site(guest, going="elsewhere", words="转市定点", by=dao)
    with pytest.raises(Refused) as raised:
        ask_for(guest, "meal", "想吃面条", by=dao)
    assert code(raised) == "isolation.asks_from_elsewhere"


def test_what_runs_low_is_told_by_its_count(site, dao, tan):
    supply = add_supply(site, name="N95 口罩", unit="盒", count=30, low_at=10, by=dao)
    with pytest.raises(Refused) as raised:
        add_supply(site, name="N95 口罩", unit="盒", count=1, low_at=1, by=dao)
    assert code(raised) == "isolation.supply_known"
    with pytest.raises(Refused) as raised:
        add_supply(site, name=" ", unit="盒", count=1, low_at=1, by=dao)
    assert code(raised) == "isolation.supply_unnamed"
    assert not Supply.objects.low().exists()
    seen = Supply.objects.get()
    count_supply(supply, count=10, by=dao)
    assert Supply.objects.low().get() == supply
    with pytest.raises(StaleRow):
        count_supply(seen, count=40, by=tan)


def test_a_shift_hands_on_what_is_open_and_another_accepts(guest, site, dao, tan):
    ask_for(guest, "meal", "想吃面条", by=dao)
    change = hand_over_shift(site, words="302 夜里发烧", by=dao)
    assert (change.matters["requests"], change.matters["here"]) == (1, 1)
    with pytest.raises(StaleRow):
        hand_over_shift(site, by=tan)
    with pytest.raises(Refused) as raised:
        accept_shift(change, by=dao)
    assert code(raised) == "core.two_people"
    seen = ShiftChange.objects.get()
    accept_shift(change, by=tan)
    with pytest.raises(StaleRow):
        accept_shift(seen, by=tan)
    hand_over_shift(site, by=tan)


def test_the_database_itself_refuses_to_accept_from_oneself(site, dao):
    change = hand_over_shift(site, by=dao)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftChange.objects.filter(pk=change.pk).update(accepted_at=change.at, accepted_by=dao)


def test_who_has_no_business_there_neither_hands_over_nor_accepts(site, dao, xi, ling):
    change = hand_over_shift(site, by=dao)
    for stranger in (xi, ling):
        with pytest.raises(NotAllowed):
            accept_shift(change, by=stranger)
        with pytest.raises(NotAllowed):
            hand_over_shift(site, by=stranger)


def test_what_is_open_is_counted(guest, site, lin, dao):
    build.reserved(build.a_measure(lin, 2), site, "302", dao)
    matters = open_matters(site)
    assert (matters["here"], matters["expected"], matters["leaving"]) == (1, 1, 0)
    assert matters["due"] == 1


@pytest.mark.parametrize("hour", [9, 11, 13, 21])
def test_what_is_due_is_counted_as_the_round_shows_it(guest, site, lin, dao, tan, hour):
    away = build.a_guest(build.a_measure(lin, 2), site, "302", dao)
    send_to_hospital(Stay.objects.get(pk=away.pk), hospital="市定点", by=tan)
    with as_if(local(2024, 2, 26, hour)):
        seen = Stay.objects.get(pk=guest.pk).measure
        record_temperature(
            seen.person, 36, taken_at=local(2024, 2, 26, 8, 30), **seen.concern, by=dao
        )
        lines, matters = lines_of(site), open_matters(site)
        assert len(lines) == 1
        assert matters["due"] == sum(bool(line.standing.due) for line in lines)
        assert matters["overdue"] == sum(bool(line.standing.overdue) for line in lines)
        assert matters["due"] + matters["overdue"] > 0


def test_two_sites_are_counted_apart_in_the_queries_of_one(
    guest, site, other_site, lin, dao, xi, django_assert_num_queries
):
    build.a_guest(build.a_measure(lin, 2), other_site, "301", xi)
    build.a_guest(build.a_measure(lin, 3), other_site, "302", xi)
    ask_for(guest, "meal", "想吃面条", by=dao)
    gone = build.a_guest(build.a_measure(lin, 4), other_site, "303", xi)
    leave_site(gone, going="elsewhere", words="转市定点", by=xi)
    add_supply(site, name="N95 口罩", unit="盒", count=1, low_at=10, by=dao)
    with django_assert_num_queries(5):
        alone = open_matters_of([site])
    with django_assert_num_queries(5):
        both = open_matters_of([site, other_site])
    assert both[site.pk] == alone[site.pk]
    told = ("here", "due", "requests", "to_disinfect", "low")
    assert [both[site.pk][key] for key in told] == [1, 1, 1, 0, 1]
    assert [both[other_site.pk][key] for key in told] == [2, 2, 0, 1, 0]


def test_a_home_page_asks_no_more_for_two_sites(
    guest, site, other_site, other_place, lin, dao, xi, tan
):
    build.a_guest(build.a_measure(lin, 2), other_site, "301", xi)
    hand_over_shift(site, by=tan)
    with CaptureQueriesContext(connection) as one:
        assert len(list(isolation_tasks(User.objects.get(pk=dao.pk)))) == 2
    grant_post(dao, role=Role.SITE_OFFICER, area_code=other_place.area_code,
               premises_number=other_place.number, by=SYSTEM)  # fmt: skip
    with CaptureQueriesContext(connection) as two:
        assert len(list(isolation_tasks(User.objects.get(pk=dao.pk)))) == 3
    assert len(two) == len(one)


def test_meals_are_counted_by_floor_and_diet(guest, site, lin, dao):
    build.a_guest(build.a_measure(lin, 2), site, "302", dao)
    [(floor, counts)] = meals_of(in_rooms(site))
    assert floor == "A 3F"
    assert (counts["halal"], counts["standard"], sum(counts.values())) == (1, 1, 2)


# --- the pages ----------------------------------------------------------------------------------


def url(name: str, *args: str) -> str:
    return reverse(f"isolation:{name}", args=args)


def test_a_round_takes_the_temperature_in_two_taps(guest, site, dao, signed_in):
    client = signed_in(dao)
    shown = client.get(url("round", site.number)).content.decode()
    assert "301" in shown
    refused = client.post(url("reading", guest.number), {"degrees": "36", "floor": "1"})
    assert refused.status_code == 422
    done = client.post(url("reading", guest.number), {"degrees": "36", "tenths": "6", "floor": "1"})
    assert done.url == url("round", site.number) + "?floor=1"
    assert [str(each.celsius) for each in list_temperatures(guest.person, since=NOW)] == ["36.6"]
    client.post(url("sample", guest.number), {"floor": "1"})
    assert len(list_tests(guest.person, since=NOW)) == 1


@pytest.mark.parametrize(
    ("degrees", "tenths", "said", "tone"),
    [
        ("37", "2", "已记录", "message-good"),
        ("37", "3", "低热，37.3 ℃", "message-soon"),
        ("38", "4", "中热，38.4 ℃", "message-bad"),
        ("39", "2", "高热，39.2 ℃", "message-bad"),
    ],
)
def test_a_fever_is_said_with_its_grade_and_what_to_do(
    guest, dao, signed_in, degrees, tenths, said, tone
):
    facts = {"degrees": degrees, "tenths": tenths, "floor": "1"}
    page = signed_in(dao).post(url("reading", guest.number), facts, follow=True).content.decode()
    assert said in page
    assert tone in page
    is_fever = tone != "message-good"
    assert ("请安排医生" in page) is is_fever
    assert (f"{degrees}.{tenths} ℃ " in page.split('<ol class="round">')[1]) is is_fever


def test_a_floor_that_is_not_there_shows_the_first(guest, site, dao, signed_in):
    for floor in ("0", "99", "x", "9" * 40):
        answer = signed_in(dao).get(url("round", site.number), {"floor": floor})
        assert answer.status_code == 200
        assert answer.context["floor"] == 1


def test_the_pages_of_the_day_say_what_is_there(guest, site, dao, tan, xi, signed_in):
    client = signed_in(dao)
    client.post(url("do", guest.number, "ask"), {"kind": "meal", "words": "想吃面条"})
    assert "想吃面条" in client.get(url("requests", site.number)).content.decode()
    assert "清真" in client.get(url("meals", site.number)).content.decode()
    client.post(
        url("supplies", site.number), {"name": "口罩", "unit": "盒", "count": 5, "low_at": 9}
    )
    assert "偏低" in client.get(url("supplies", site.number)).content.decode()
    supply = Supply.objects.get()
    assert client.post(url("count", supply.number), {"count": "-1"}).status_code == 422
    client.post(url("count", supply.number), {"count": "20"})
    assert "充足" in client.get(url("supplies", site.number)).content.decode()
    client.post(url("shifts", site.number), {"words": "夜里有人发烧"})
    assert "夜里有人发烧" in signed_in(tan).get(url("shifts", site.number)).content.decode()
    change = ShiftChange.objects.get()
    assert signed_in(dao).post(url("accept", change.number)).status_code == 422
    assert signed_in(xi).post(url("accept", change.number)).status_code == 404
    signed_in(tan).post(url("accept", change.number))
    assert ShiftChange.objects.get().accepted_by == tan
    request = GuestRequest.objects.get()
    assert client.post(url("settle", request.number), {"answer": ""}).status_code == 422
    signed_in(dao).post(url("settle", request.number), {"answer": "已送"})
    assert "已送" in signed_in(dao).get(url("requests", site.number)).content.decode()
    day = signed_in(dao).get(url("day", site.number)).content.decode()
    assert "今日事项" in day


def test_a_guest_asks_on_the_own_page(measure, site, dao, ada, signed_in):
    stay = build.a_guest(measure, site, "301", dao)
    assert "没有隔离点房间" in signed_in(ada).get(url("mine")).content.decode()
    assert signed_in(ada).post(url("ask", stay.number), {}).status_code == 404
    stay.person.user = ada
    stay.person.save()
    page = signed_in(ada).get(url("mine")).content.decode()
    assert "A 301" in page
    assert "0429-3110001" in page
    assert signed_in(ada).post(url("ask", stay.number), {"kind": "meal"}).status_code == 422
    signed_in(ada).post(url("ask", stay.number), {"kind": "meal", "words": "想吃面条"})
    assert "想吃面条" in signed_in(ada).get(url("mine")).content.decode()


def test_home_pages_say_what_is_open(guest, site, dao, kang, lin, signed_in):
    ask_for(guest, "meal", "想吃面条", by=dao)
    build.a_measure(lin, 2)
    assert "隔离人员诉求" in signed_in(dao).get("/").content.decode()
    assert "等待安排房间" in signed_in(kang).get("/").content.decode()
