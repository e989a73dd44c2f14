"""A driver applies on a phone, without JavaScript; corrects, shows the code, prints the pass."""

import pytest
from django.utils.timezone import localtime

from longgang.accounts.api import User
from longgang.passes.actions.reviews import issue_pass, return_application
from longgang.passes.models import VehiclePass
from tests.browser.conftest import PHONE
from tests.passes import build, filling


@pytest.fixture
def district(divisions):
    build.a_checkpoint()
    build.a_checkpoint(build.PORT, "柳条沟港卡口", road_kind="port")
    build.the_rules(test_max_hours=48)


@pytest.fixture
def ada(db):
    return User.objects.create(name="艾达", phone="13900000099")


def fill(page, texts):
    """Type what a person would; radio buttons and lists are chosen."""
    for name, value in texts.items():
        field = page.locator(f"main [name='{name}']").first
        kind = field.evaluate("field => field.type")
        if kind == "checkbox":
            field.check()
        elif kind == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def go_on(visit, texts):
    """Fill in a step and continue."""
    fill(visit.page, texts)
    with visit.page.expect_navigation():
        visit.page.locator("main .form-buttons button.btn-primary").click()
    return visit.page


def moment(hours):
    return f"{localtime(build.in_hours(hours)):%Y-%m-%dT%H:%M}"


def test_a_driver_applies_without_javascript(open_browser, district, ada):
    visit = open_browser(ada, PHONE, javascript=False)
    page = visit.page
    page.goto("/passes/apply/")
    go_on(visit, {"trip_kind": "freight", "goods_class": "raw_material", "is_hazardous": "on"})
    go_on(visit, filling.VEHICLE)
    go_on(visit, filling.DRIVER | filling.certificate() | {"sampled_at": moment(-5)})
    page.locator("main a.btn", has_text="添加").click()
    go_on(visit, filling.ESCORT | filling.certificate() | {"sampled_at": moment(-5)})
    go_on(visit, {})
    go_on(visit, filling.SENDER | {"consignor_area": "海港"})
    page.locator("main button", has_text="秦皇岛市海港区").click()
    go_on(visit, filling.RECEIVER | {"consignee_area": "龙湾街道"})
    go_on(visit, filling.GOODS)
    page.locator("main .picks button", has_text="UN 1830").click()
    fill(page, {"waybill_number": "YD2026000001", "emergency_phone": "13600000003"})
    with page.expect_navigation():
        page.locator("[name=emergency_phone]").press("Enter")  # goes on, and picks nothing
    go_on(visit, filling.papers())
    go_on(visit, {"checkpoint_number": build.WEST_EXIT, "expected_entry_at": moment(2)})
    fill(page, {"signature": "艾达"})
    page.locator("[name=is_declared]").check()
    page.locator("main button.btn-good").click()
    made = VehiclePass.objects.get()
    assert page.url.endswith(made.get_absolute_url())
    assert (made.un_number, made.consignor_area, made.consignee_area) == (
        "1830", "130302", build.LONGWAN,
    )  # fmt: skip


def test_an_acid_application_from_submitted_to_issued(open_browser, district, ada, lin, client):
    client.force_login(ada)
    draft = filling.begin(client, is_hazardous="on", goods_class="raw_material")
    filling.fill(
        client, draft, vehicle=filling.VEHICLE, sender=filling.SENDER, receiver=filling.RECEIVER,
        goods=filling.GOODS, hazard=filling.HAZARD, papers=filling.papers(),
        journey=filling.journey(),
    )  # fmt: skip
    tested = filling.certificate() | {"sampled_at": moment(-5)}
    filling.add_people(client, draft, filling.DRIVER | tested, filling.ESCORT | tested)
    filling.hand_in(client, draft)
    made = VehiclePass.objects.get()
    chinese, english = (open_browser(ada, PHONE, language=each) for each in ("zh-hans", "en"))

    def look_at(path, name):
        chinese.open(path).look_over_everywhere().screenshot(f"apply-{name}")
        english.open(path).look_over()

    look_at(made.get_absolute_url(), "submitted")
    return_application(made, fields=["goods"], by=lin, reason="品名不清楚")
    look_at(made.get_absolute_url(), "returned")
    chinese.page.locator("form[action$='/correct/'] button").click()
    chinese.page.wait_for_url("**/drafts/**")
    look_at(chinese.page.url, "correcting")
    filling.fill(client, latest_draft(), goods=filling.GOODS | {"goods_name": "浓硫酸"})
    filling.hand_in(client, latest_draft())
    made.refresh_from_db()
    issue_pass(made, by=lin)
    look_at(made.get_absolute_url(), "issued")
    look_at(f"/passes/p/{made.token}/", "card")
    look_at(f"{made.get_absolute_url()}sheet/", "sheet")


def latest_draft():
    """The correction that was just opened."""
    from longgang.passes.models import PassDraft

    return PassDraft.objects.latest("id")


def test_the_printed_pass_is_one_page(open_browser, district, ada, lin):
    certificate = build.Certificate("211400112233", build.in_days(300))
    tested = {"sampled_at": build.in_hours(-5)}
    riders = (
        build.a_driver(certificate=certificate, **tested),
        build.an_escort(certificate=certificate, **tested),
        build.a_driver(3, role="passenger", **tested),
        build.a_driver(4, role="passenger", **tested),
    )
    made = build.submit_application(build.an_acid_application(riders=riders), by=ada)
    issue_pass(made, by=lin)
    visit = open_browser(ada).go(f"{made.get_absolute_url()}sheet/")
    printed = visit.page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.count(b"/MediaBox [0 0 841.9") == 1
