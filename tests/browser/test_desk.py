"""A desk's day on a phone: the queue, one application, each decision; and what command sees."""

import pytest

from longgang.accounts.api import Role
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.fleet import read_workbook
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import VehiclePass
from tests.browser.conftest import DESK, PHONE
from tests.cast import appoint
from tests.passes import build
from tests.passes.workbooks import a_row, a_workbook


@pytest.fixture
def district(divisions):
    gate = build.a_checkpoint()
    build.a_checkpoint(build.PORT, "柳条沟港卡口", road_kind="port")
    build.the_rules()
    return gate


@pytest.fixture
def waiting(district, wen):
    return submit_application(build.an_acid_application(), by=wen)


def test_reviewer_reveals_then_approves(open_browser, lin, waiting):
    visit = open_browser(lin, PHONE).go("/passes/queue/")
    visit.page.locator(".queue-row").first.click()
    visit.look_over()
    asks = visit.page.locator("form[action$='/id_number/reveal/']")
    row = visit.page.locator(".masked", has=asks).first
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


def gap(one, other) -> float:
    """How far apart two boxes are, in the direction in which they are."""
    apart = [
        max(one[edge] - other[edge] - other[size], other[edge] - one[edge] - one[size])
        for edge, size in (("x", "width"), ("y", "height"))
    ]
    return max(apart)


@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_thumb_that_means_to_return_approves(open_browser, lin, waiting, elder, language):
    visit = open_browser(lin, PHONE, elder=elder, language=language)
    visit.go(f"/passes/queue/{waiting.number}/")
    approve, others = ".decisions > form button", ".decisions > details"

    def nearest() -> float:
        box = visit.page.locator(approve).bounding_box()
        return min(gap(box, each.bounding_box()) for each in visit.page.locator(others).all())

    assert nearest() >= 24
    visit.page.locator(f"{others} > summary").first.click()
    visit.look_over()
    assert nearest() >= 24


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


@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-hans"), (DESK, "en")])
def test_a_fleet_is_handed_in(size, language, open_browser, wen, mei, district):
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
    visit = open_browser(wen, size, language=language)
    visit.page.goto(f"/passes/fleet/{fleet.number}/")
    with visit.page.expect_navigation():
        visit.page.locator(".btn-big").click()
    visit.look_over_everywhere().screenshot(f"fleet-handed-in-{language}")
    assert VehiclePass.objects.count() == 3


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_figures_of_the_board_stand_in_one_line(open_browser, mei, waiting, size, language):
    visit = open_browser(mei, size, language=language)
    visit.page.goto("/passes/board/")
    rows: dict[float, set[float]] = {}
    for tile in visit.page.locator(".stat").all():
        figure = tile.locator(".stat-value").bounding_box()
        rows.setdefault(tile.bounding_box()["y"], set()).add(round(figure["y"], 1))
    assert rows
    assert all(len(lines) == 1 for lines in rows.values()), rows
