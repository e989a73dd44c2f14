"""Reading a workbook: every row is tried as if submitted, nothing is kept, every fault is told."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from longgang.core.days import parse_moment
from longgang.core.errors import NotAllowed, Refused
from longgang.core.excel import Rehearsal
from longgang.core.excel.columns import plain_header
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.fleet import read_workbook, submit_workbook
from longgang.passes.fleet import columns
from longgang.passes.models import FleetUpload, VehiclePass
from longgang.people import rules as people_rules
from longgang.people.api import refuse_company, register_person
from longgang.people.models import Person, Vehicle
from tests.audit.helpers import assert_one_event

from . import build
from .workbooks import ACID_HEADERS, HEADERS, a_row, a_workbook, again, an_acid_row, as_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def read(upload, by, company, **changes):
    return read_workbook(upload, company=company, by=by, **{"signature": "文斌"} | changes)


def counts(fleet):
    return fleet.new_count, fleet.known_count, fleet.faulty_count


def faults(fleet):
    return {
        row.number: [(fault.key, fault.refusal.code) for fault in row.faults]
        for row in Rehearsal.read(fleet.rows).rows
        if row.faults
    }


def test_read_counts_and_keeps_nothing(wen, acid_works):
    people, vehicles = Person.objects.count(), Vehicle.objects.count()
    with assert_one_event("fleet.read"):
        fleet = read(a_workbook([a_row(1), a_row(2), a_row(3, plate="辽P1")]), wen, acid_works)
    assert counts(fleet) == (2, 0, 1)
    assert not VehiclePass.objects.exists()
    assert (Person.objects.count(), Vehicle.objects.count()) == (people, vehicles)


def test_read_knows_what_is_announced_already(wen, acid_works):
    first = a_row(1)
    moment = parse_moment(first["expected_entry_at"])
    application = build.an_application(plate="辽P30001", expected_entry_at=moment)
    submit_application(application, by=wen, company=acid_works)
    assert counts(read(a_workbook([first, a_row(2)]), wen, acid_works)) == (1, 1, 0)


def test_read_takes_a_merged_title_and_shuffled_columns(wen, acid_works):
    shuffled = dict(reversed(HEADERS.items()))
    upload = a_workbook([a_row(1), a_row(2)], headers=shuffled, title="龙港区车次台账")
    assert counts(read(upload, wen, acid_works)) == (2, 0, 0)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_read_takes_its_own_template_in_either_language(language, wen, acid_works, signed_in):
    browser = signed_in(wen)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    book = load_workbook(BytesIO(browser.get("/passes/fleet/template/").content))
    sheet = book.worksheets[0]
    header = next(row[1:] for row in sheet.iter_rows() if "*" in str(row[1].value))
    with override(language):
        keys = {plain_header(str(column.header)): column.key for column in columns()}
    for cell in header:
        key = keys[plain_header(str(cell.value))]
        sheet.cell(row=header[0].row + 2, column=cell.column, value=a_row(1).get(key, ""))
    with override("zh-hans" if language == "en" else "en"):
        fleet = read(as_upload(book), wen, acid_works)
    assert (faults(fleet), counts(fleet)) == ({}, (1, 0, 0))


def test_the_english_template_has_english_examples(wen, signed_in):
    browser = signed_in(wen)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    book = load_workbook(BytesIO(browser.get("/passes/fleet/template/").content))
    shown = {
        str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    }
    assert {"Yellow", "Wang Haisheng", "Sulphuric acid"} <= shown
    assert not {"黄色", "王海生", "硫酸"} & shown


def test_a_green_plate_is_found_in_the_register_as_it_is_painted(wen, acid_works):
    plate = {"plate": "辽P12345D"}
    first = a_workbook([an_acid_row(1, **plate, plate_colour="黄绿双拼色")], headers=ACID_HEADERS)
    submit_workbook(read(first, wen, acid_works), by=wen)
    row = an_acid_row(2, **plate, plate_colour="绿色", licence_number="", licence_until="")
    fleet = read(a_workbook([row], headers=ACID_HEADERS), wen, acid_works)
    assert "passes.hazard_licence_missing" not in str(faults(fleet))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"driver_id_number": build.id_number(1)[:-1] + "?"}, "driver_id_number"),
        ({"driver_id_number": "211403198506150021"}, "driver_id_number"),
        ({"driver_id_number": 211403198506150010.0}, "driver_id_number"),
        ({"driver_id_number": "2.11403E+17"}, "driver_id_number"),
        ({"driver_phone": "12345"}, "driver_phone"),
        ({"plate": "辽P1234"}, "plate"),
        ({"plate": ""}, "plate"),
        ({"plate_colour": "紫"}, "plate_colour"),
        ({"goods_class": "黄金"}, "goods_class"),
        ({"goods_name": "钢" * 70_000}, "goods_name"),
        ({"driver_name": "伟" * 70_000}, "driver_name"),
        ({"driver_name": "无名", "driver_id_number": ""}, "driver_id_number"),
        ({"weight_t": "很重"}, "weight_t"),
        ({"weight_t": 12_345_678}, "weight_t"),
        ({"weight_t": -1}, "weight_t"),
        ({"consignee_area": "火星"}, "consignee_area"),
        ({"consignee_area": "辽宁省葫芦岛市龙港区"}, "consignee_area"),
        ({"consignee_area": "河北省秦皇岛市海港区"}, "consignee_area"),
        ({"consignee_phone": "123"}, "consignee_phone"),
        ({"checkpoint_number": "南天门"}, "checkpoint_number"),
        ({"expected_entry_at": "明天"}, "expected_entry_at"),
        ({"expected_entry_at": "2020-01-01 08:00"}, "expected_entry_at"),
    ],
)
def test_a_fault_stands_at_its_cell_and_blocks_no_other_row(changes, fault, wen, acid_works):
    fleet = read(a_workbook([a_row(1, **changes), a_row(2)]), wen, acid_works)
    assert counts(fleet) == (1, 0, 1)
    assert [key for key, _code in faults(fleet)[2]] == [fault]


def test_every_bad_cell_of_a_row_is_told_with_its_column_what_it_holds_and_what_is_expected(
    wen, acid_works, signed_in
):
    row = a_row(
        1, plate="辽P1", plate_colour="紫", driver_id_number="211403198506150010", weight_t="很重",
        checkpoint_number="南天门", expected_entry_at="明天", goods_name="",
    )  # fmt: skip
    fleet = read(a_workbook([row]), wen, acid_works)
    found = [
        (fault.key, str(fault.cell.header), fault.cell.address, fault.cell.shown)
        for fault in Rehearsal.read(fleet.rows).rows[0].faults
    ]
    assert found == [
        ("plate", "车牌号", "A2", "辽P1"),
        ("plate_colour", "车牌颜色", "B2", "紫"),
        ("driver_id_number", "驾驶员身份证号", "D2", "2114**********0010"),
        ("goods_name", "货物", "G2", ""),
        ("weight_t", "重量（吨）", "H2", "很重"),
        ("checkpoint_number", "入区卡口", "O2", "南天门"),
        ("expected_entry_at", "预计入区", "P2", "明天"),
    ]
    page = signed_in(wen).get(f"/passes/fleet/{fleet.number}/").content.decode()
    for expected in (
        "例如 辽P12345", "可选：蓝色、黄色、", "请写明日期和时间，例如 2022-04-18 08:30",
        "龙湾高速口", "请只填数字，不带单位", "请与证件核对",
    ):  # fmt: skip
        assert expected in page, expected
    assert "211403198506150010" not in page


def test_a_fault_names_the_rule_of_the_district_in_the_readers_language(wen, acid_works, signed_in):
    far = f"{localtime(build.in_hours(24 * 30)):%Y-%m-%d %H:%M}"
    fleet = read(
        a_workbook([a_row(1, expected_entry_at=far), a_row(2, plate="辽P1")]), wen, acid_works
    )
    browser, address = signed_in(wen), f"/passes/fleet/{fleet.number}/"
    assert browser.get(address).content.decode().count("依据：本区货运 · 重点工业品的规则") == 1
    browser.post("/language/", {"language": "en", "next": "/"})
    assert (
        "By: District rule for Freight · Key industrial goods"
        in browser.get(address).content.decode()
    )


def test_a_plate_that_cannot_be_read_does_not_make_the_licence_a_fault(wen, acid_works):
    rows = [an_acid_row(1, plate="辽P1", licence_number="", licence_until="")]
    fleet = read(a_workbook(rows, headers=ACID_HEADERS), wen, acid_works)
    assert faults(fleet) == {2: [("plate", "core.plate_format")]}


def test_a_row_with_a_bad_cell_is_held_against_the_rules_as_well(wen, acid_works):
    past = {"expected_entry_at": "2020-01-01 08:00"}
    rows = [
        a_row(1, weight_t="很重", **past),
        a_row(2, driver_id_number="1", **past),
        a_row(3, plate_colour="紫", consignee_area="河北省秦皇岛市海港区"),
    ]
    assert faults(read(a_workbook(rows), wen, acid_works)) == {
        2: [("weight_t", "core.cell_number"), ("expected_entry_at", "passes.entry_in_the_past")],
        3: [("driver_id_number", "core.id_length"),
            ("expected_entry_at", "passes.entry_in_the_past")],
        4: [("plate_colour", "core.plate_colour_unknown"),
            ("consignee_area", "passes.nobody_visited_here")],
    }  # fmt: skip


def test_read_takes_values_of_formulas_that_excel_has_computed_or_says_what_is_missing(
    wen, acid_works
):
    fleet = read(a_workbook([a_row(1, weight_t="=20+9"), a_row(2)]), wen, acid_works)
    assert counts(fleet)[0] == 2  # the formula was never computed: a blank weight, which may be
    fleet = read(a_workbook([a_row(3, plate='="辽P30003"'), a_row(4)]), wen, acid_works)
    assert counts(fleet) == (1, 0, 1)


def test_read_names_the_row_that_has_the_same_trip(wen, acid_works):
    fleet = read(a_workbook([a_row(1), a_row(2), a_row(1)]), wen, acid_works)
    assert counts(fleet) == (2, 0, 1)
    assert faults(fleet) == {4: [("plate", "core.workbook_row_twice")]}


def test_read_of_acid_knows_the_decree(wen, acid_works):
    past = str(build.in_days(-1))
    rows = [
        an_acid_row(1),
        an_acid_row(2, escort_name=""),
        an_acid_row(3, escort_certificate_until=past),
        an_acid_row(4, waybill_number=""),
        an_acid_row(5, licence_until=past),
        an_acid_row(6, licence_number=""),
        an_acid_row(7, un_number="18"),
        an_acid_row(8, un_number="3264"),
        an_acid_row(9, un_number="3264", hazard_class="8", packing_group="III"),
        an_acid_row(10, un_number="3264", packing_group="III"),
        an_acid_row(11, hazard_class="3"),
        an_acid_row(12, packing_group="III"),
    ]
    fleet = read(a_workbook(rows, headers=ACID_HEADERS), wen, acid_works)
    assert counts(fleet) == (2, 0, 10)
    codes = {number: [code for _key, code in found] for number, found in faults(fleet).items()}
    assert codes == {
        3: ["passes.hazard_escort_missing"],
        4: ["passes.hazard_certificate_expired"],
        5: ["passes.hazard_waybill_missing"],
        6: ["passes.hazard_road_licence_expired"],
        7: ["passes.hazard_licence_missing"],
        8: ["passes.hazard_class_missing"],
        9: ["passes.hazard_class_missing"],
        11: ["passes.hazard_class_missing"],
        12: ["passes.hazard_class_wrong"],
        13: ["passes.hazard_packing_group_wrong"],
    }


def test_read_fills_in_what_the_register_knows(wen, acid_works):
    from longgang.people.api import add_crew_member

    first = read(a_workbook([an_acid_row(1)], headers=ACID_HEADERS), wen, acid_works)
    submit_workbook(first, by=wen)
    for person in Person.objects.all():
        add_crew_member(acid_works, person, by=wen)
    known = (
        "driver_id_number driver_phone driver_certificate driver_certificate_until escort_id_number"
        " escort_phone escort_certificate escort_certificate_until licence_number licence_until"
    )
    blank = dict.fromkeys(known.split(), "")
    later = f"{localtime(build.in_hours(30)):%Y-%m-%d %H:%M}"
    row = an_acid_row(1, expected_entry_at=later, **blank)
    fleet = read(a_workbook([row], headers=ACID_HEADERS), wen, acid_works)
    assert faults(fleet) == {}
    (submitted,) = submit_workbook(fleet, by=wen)
    assert submitted.aboard.count() == 2
    assert submitted.certificates_until == build.in_days(200)


def a_plain_workbook(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    return as_upload(book)


def long_workbook():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(HEADERS.values()))
    for _number in range(50_000):
        sheet.append(["辽P12345", "黄"])
    return as_upload(book)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: SimpleUploadedFile("a.xlsx", b"this is no workbook"), "core.workbook_not_excel"),
        (lambda: SimpleUploadedFile("a.xlsx", b""), "core.workbook_not_excel"),
        (lambda: a_plain_workbook(["姓名", "颜色"], ["张", "红"]), "core.workbook_no_header"),
        (lambda: a_plain_workbook(["车牌号", "品名"]), "core.workbook_missing_columns"),
        (lambda: a_workbook([]), "core.workbook_without_rows"),
        (lambda: a_workbook([a_row(one) for one in range(301)]), "core.workbook_too_many_rows"),
        (long_workbook, "core.workbook_too_many_rows"),
    ],
)  # fmt: skip
def test_read_says_why_a_file_cannot_be_read_at_all(make, code, wen, acid_works):
    with pytest.raises(Refused) as refused:
        read(make(), wen, acid_works)
    assert refused.value.code == code
    assert not FleetUpload.objects.exists()


def test_read_needs_a_signature(wen, acid_works):
    with pytest.raises(Refused) as refused:
        read(a_workbook([a_row()]), wen, acid_works, signature=" ")
    assert refused.value.code == "core.not_signed"


@pytest.mark.parametrize("name", ["ada", "lin", "mei"])
def test_read_refuses_who_does_not_act_for_the_company(name, request, acid_works):
    with pytest.raises(NotAllowed):
        read(a_workbook([a_row()]), request.getfixturevalue(name), acid_works)


def test_read_tells_that_the_very_file_was_submitted(wen, acid_works):
    upload = a_workbook([a_row()])
    first = read(upload, wen, acid_works)
    submit_workbook(first, by=wen)
    with pytest.raises(Refused) as refused:
        read(again(upload), wen, acid_works)
    assert refused.value.code == "core.workbook_entered_before"
    assert first.number in str(refused.value.refusals[0].reason)


def test_faults_come_back_as_a_workbook_with_reasons(wen, acid_works, signed_in):
    fleet = read(a_workbook([a_row(1), a_row(2, plate="辽P1")]), wen, acid_works)
    answer = signed_in(wen).get(f"/passes/fleet/{fleet.number}/faults/")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [[str(cell) for cell in row if cell is not None] for row in sheet.values]
    assert any("错误原因" in row for row in rows)
    (bad,) = [row for row in rows if "辽P1" in row]
    assert "号牌" in bad[1] or "车牌" in bad[1]
    assert not any("辽P30001" in row for row in rows)


def test_pages_read_and_preview(wen, acid_works, signed_in):
    browser = signed_in(wen)
    sent = {
        "company": acid_works.number, "signature": "文斌",
        "workbook": a_workbook([a_row(1), a_row(2, plate="辽P1")]),
    }  # fmt: skip
    answer = browser.post("/passes/fleet/", sent)
    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    assert "辽P30001" in page
    bad = browser.post("/passes/fleet/", sent | {"workbook": SimpleUploadedFile("a.xlsx", b"x")})
    assert bad.status_code == 422
    assert bad.context["form"].errors


def test_page_tells_everything_at_once_and_asks_for_the_file_again(wen, acid_works, signed_in):
    browser = signed_in(wen)

    def errors(signature, workbook):
        sent = {"company": acid_works.number, "signature": signature, "workbook": workbook}
        found = browser.post("/passes/fleet/", sent).context["form"].errors.as_data()
        return {name: [error.code for error in said] for name, said in found.items()}

    broken = SimpleUploadedFile("a.xlsx", b"x")
    assert errors("", broken) == {
        "signature": ["required"], "workbook": ["core.workbook_not_excel"],
    }  # fmt: skip
    assert errors("文海", a_workbook([a_row(1)])) == {
        "signature": ["core.signed_otherwise"], "workbook": ["choose_again"],
    }  # fmt: skip
    assert "请填写所登记的姓名：文斌" in browser.get("/passes/fleet/").content.decode()


def test_uploads_are_out_of_sight_for_others(wen, ada, acid_works, signed_in):
    fleet = read(a_workbook([a_row()]), wen, acid_works)
    stranger = signed_in(ada)
    for path in ("", "faults/"):
        assert stranger.get(f"/passes/fleet/{fleet.number}/{path}").status_code == 404
    assert stranger.post(f"/passes/fleet/{fleet.number}/submit/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"plate": "辽P1"}, "This is not a plate number."),
        ({"weight_t": "many"}, "This is not a number."),
        (
            {"expected_entry_at": f"{localtime(build.in_hours(24 * 30)):%Y-%m-%d %H:%M}"},
            "A pass can be applied for at most 7 days ahead.",
        ),
    ],
    ids=["parsed", "cell", "rule"],
)
def test_read_keeps_faults_for_readers_of_either_language(changes, said, wen, acid_works):
    with override("zh-hans"):
        fleet = read(a_workbook([a_row(1, **changes)]), wen, acid_works)
        (fault,) = Rehearsal.read(fleet.rows).rows[0].faults
        assert str(fault.refusal.reason) != said
    with override("en"):
        assert str(fault.refusal.reason) == said
        assert str(fault.cell.header) in {"Plate", "Weight (t)", "Expected entry"}


def test_read_counts_wrong_names_although_it_keeps_nothing(wen, bo, acid_works, monkeypatch):
    """A workbook would else tell of 300 ID numbers at a time which are registered."""
    monkeypatch.setattr(people_rules, "MISFITS_PER_HOUR", 2)
    for number in (1, 2, 3):
        register_person(name="王海生", id_number=build.id_number(number), by=bo)
    first = read(a_workbook([a_row(number) for number in (1, 2, 3)]), wen, acid_works)
    assert faults(first) == {
        2: [("driver_name", "people.other_name")],
        3: [("driver_name", "people.other_name")],
        4: [("driver_name", "people.too_many_misfits")],
    }
    second = read(a_workbook([a_row(3, driver_name="王海生"), a_row(4)]), wen, acid_works)
    assert set(faults(second)) == {2, 3}


def test_the_page_tells_a_member_of_a_company_that_waits_to_wait(client, ada, mei):
    waiting = build.a_waiting_company(ada, "龙湾运输有限公司")
    client.force_login(ada)
    page = client.get(reverse("passes:fleet")).content.decode()
    assert "龙湾运输有限公司正在等待审核。" in page
    assert f'href="{waiting.get_absolute_url()}"' in page
    assert "您还不是企业成员。" not in page
    refuse_company(waiting, by=mei, reason="统一社会信用代码有误")
    assert "您还不是企业成员。" in client.get(reverse("passes:fleet")).content.decode()
