"""What officials see when they open a workbook of ours."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal
from longgang.core.excel import Column, ColumnKind, Row, write_faults, write_list, write_template

NAME = Column("name", "姓名", required=True, example="张示例", width=20, text=True)
PHONE = Column("phone", "手机号", text=True, example="13800000000", note="11 位")
DAY = Column("enters", "入区日期", kind=ColumnKind.DAY, example="2022-04-18")
GOODS = Column("goods", "货物类别", choices=["工业品", "外贸"])
HAZARD = Column("hazard", "是否危货", kind=ColumnKind.YES_NO)
PLACES = Column("place", "目的地", choices=[f"第{number}社区居民委员会" for number in range(81)])
COLUMNS = [NAME, PHONE, DAY, GOODS, HAZARD, PLACES]
EVENING = timezone.make_aware(datetime.datetime(2022, 4, 18, 17, 0))  # noqa: DTZ001


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture
def template():
    return opened(write_template("驾驶员/名单", COLUMNS, [_("Blue"), "第二条"]))


def test_template_has_title_unit_and_headers(template):
    sheet = template.worksheets[0]
    assert sheet.title == "驾驶员 名单"
    assert sheet["A1"].value == "驾驶员/名单"
    assert str(sheet.merged_cells) == "A1:G1"
    assert sheet["A2"].value.endswith("：")
    assert [cell.value for cell in sheet[3]][1:] == [
        "姓名*",
        "手机号",
        "入区日期",
        "货物类别",
        "是否危货",
        "目的地",
    ]


def test_template_marks_what_is_required_in_red(template):
    sheet = template.worksheets[0]
    assert sheet["B3"].font.color.rgb == "FFC00000"
    assert sheet["C3"].font.color is None or sheet["C3"].font.color.rgb != "FFC00000"


def test_template_shows_a_grey_example(template):
    row = template.worksheets[0][4]
    assert [cell.value for cell in row[1:4]] == ["张示例", "13800000000", "2022-04-18"]
    assert {cell.font.color.rgb for cell in row} == {"FF808080"}


def test_template_keeps_digits_as_text(template):
    sheet = template.worksheets[0]
    formats = {letter: sheet.column_dimensions[letter].number_format for letter in "BCD"}
    assert formats == {"B": "@", "C": "@", "D": "General"}


def test_template_offers_dropdowns_the_long_ones_from_a_hidden_sheet(template):
    found = {
        str(one.sqref).split(":")[0]: one.formula1
        for one in template.worksheets[0].data_validations.dataValidation
    }
    hidden = template.worksheets[2]
    assert found["E4"] == '"工业品,外贸"'
    assert found["F4"] == '"是,否"'
    assert found["G4"] == f"'{hidden.title}'!$G$1:$G$81"
    assert hidden.sheet_state == "hidden"
    assert hidden["G81"].value == "第80社区居民委员会"


def test_template_keeps_two_long_lists_on_one_hidden_sheet():
    other = Column("from", "出发地", choices=["甲,乙", "丙"])
    book = opened(write_template("名单", [PLACES, other]))
    assert len(book.worksheets) == 3
    assert book.worksheets[2]["C1"].value == "甲,乙"


def test_template_explains_itself(template):
    lines = [[cell.value for cell in row] for row in template.worksheets[1].iter_rows()]
    assert lines[2][2] == "11 位"
    assert "2022-04-18" in lines[3][2]
    assert "工业品、外贸" in lines[4][2]
    assert lines[-1][0] == "5. 第二条"


def test_template_prints_on_a4_across_with_the_head_in_view(template):
    sheet = template.worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "C4"  # the plate stays in view beside forty columns


def test_sheets_get_a_name_that_excel_allows():
    assert opened(write_template("[?]" + "长" * 40, [NAME])).worksheets[0].title == "长" * 28
    assert opened(write_template("***", [NAME])).worksheets[0].title == "Sheet1"


def faulty(number, key, code="x.wrong", remedy=""):
    row = Row(number, {"name": "林一", "phone": "1"}, {"name": "林一", "phone": "'=1+1"})
    row.add_faults(key, Refusal(code, "号码不对。", remedy))
    return row


def test_faults_tell_only_failed_rows_in_red_with_the_reason():
    fine = Row(4, {"name": "薄二"})
    rows = [fine, faulty(5, "phone", remedy="请核对。")]
    sheet = opened(write_faults("名单", [NAME, PHONE], rows)).worksheets[0]
    assert sheet.max_row == 4
    assert [cell.value for cell in sheet[4]] == [5, "号码不对。请核对。", "林一", "'=1+1"]
    assert sheet["D4"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["C4"].fill.fgColor.rgb != "FFFFC7CE"
    assert sheet["B4"].font.color.rgb == "FFC00000"
    assert sheet.freeze_panes == "D4"  # number, reasons and the first column stay in view


def test_faults_show_the_value_where_no_original_was_kept():
    row = Row(4, {"name": "薄二"})
    row.add_faults("", Refusal("x.twice", "重复。"), Refusal("x.late", "太晚。"))
    sheet = opened(write_faults("名单", [NAME, PHONE], [row])).worksheets[0]
    assert [cell.value for cell in sheet[4]] == [4, "重复。\n太晚。", "薄二", ""]


VALUES = Column("value", "值")


def cell_of(value, column=VALUES):
    content = write_list("台账", "指挥部", [column], [[value]], as_of=EVENING)
    return opened(content).worksheets[0]["B4"]


def test_list_has_the_layout_offices_print():
    rows = [{"name": "林一", "phone": "13812345678"}, {"name": "薄二"}]
    sheet = opened(write_list("台账", "指挥部", [NAME, PHONE], rows, EVENING)).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (lines[0][0], sheet.title) == ("指挥部台账", "台账")
    assert lines[1][0].endswith("：指挥部")
    assert lines[1][2].endswith("：2022-04-18 17:00")
    assert lines[2][1:] == ["姓名", "手机号", "备注"]
    assert lines[3] == [1, "林一", "13812345678", None]
    assert sheet["D4"].border.left.style == "thin"
    assert lines[4][:2] == [2, "薄二"]
    assert "：" in lines[-1][0]


def test_list_without_rows_is_still_a_list():
    sheet = opened(write_list("台账", "指挥部", [NAME], [], EVENING)).worksheets[0]
    assert sheet["B3"].value == "姓名"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://x.cn"])
def test_list_writes_text_as_text_never_as_a_formula(text):
    for column in (VALUES, PHONE):
        cell = cell_of(text, column)
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.hyperlink is None


@pytest.mark.parametrize("number", [29, 29.5, Decimal("29.5")])
def test_list_keeps_numbers_numbers(number):
    assert (cell_of(number).value, cell_of(number).data_type) == (float(number), "n")


def test_list_keeps_numbers_of_text_columns_text():
    assert cell_of(13812345678, PHONE).value == "13812345678"
    assert cell_of(13812345678, PHONE).number_format == "@"


def test_list_keeps_days_and_moments_on_the_local_clock():
    day = cell_of(datetime.date(2022, 4, 18))
    assert (day.is_date, day.number_format) == (True, "yyyy-mm-dd")
    utc = EVENING.astimezone(datetime.UTC)
    assert cell_of(utc).value == timezone.make_naive(EVENING)
    assert cell_of(timezone.make_naive(EVENING)).value == timezone.make_naive(EVENING)


def test_list_writes_other_things_as_they_read():
    assert cell_of(True).value == "True"
    assert cell_of(None).value == ""


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>", "a\nb", "  two  ", "\x00\x0b\x1f", "_x0041_", "\ufffe", "\r", "𠮷"]
)
def test_list_keeps_every_character(text):
    cell = openpyxl.utils.escape.unescape(cell_of(text).value)
    assert cell == text


def test_list_cuts_what_excel_cannot_hold():
    assert len(cell_of("龙" * 40_000).value) == 32_767


def test_list_of_many_rows_ends_with_its_foot():
    sheet = opened(write_list("台账", "", [NAME, VALUES], [["a", 1]] * 3000, EVENING)).worksheets[0]
    assert [cell.value for cell in sheet[3003]] == [3000, "a", 1, None]
    assert (sheet.max_row, "：" in sheet["A3005"].value) == (3005, True)
    assert sheet["B3004"].value is None
    assert sheet.freeze_panes == "A4"
