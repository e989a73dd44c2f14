"""A desk's day on a phone: the queue, one application, each decision; and what command sees."""

import pytest

from longgang.accounts.api import Role
from longgang.core.identifiers import parse_plate
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.blocklist import propose_block
from longgang.passes.actions.fleet import read_workbook
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import Trip, VehiclePass
from tests.browser.conftest import DESK, PHONE
from tests.cast import appoint
from tests.passes import build
from tests.passes.gate import an_entry, the_trip
from tests.passes.workbooks import a_row, a_workbook

SIGHTS = [
    (PHONE, "zh-hans", False), (DESK, "zh-hans", False), (PHONE, "en", False),
    (PHONE, "zh-hans", True),
]  # fmt: skip


@pytest.fixture
def district(divisions):
    gate = build.a_checkpoint()
    build.a_checkpoint(build.PORT, "柳条沟港卡口", road_kind="port")
    build.the_rules()
    return gate


@pytest.fixture
def waiting(district, wen):
    return submit_application(build.an_acid_application(), by=wen)


@pytest.fixture
def inside(district, wen, lin):
    officer = appoint("海", Role.CHECKPOINT_OFFICER, premises_number=district.number)
    riders = (build.a_driver(9),)
    application = build.an_application(plate="辽P54321", riders=riders)
    issued = issue_pass(submit_application(application, by=wen), by=lin)
    an_entry(the_trip(issued), premises=district, by=officer)
    return issued


@pytest.mark.parametrize(("size", "language", "elder"), SIGHTS)
def test_everything_at_a_desk_looks_right(
    size, language, elder, open_browser, lin, rui, mei, waiting, inside
):
    entry = propose_block(
        plate=parse_plate("辽P99999", "2"), document_number="龙政发〔2026〕2号",
        ends_on=build.in_days(9), by=rui, reason="冲卡",
    )  # fmt: skip
    trip = Trip.objects.get(vehicle_pass=inside)
    visit = open_browser(lin, size, language=language, elder=elder)
    stamp = f"{size['width']}-{language}{'-elder' if elder else ''}"
    pages = {
        "home": "/", "queue": "/passes/queue/", "review": f"/passes/queue/{waiting.number}/",
        "passes": "/passes/list/", "trips": "/passes/trips/",
        "trip": f"/passes/trips/{trip.number}/", "confirm": f"/passes/confirm/{trip.token}/",
        "blocklist": "/passes/blocklist/", "block": f"/passes/blocklist/{entry.number}/",
        "propose": "/passes/blocklist/propose/", "rules": "/passes/rules/",
        "rule": "/passes/rules/freight/industrial/",
    }  # fmt: skip
    for name, path in pages.items():
        visit.go(path)
        visit.screenshot(f"desk-{name}-{stamp}")
    command = open_browser(mei, size, language=language, elder=elder)
    command.go("/passes/board/").screenshot(f"desk-board-{stamp}")
    command.go(f"/passes/blocklist/{entry.number}/")
    officer = open_browser(rui, size, language=language, elder=elder)
    officer.go("/passes/rules/freight/industrial/").screenshot(f"desk-rule-edit-{stamp}")


def test_reviewer_reveals_then_approves(open_browser, lin, waiting):
    visit = open_browser(lin, PHONE).go("/passes/queue/")
    visit.page.locator(".queue-row").first.click()
    visit.look_over()
    row = visit.page.locator(".masked", has=visit.page.locator("details")).first
    row.locator("summary").click()
    row.locator("input[name=reason]").fill("核对驾驶人")
    row.locator("button").click()
    visit.look_over()
    assert build.id_number(1) in visit.page.content()
    visit.page.get_by_role("button", name="通过").click()
    visit.page.wait_for_url("**/passes/queue/")
    visit.look_over()
    assert VehiclePass.objects.get().status == "issued"


@pytest.mark.parametrize("javascript", [True, False])
def test_reviewer_returns_with_marked_parts(open_browser, lin, waiting, javascript):
    visit = open_browser(lin, PHONE, javascript=javascript)
    visit.page.goto(f"/passes/queue/{waiting.number}/")
    visit.page.locator("summary", has_text="退回").click()
    panel = visit.page.locator("details[open] form.panel")
    panel.locator("input[type=checkbox]").first.check()
    panel.locator("textarea").fill("时间有误")
    panel.get_by_role("button", name="退回补正").click()
    visit.page.wait_for_url("**/passes/queue/")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.marked_fields) == ("returned", ["journey"])


def test_second_reviewer_reads_who_was_faster(open_browser, lin, waiting):
    second = appoint("丽", Role.REVIEWER, desk_code="211403-industry")
    visit = open_browser(lin, PHONE).go(f"/passes/queue/{waiting.number}/")
    issue_pass(VehiclePass.objects.get(), by=second)
    visit.page.get_by_role("button", name="通过").click()
    visit.page.wait_for_load_state()
    visit.look_over()
    assert "丽" in visit.page.locator(".reasons").inner_text()
    visit.screenshot("desk-faster-360-zh-hans")
    visit.page.locator(".refused .btn-primary").click()
    visit.look_over()


@pytest.mark.parametrize(("size", "language", "elder"), SIGHTS)
def test_fleet_pages_look_right(size, language, elder, open_browser, wen, mei, district):
    from longgang.people.api import approve_company, register_company

    company = register_company(
        name="龙湾酸业有限公司", credit_code=build.credit_code(), industry="chemicals",
        area_code=build.LONGWAN, address="锦山路 1 号", contact_name="文",
        contact_phone="13600000009", by=wen,
    )  # fmt: skip
    approve_company(company, by=mei)
    submit_application(build.an_application(), by=wen, company=company)
    rows = [a_row(1), a_row(2), a_row(3, plate="辽P1", driver_phone="1")]
    fleet = read_workbook(a_workbook(rows), company=company, signature="文静", by=wen)
    visit = open_browser(wen, size, language=language, elder=elder)
    stamp = f"{size['width']}-{language}{'-elder' if elder else ''}"
    for name, path in {
        "home": "/", "fleet": "/passes/fleet/", "upload": f"/passes/fleet/{fleet.number}/",
        "repeat": f"/passes/fleet/repeat/?company={company.number}", "trips": "/passes/trips/",
    }.items():  # fmt: skip
        visit.go(path).screenshot(f"fleet-{name}-{stamp}")
    visit.page.goto(f"/passes/fleet/{fleet.number}/")
    visit.page.locator(".btn-big").click()
    visit.page.wait_for_load_state()
    visit.look_over()
    assert VehiclePass.objects.count() == 3
