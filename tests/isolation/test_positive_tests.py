"""Whose test is positive, and nobody has seen to it yet, is so on every page that shows them."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from longgang.isolation.actions.stays import leave_site
from longgang.isolation.models import Stay
from longgang.measures.api import Measure, suspend_measure

from . import build

pytestmark = pytest.mark.django_db

TAG = "核酸阳性"


def page(name: str, *args: str) -> str:
    return reverse(f"isolation:{name}", args=args)


@pytest.fixture
def guests(site, lin, dao) -> list[Stay]:
    return [build.a_guest(build.a_measure(lin, n), site, f"30{n}", dao) for n in (1, 2)]


@pytest.fixture
def pages(site) -> list[str]:
    """The list, the round and the rooms of the site."""
    return [page(name, site.number) for name in ("stays", "round", "site")]


def test_a_positive_test_is_seen_in_the_list_the_round_and_the_rooms(
    guests, pages, lin, dao, signed_in
):
    client = signed_in(dao)
    assert [client.get(url).content.decode().count(TAG) for url in pages] == [0, 0, 0]
    build.a_result(guests[0], "positive", lin)
    build.a_result(guests[1], "negative", lin)
    assert [client.get(url).content.decode().count(TAG) for url in pages] == [1, 1, 1]
    english = [client.get(url, headers={"Accept-Language": "en"}) for url in pages]
    assert [each.content.decode().count("Positive") for each in english] == [1, 1, 1]


def test_a_positive_test_is_seen_on_the_page_of_the_room(guests, lin, dao, signed_in):
    build.a_result(guests[0], "positive", lin)
    rooms = [page("room", build.bed(guests[0].site, label).room.number) for label in ("301", "302")]
    shown = [signed_in(dao).get(url).content.decode().count(TAG) for url in rooms]
    assert shown == [1, 0]


def test_who_is_expected_and_positive_is_seen_in_the_list_and_the_rooms(
    site, lin, pages, dao, signed_in
):
    build.a_result(build.reserved(build.a_measure(lin), site, "301", dao), "positive", lin)
    shown = [signed_in(dao).get(url).content.decode().count(TAG) for url in pages]
    assert shown == [1, 0, 1], "on the round are only those in a room"


def test_the_workbook_of_the_people_says_who_is_positive(guests, site, lin, dao, signed_in):
    build.a_result(guests[0], "positive", lin)
    answer = signed_in(dao).get(page("stays", site.number), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(answer.content)).active
    heads, *rows = sheet.iter_rows(min_row=3, values_only=True)
    name, positive = heads.index("姓名"), heads.index("核酸阳性")
    said = {row[name]: row[positive] or "" for row in rows}
    assert said["何静"].startswith("核酸阳性，")
    assert said["何静三"] == ""


def test_once_somebody_has_seen_to_it_no_page_says_so_any_more(guests, pages, lin, dao, signed_in):
    build.a_result(guests[0], "positive", lin)
    suspend_measure(Measure.objects.get(pk=guests[0].measure_id), hospital="市中心医院", by=dao)
    shown = [signed_in(dao).get(url).content.decode().count(TAG) for url in pages]
    assert shown == [0, 0, 0]


def test_of_who_has_left_the_list_says_nothing(guests, site, lin, dao, signed_in):
    build.a_result(guests[0], "positive", lin)
    leave_site(guests[0], going="elsewhere", words="转市定点", by=dao)
    listed = signed_in(dao).get(page("stays", site.number), {"state": "ever"}).content.decode()
    assert guests[0].get_absolute_url() in listed
    assert TAG not in listed


def test_many_positive_tests_cost_the_queries_of_one(guests, site, pages, lin, dao, signed_in):
    client = signed_in(dao)

    def queries() -> list[int]:
        counts = []
        for url in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            counts.append(len(asked))
        return counts

    build.a_result(guests[0], "positive", lin)
    few = queries()
    for serial in range(3, 7):
        guest = build.a_guest(build.a_measure(lin, serial), site, f"30{serial}", dao)
        build.a_result(guest, "positive", lin)
    assert queries() == few
