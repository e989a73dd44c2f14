"""The lists of passes and trips: found, narrowed, counted at the same cost, exported."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime
from openpyxl import load_workbook

from longgang.areas.names import forget_names
from longgang.core.clock import now
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import Trip, VehiclePass

from . import build
from .gate import an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def many(wen, company, count, start=0):
    return [
        build.a_submitted_pass(
            wen,
            company=company,
            plate=f"辽P{20000 + start + number}",
            riders=(build.a_driver(start + number + 1),),
        )
        for number in range(count)
    ]


def queries_of(browser, url):
    forget_names()  # they are kept for a minute, which could be over between the two
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", ["/passes/list/", "/passes/trips/", "/passes/queue/"])
def test_lists_cost_the_same_at_two_and_at_twenty_rows(url, wen, lin, acid_works, signed_in):
    browser = signed_in(lin)
    for each in many(wen, acid_works, 2):
        if url == "/passes/trips/":
            issue_pass(each, by=lin)
    few = queries_of(browser, url)
    for each in many(wen, acid_works, 18, start=2):
        if url == "/passes/trips/":
            issue_pass(each, by=lin)
    assert queries_of(browser, url) == few


def count_of(browser, url, **typed):
    answer = browser.post(url, typed, follow=True) if typed else browser.get(url)
    return answer.context["table"].count


def test_passes_are_found_by_part_of_the_plate_and_by_numbers(wen, lin, acid_works, signed_in):
    first, second = many(wen, acid_works, 2)
    issue_pass(first, by=lin)
    browser = signed_in(lin)
    for text, count in [
        ("辽P2000", 2), ("辽p20000", 1), (first.number, 1), (first.pass_number, 1), ("P20000", 1),
        ("p2000", 2), ("辽P·20000", 1), ("0001", 1), ("辽Q", 0), ("%", 0), ("P_0000", 0),
        ("000", 2), ("20", 0), ("0_0", 0), ("2001", 0), ("'; DROP TABLE", 0),
    ]:  # fmt: skip
        assert count_of(browser, "/passes/list/", q=text) == count, text
    assert second.status == "submitted"


def test_trips_are_found_by_plate_and_numbers(wen, lin, acid_works, signed_in):
    issued = [issue_pass(each, by=lin) for each in many(wen, acid_works, 2)]
    browser = signed_in(lin)
    trip = the_trip(issued[0])
    for text, count in [
        ("辽P2000", 2), ("P20001", 1), ("20001", 1), ("p2000", 2), (trip.number.lower(), 1),
        ("2000", 2), ("2001", 0),
        (issued[0].pass_number, 1), (issued[0].number, 1), ("XC", 2),
    ]:  # fmt: skip
        assert count_of(browser, "/passes/trips/", q=text) == count, text


def test_own_passes_are_found_by_part_of_the_plate(wen, acid_works, signed_in):
    many(wen, acid_works, 2)
    browser = signed_in(wen)
    for text, count in [("P2000", 2), ("p20001", 1), ("辽P 20001", 1), ("9", 0)]:
        assert count_of(browser, "/passes/mine/", q=text) == count, text


def test_every_part_of_a_plate_has_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = VehiclePass.objects.looked_for("P1234").order_by().explain()
    for index in ("pass_by_plate_begin", "pass_by_plate_middle", "pass_by_plate_end"):
        assert index in plan, plan


def test_passes_are_narrowed(wen, lin, mei, acid_works, signed_in):
    first, _second, third = many(wen, acid_works, 3)
    issue_pass(first, by=lin)
    VehiclePass.objects.filter(pk=third.pk).update(due_at=now() - timedelta(minutes=1))
    browser = signed_in(mei)
    soon = localtime(now() + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    for query, count in [
        ("status=issued", 1), ("status=submitted", 2), ("status=late", 1),
        ("desk=211403-industry", 3), ("desk=211403-transport", 0), ("goods=industrial", 3),
        ("goods=mail", 0), ("of=decided&since=2020-01-01T00:00", 1), ("since=2020-01-01T00:00", 3),
        (f"since={soon}", 0), (f"until={soon}", 3), ("since=nonsense", 3), ("status=nonsense", 3),
        ("page=99999", 0), ("sort=-plate", 3), ("sort=nonsense", 3),
    ]:  # fmt: skip
        found = browser.get(f"/passes/list/?{query}").context["table"]
        assert len(found.page.rows) == count, query


def test_trips_are_narrowed(wen, lin, mei, hai, west_exit, acid_works, signed_in):
    issued = [issue_pass(each, by=lin) for each in many(wen, acid_works, 3)]
    for number, each in enumerate(issued[:2]):
        an_entry(the_trip(each), premises=west_exit, by=hai, seal_number=f"FQ100{number}")
    Trip.objects.filter(vehicle_pass=issued[0]).update(due_at=now() - timedelta(minutes=1))
    browser = signed_in(mei)
    for query, count in [
        ("status=expected", 1), ("status=inside", 2), ("status=overdue", 1), ("status=entered", 2),
        (f"checkpoint={west_exit.number}", 2), (f"checkpoint={build.PORT}", 0),
        (f"status=expected&checkpoint={west_exit.number}", 1),
        (f"status=expected&checkpoint={build.PORT}", 0),
        ("of=entered&since=2020-01-01T00:00", 2), ("of=turned_back", 0), ("of=closed", 3),
        ("sort=due", 3), ("sort=-entered", 3),
    ]:  # fmt: skip
        assert count_of(browser, f"/passes/trips/?{query}") == count, query


def test_an_overdue_trip_names_its_owner(wen, lin, mei, hai, west_exit, acid_works, signed_in):
    (issued,) = [issue_pass(each, by=lin) for each in many(wen, acid_works, 1)]
    an_entry(the_trip(issued), premises=west_exit, by=hai)
    Trip.objects.update(due_at=now() - timedelta(minutes=1))
    page = signed_in(mei).get("/passes/trips/?status=overdue").content.decode()
    assert "龙湾酸业有限公司\N{NO-BREAK SPACE}· 龙湾街道" in page
    assert "已入区，已超时" in page  # where it is, besides that it is late
    company = signed_in(wen).get("/passes/trips/?status=overdue").content.decode()
    assert "辽P20000" in company


@pytest.mark.parametrize("url", ["/passes/list/", "/passes/trips/"])
def test_export_has_the_layout_that_offices_expect(url, wen, lin, mei, acid_works, signed_in):
    for each in many(wen, acid_works, 2):
        issue_pass(each, by=lin)
    answer = signed_in(mei).get(f"{url}?export=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    header = next(row for row in rows if "序号" in row)
    assert (header[0], header[-1]) == ("序号", "备注")
    assert rows[1][0] == "填报单位：龙港区"
    assert any("辽P20000" in row for row in rows)


def test_export_of_ones_own_names_the_company(wen, acid_works, signed_in):
    many(wen, acid_works, 1)
    answer = signed_in(wen).get("/passes/mine/?export=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet["A2"].value == "填报单位：龙湾酸业有限公司"


def test_export_is_not_for_officers(wen, lin, hai, acid_works, signed_in):
    many(wen, acid_works, 1)
    page = signed_in(hai).get("/passes/list/")
    assert "export=xlsx" not in page.content.decode()
    answer = signed_in(hai).get("/passes/list/?export=xlsx")
    assert answer["Content-Type"].startswith("text/html")


def test_lists_show_only_what_one_sees(wen, lin, bo, acid_works, signed_in, staff):
    many(wen, acid_works, 2)
    street = staff("别", "street_officer", area_code=build.BINHAI)
    for user, count in [(lin, 2), (bo, 0), (street, 0)]:
        assert count_of(signed_in(user), "/passes/list/") == count
