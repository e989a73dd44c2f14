"""What comes out of the workbooks that people really send."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from longgang.core.errors import Refusal, Refused
from longgang.core.excel import Column, ColumnKind, opening, read_rows, write_faults, write_template
from longgang.core.excel import cells as excel_cells
from longgang.core.identifiers import PlateColour, parse_colour
from tests.core.old_workbooks import old_workbook

NAME = Column("name", "姓名", ["司机姓名"], required=True, example="张示例", text=True)
ID = Column(
    "id_number",
    "身份证号码",
    ["身份证", "证件号码"],
    required=True,
    text=True,
    example="211403190001010019",
)
PHONE = Column("phone", "手机号", text=True, example="13800000000")
ENTERS = Column("enters", "入区日期", kind=ColumnKind.DAY, example="2022-04-18")
COLOUR = Column("colour", "车牌颜色", choices=PlateColour.choices, parse=parse_colour, example="黄")
GOODS = Column("goods", "类别", choices=["工业", ("x", "其他")])
HALF_PAST_EIGHT = datetime.datetime(2022, 4, 18, 8, 30)  # noqa: DTZ001  as Excel knows it
COLUMNS = [NAME, ID, PHONE, ENTERS, COLOUR]

HEADERS = ["姓名", "身份证号码", "手机号", "入区日期", "车牌颜色"]
LIN = ["林一", "211403190001010019", "13812345678", "2022-04-18", "黄"]


def workbook(*rows, merges=(), sheets=None):
    """A workbook with these rows; a date or number stays one."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, lines in (sheets or {"名单": rows}).items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(lines):
            for place, value in enumerate(cells):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(number, place, value, day)
                elif value not in ("", None):
                    sheet.write(number, place, value)
        for merge in merges:
            sheet.merge_range(*merge)
    book.close()
    file.seek(0)
    return file


def read(*rows, columns=COLUMNS, **options):
    return read_rows(workbook(*rows, **options), columns)


def faults_of(row):
    return {fault.key: fault.refusal.code for fault in row.faults}


def refused_with(code, file, columns=COLUMNS, **options):
    with pytest.raises(Refused) as refused:
        read_rows(file, columns, **options)
    assert refused.value.code == code
    return refused.value


def test_read_a_plain_list():
    (row,) = read(HEADERS, LIN)
    assert row.number == 2
    assert row.faults == []
    assert row.values == {
        "name": "林一",
        "id_number": "211403190001010019",
        "phone": "13812345678",
        "enters": "2022-04-18",
        "colour": PlateColour.YELLOW,
    }


def test_read_below_titles_in_another_order_with_other_names_and_columns():
    (row,) = read(
        ["龙港区驾驶员清单"],
        ["填报单位：某某公司", "", "填报时间：2022-04-18"],
        ["序号", "证件 号码*", "备注", "司机姓名(必填)", "手机号："],
        [1, "211403190001010019", "无", "林一", "138 1234 5678"],
        merges=[(0, 0, 0, 4, "龙港区驾驶员清单")],
    )
    assert (row.number, row.values["name"]) == (4, "林一")
    assert row.values["id_number"] == "211403190001010019"


def test_read_headers_in_every_language_of_the_product():
    column = Column("purpose", _("Blue"))
    with override("en"):
        english = workbook(["Blue"], ["x"])
        chinese = workbook(["姓名", str(_("Blue"))], ["林一", "x"])
    with override("zh-hans"):
        assert read_rows(english, [column])[0].values == {"purpose": "x"}
        assert read_rows(chinese, [column, NAME])[0].values["purpose"] == "x"


def test_read_leaves_out_empty_rows_the_example_and_the_lines_for_signatures():
    rows = read(
        HEADERS,
        [column.example for column in COLUMNS],
        [],
        ["  "],
        LIN,
        ["填报人：林一", "", "审核人："],
        ["联系电话：13812345678"],
    )
    assert [row.number for row in rows] == [5]


def test_read_leaves_out_an_example_row_in_another_language():
    column = Column("plate_colour", "颜色", choices=PlateColour.choices, example=_("Yellow"))
    for language in ("en", "zh-hans"):
        with override(language):
            template = write_template("x", [column], [])
            left = workbook(["颜色"], [str(column.example)])
        assert read_rows(io.BytesIO(template), [column]) == []
        assert read_rows(left, [column]) == []


def test_read_keeps_an_example_row_that_somebody_wrote_over():
    changed = ["林一", *[column.example for column in COLUMNS[1:]]]
    assert [row.values["name"] for row in read(HEADERS, changed)] == ["林一"]


def test_read_keeps_people_whose_names_begin_like_a_signature_line():
    (row,) = read(["姓名", "手机号"], ["注册员", "13812345678"], columns=[NAME, PHONE])
    assert row.values["name"] == "注册员"


def test_read_fills_down_what_is_merged_over_several_rows():
    rows = read(
        HEADERS,
        ["林一", "211403190001010019", "13812345678", "2022-04-18", "黄"],
        ["薄二", "211403190001010019", "", "2022-04-18", "黄"],
        merges=[(1, 2, 2, 2, "13812345678")],
    )
    assert [row.values["phone"] for row in rows] == ["13812345678", "13812345678"]


def test_read_ignores_blocks_merged_beyond_what_is_there():
    grid = [["a"]]
    from longgang.core.excel.reading import _fill_down

    _fill_down(grid, 5, 9, 0, 0)
    _fill_down(grid, 0, 9, 7, 7)
    assert grid == [["a"]]


def test_read_takes_the_sheet_that_fits():
    file = workbook(sheets={"填写说明": [["说明"], ["x"]], "空": [], "名单": [HEADERS, LIN]})
    assert len(read_rows(file, COLUMNS)) == 1


def test_read_skips_hidden_sheets():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("看得见").write(0, 0, "x")
    hidden = book.add_worksheet("隐藏")
    hidden.write_row(0, 0, HEADERS)
    hidden.hide()
    book.close()
    file.seek(0)
    refused_with("core.workbook_no_header", file)


def test_read_the_value_a_formula_had():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "身份证号码"])
    sheet.write_formula(1, 0, '="林"&"一"', None, "林一")
    sheet.write_string(1, 1, "211403190001010019")
    sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
    sheet.write_string(2, 1, "211403190001010019")
    book.close()
    file.seek(0)
    fine, broken = read_rows(file, COLUMNS)
    assert fine.values["name"] == "林一"
    assert faults_of(broken) == {"name": "core.cell_missing"}


def test_read_names_every_fault_of_a_row():
    (row,) = read(HEADERS, ["", 211403190001010019.0, "13812345678", "明天", "粉"])
    assert faults_of(row) == {
        "name": "core.cell_missing",
        "id_number": "core.cell_digits_lost",
        "enters": "core.day_format",
        "colour": "core.plate_colour",
    }
    assert row.values == {
        "name": "",
        "id_number": "",
        "phone": "13812345678",
        "enters": "",
        "colour": "",
    }
    lost = next(fault for fault in row.faults if fault.key == "id_number")
    assert lost.cell.address == "B2"


def test_read_a_cell_of_200_kilobytes_as_one_fault_without_keeping_it():
    long = "长" * 32_000
    (row,) = read(HEADERS, [long, *LIN[1:]])
    assert faults_of(row) == {"name": "core.cell_too_long"}
    assert len(row.originals["name"]) == NAME.max_length + 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (13812345678, "13812345678"),
        ("'13812345678", "13812345678"),
        ("\u200b 13812345678\x7f", "13812345678"),
        (True, "是"),
        (1.5, "1.5"),
    ],
)
def test_read_text_whatever_its_type(typed, meant):
    (row,) = read(["姓名", "手机号"], ["林一", typed], columns=[NAME, PHONE])
    assert row.values["phone"] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (datetime.date(2022, 4, 18), "2022-04-18"),
        (HALF_PAST_EIGHT, "2022-04-18"),
        (44669, "2022-04-18"),
        ("2022/4/18", "2022-04-18"),
        (20220418, "2022-04-18"),
        ("２０２２年４月１８日", "2022-04-18"),
        ("", ""),
    ],
)
def test_read_days(typed, meant):
    (row,) = read(["姓名", "入区日期"], ["林一", typed], columns=[NAME, ENTERS])
    assert (row.values["enters"], row.faults) == (meant, [])


def test_read_days_without_a_year(time_machine):
    time_machine.move_to("2022-04-20T00:00Z")
    (row,) = read(["姓名", "入区日期"], ["林一", 4.18], columns=[NAME, ENTERS])
    assert row.values["enters"] == "2022-04-18"


def test_read_refuses_a_day_that_may_be_the_first_or_the_tenth():
    number, text = read(
        ["姓名", "入区日期"], ["林一", 4.1], ["薄二", "2022.4.1"], columns=[NAME, ENTERS]
    )
    assert faults_of(number) == {"enters": "core.cell_ambiguous_day"}
    assert text.values["enters"] == "2022-04-01"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (HALF_PAST_EIGHT, "2022-04-18 08:30"),
        ("2022年4月18日8时30分", "2022-04-18 08:30"),
        (44669.354166, "2022-04-18 08:30"),
    ],
)
def test_read_moments(typed, meant):
    column = Column("at", "时间", kind=ColumnKind.MOMENT)
    (row,) = read(["姓名", "时间"], ["林一", typed], columns=[NAME, column])
    assert (row.values["at"], row.faults) == (meant, [])


@pytest.mark.parametrize("typed", ["2022-04-18", datetime.date(2022, 4, 18), 44669])
def test_read_refuses_a_moment_without_a_time(typed):
    column = Column("at", "时间", kind=ColumnKind.MOMENT)
    (row,) = read(["姓名", "时间"], ["林一", typed], columns=[NAME, column])
    assert faults_of(row) == {"at": "core.moment_time"}


@pytest.mark.parametrize(
    ("typed", "meant", "fault"),
    [
        ("是", "yes", None),
        ("√", "yes", None),
        ("有", "yes", None),
        (True, "yes", None),
        ("否", "no", None),
        ("无", "no", None),
        ("也许", "", "core.cell_yes_no"),
    ],
)
def test_read_yes_and_no(typed, meant, fault):
    column = Column("hazard", "是否危货", kind=ColumnKind.YES_NO)
    (row,) = read(["姓名", "是否危货"], ["林一", typed], columns=[NAME, column])
    assert row.values["hazard"] == meant
    assert faults_of(row).get("hazard") == fault


@pytest.mark.parametrize(
    ("typed", "meant", "fault"),
    [
        (29.5, "29.5", None),
        ("１,２００", "1200", None),
        ("30吨", "", "core.cell_number"),
    ],
)
def test_read_numbers(typed, meant, fault):
    column = Column("weight", "重量", kind=ColumnKind.NUMBER)
    (row,) = read(["姓名", "重量"], ["林一", typed], columns=[NAME, column])
    assert row.values["weight"] == meant
    assert faults_of(row).get("weight") == fault


def test_read_times_as_text():
    assert excel_cells.show_cell(datetime.time(8, 30)) == "08:30"
    assert excel_cells.show_cell(datetime.timedelta(hours=26, minutes=5)) == "26:05"
    assert excel_cells.show_cell(HALF_PAST_EIGHT.replace(hour=0, minute=0)) == "2022-04-18"


def test_read_choices_by_value_and_by_label():
    lines = [["林", "工业"], ["薄", "X"], ["梅", " 其他 "], ["陌", "别的"]]
    rows = read(["姓名", "类别"], *lines, columns=[NAME, GOODS])
    assert [row.values["goods"] for row in rows] == ["工业", "x", "x", ""]
    assert faults_of(rows[3]) == {"goods": "core.cell_choice"}


def test_read_refuses_missing_columns_by_name():
    refused = refused_with(
        "core.workbook_missing_columns", workbook(["姓名", "手机号"], ["林一", "1"])
    )
    assert "身份证号码" in str(refused.refusals[0].reason)


def test_read_refuses_a_column_that_stands_there_twice():
    file = workbook([*HEADERS, "证件号码"], [*LIN, "x"])
    refused_with("core.workbook_duplicate_columns", file)


def test_read_refuses_a_workbook_without_header():
    refused_with("core.workbook_no_header", workbook(["x", "y"], ["z"]))


@pytest.mark.parametrize(
    "content", [b"", b"name,phone\n", b"\x89PNG", b"<html>", b"%PDF-1.7", b"\xff" * 100]
)
def test_read_refuses_what_is_no_workbook(content):
    refused_with("core.workbook_not_excel", io.BytesIO(content))


def package(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def test_read_refuses_a_package_that_is_no_workbook():
    refused_with("core.workbook_not_excel", package(**{"word/document.xml": "<x/>"}))


def test_read_refuses_a_damaged_package():
    content = workbook(HEADERS, LIN).getvalue()
    refused_with("core.workbook_unreadable", io.BytesIO(content[: len(content) // 2]))
    refused_with("core.workbook_unreadable", package(**{"xl/workbook.xml": "<x"}))
    broken = {"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": "<worksheet><row>"}
    refused_with("core.workbook_unreadable", package(**broken))


def test_read_refuses_a_package_whose_parts_were_changed():
    content = workbook(HEADERS, LIN).getvalue()
    place = content.index(b"xl/worksheets/sheet1.xml") + 30
    for changed in range(place, place + 60, 3):
        spoiled = bytearray(content)
        spoiled[changed] ^= 0xFF
        refused_with("core.workbook_unreadable", io.BytesIO(bytes(spoiled)))


@pytest.mark.parametrize("encoding", ["UTF-2", "UTFz8"])
def test_read_refuses_a_sheet_in_an_encoding_nobody_knows(encoding):
    sheet = f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'
    parts = {"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": sheet}
    refused_with("core.workbook_unreadable", package(**parts))


def test_read_refuses_a_sheet_that_is_listed_but_not_there():
    content = workbook(HEADERS, LIN).getvalue()
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if not name.startswith("xl/worksheets/"):
                new.writestr(name, old.read(name))
    file.seek(0)
    refused_with("core.workbook_unreadable", file)


def test_read_an_old_workbook():
    file = old_workbook(HEADERS, ["林一", "211403190001010019", 13812345678.0, 44669.0, "黄"])
    (row,) = read_rows(file, COLUMNS)
    assert row.faults == []
    assert (row.values["name"], row.values["phone"]) == ("林一", "13812345678")
    assert row.values["enters"] == "2022-04-18"


def test_read_refuses_a_damaged_old_workbook():
    refused_with("core.workbook_unreadable", io.BytesIO(opening._OLE + b"\0" * 1000))


def test_read_refuses_a_locked_workbook():
    locked = opening._OLE + b"\0" * 600 + opening._ENCRYPTED_PACKAGE
    refused_with("core.workbook_encrypted", io.BytesIO(locked))


def test_read_refuses_a_locked_old_workbook(monkeypatch):
    from python_calamine import PasswordError

    def refuse(_file):
        raise PasswordError("locked")

    monkeypatch.setattr(opening.CalamineWorkbook, "from_filelike", refuse, raising=False)
    refused_with("core.workbook_encrypted", io.BytesIO(opening._OLE))


def test_read_refuses_a_file_above_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 100
    refused_with("core.workbook_too_large", workbook(HEADERS, LIN))


def test_read_refuses_a_bomb_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(opening, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = {"xl/workbook.xml": "<x/>", "xl/media/image1.png": b"\0" * 2_000_000}
    refused_with("core.workbook_too_large", package(**bomb))


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def with_sheet(rows):
    """A valid workbook whose sheet is replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(workbook(HEADERS, LIN)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, SHEET.format(rows) if is_sheet else old.read(name))
    file.seek(0)
    return file


def test_read_refuses_a_cell_too_far_off_to_be_kept_a_place_for():
    far = '<sheetData><row r="9"><c r="XFD9" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    refused_with("core.workbook_no_header", with_sheet(far))
    refused_with("core.workbook_too_many_rows", with_sheet(far.replace('9"', '1048576"')))
    refused_with("core.workbook_too_large", with_sheet(far.replace('9"', '40000"')))


def test_read_takes_cells_without_addresses_and_formatted_empty_rows():
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    head, body = ("".join(cell.format(text) for text in row) for row in (HEADERS, LIN))
    rows = f'<row>{head}</row><row>{body}</row><row r="1048576"><c r="A1048576" s="1"/></row>'
    assert len(read_rows(with_sheet(f"<sheetData>{rows}</sheetData>"), COLUMNS)) == 1


def test_read_refuses_more_rows_than_allowed():
    refused_with("core.workbook_too_many_rows", workbook(HEADERS, *[LIN] * 3), max_rows=2)
    refused_with("core.workbook_too_many_rows", workbook(HEADERS, *[LIN] * 300), max_rows=100)
    assert len(read_rows(workbook(HEADERS, *[LIN] * 3), COLUMNS, max_rows=3)) == 3


def test_rows_take_faults_from_a_modules_own_checks():
    (row,) = read(HEADERS, LIN)
    row.add_faults("", Refusal("x.twice", "twice"), Refusal("x.phone", "taken", field="phone"))
    assert faults_of(row) == {"": "x.twice", "phone": "x.phone"}


def test_faults_come_back_and_can_be_uploaded_again():
    rows = read(HEADERS, LIN, ["薄二", "211403190001010019", "1", "明天", "黄"])
    again = read_rows(io.BytesIO(write_faults("驾驶员", COLUMNS, rows)), COLUMNS)
    assert [row.values["name"] for row in again] == ["薄二"]
    assert faults_of(again[0]) == {"enters": "core.day_format"}


def test_template_filled_in_below_its_example_is_read():
    template = write_template("驾驶员名单", COLUMNS, [])
    assert read_rows(io.BytesIO(template), COLUMNS) == []
