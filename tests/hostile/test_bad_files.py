"""Workbooks and photos that no office should have to open: a clear answer, and nothing is kept."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from longgang.core.excel import write_template
from longgang.passes.fleet import columns
from longgang.passes.models import Attachment, Check, FleetUpload, PassDraft, VehiclePass
from tests.browser.workbooks import fill_in, tanker_row
from tests.cast import sign_in
from tests.passes import build

pytestmark = pytest.mark.django_db


def template() -> bytes:
    return write_template("车辆通行证申请", columns())


def a_good_row(world, **changes: str) -> dict[str, str]:
    return tanker_row(("辽P20001", "刚海生", "敏春燕"), world.east_exit.name, **changes)


def send(world, content: bytes, name: str = "明日.xlsx"):
    client = sign_in(world.wen)
    data = {
        "company": world.company.number,
        "signature": "文海生",
        "workbook": SimpleUploadedFile(name, content),
    }
    return client.post("/passes/fleet/", data)


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def an_excel_of(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    return saved(book)


def a_zip(name: str = "bomb", size: int = 50_000_000) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr(name, b"\0" * size)
    return file.getvalue()


NO_WORKBOOKS = {
    "nothing": b"",
    "text": "车牌,司机".encode("gb18030"),
    "web page": b"<html><table><tr><td>1</td></tr></table></html>",
    "picture": b"\xff\xd8\xff\xe0" + b"\0" * 500,
    "zip": a_zip(size=10),
    "bomb": a_zip("xl/worksheets/sheet1.xml"),
    "locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000,
    "cut off": b"PK\x03\x04" + b"\0" * 300,
    "empty sheet": an_excel_of([]),
    "other columns": an_excel_of([["菜名", "价格"], ["豆腐", 3]]),
}


@pytest.mark.parametrize("kind", NO_WORKBOOKS)
def test_what_is_no_list_of_trips_is_refused_with_words(world, kind):
    before = FleetUpload.objects.count()
    answer = send(world, NO_WORKBOOKS[kind])
    assert answer.status_code == 422
    told = [
        error.code
        for errors in answer.context["form"].errors.as_data().values()
        for error in errors
    ]
    assert told
    assert all(code in {"empty", "invalid"} or code.startswith("core.workbook_") for code in told)
    assert FleetUpload.objects.count() == before


def test_fifty_thousand_rows_are_refused_as_a_whole(world):
    heads = [str(column.header) for column in columns()]
    before = VehiclePass.objects.count(), FleetUpload.objects.count()
    answer = send(world, an_excel_of([heads, *([["辽P20001", "黄色"]] * 50_000)]))
    assert answer.status_code == 422
    assert (VehiclePass.objects.count(), FleetUpload.objects.count()) == before


def test_titles_merged_and_columns_shuffled_are_read(world):
    """A dispatcher's own layout: a merged title, the columns the other way round, one more."""
    row = a_good_row(world)
    keys = [column.key for column in columns()][::-1]
    heads = {column.key: str(column.header) for column in columns()}
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["明日车辆"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(keys))
    sheet.append([*[heads[key] for key in keys], "备用"])
    sheet.append([*[row.get(key, "") for key in keys], "无"])
    answer = send(world, saved(book))
    assert answer.status_code == 302, answer.context["form"].errors
    page = sign_in(world.wen).get(answer.url)
    rehearsal = page.context["rehearsal"]
    assert (len(rehearsal.new), len(rehearsal.faulty)) == (1, 0)


def test_an_id_number_that_excel_made_a_number_is_named_and_nothing_is_submitted(world):
    """2.11403E+17 has lost its last digits: it cannot be guessed back."""
    content = fill_in(template(), [a_good_row(world), a_good_row(world, plate="辽P20002")])
    book = openpyxl.load_workbook(BytesIO(content))
    keys = [column.key for column in columns()]
    book.worksheets[0].cell(6, keys.index("driver_id_number") + 2, 2.11403198506150e17)
    answer = send(world, saved(book))
    page = sign_in(world.wen).get(answer.url)
    rehearsal = page.context["rehearsal"]
    assert (len(rehearsal.new), len(rehearsal.faulty)) == (1, 1)
    assert [fault.key for fault in rehearsal.faulty[0].faults] == ["driver_id_number"]


def test_formulas_are_never_computed_nor_sent_back_as_formulas(world):
    row = a_good_row(world, goods_name='=HYPERLINK("http://evil.example","硫酸")', plate="不是车牌")
    answer = send(world, fill_in(template(), [row]))
    if answer.status_code == 302:
        faults = sign_in(world.wen).get(answer.url + "faults/").content
        cells = openpyxl.load_workbook(BytesIO(faults)).worksheets[0].iter_rows()
        assert not [cell for line in cells for cell in line if cell.data_type == "f"]
    else:
        assert answer.status_code == 422


# --- photos


def header_of_a_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


NO_PHOTOS = {
    "60 megapixels": header_of_a_png(10_000, 6_000),
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "bomb": a_zip(),
    "cut off": b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 200,
    "animation": b"GIF89a" + b"\0" * 20,
    "of a phone": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100,
    "nothing": b"",
}


def files_kept() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", NO_PHOTOS)
def test_what_is_no_photo_stops_no_check_half_way(world, kind):
    """The officer is told at the photo; no check, no file, no seal is left of it."""
    client, issued = sign_in(world.hai), world.passes["issued"]
    trip = issued.trips.get()
    address = f"/passes/gate/{world.east_exit.number}/entry/{trip.number}/"
    page = client.get(f"/passes/gate/{world.east_exit.number}/entry/{issued.number}/")
    address = page.request["PATH_INFO"] if page.status_code == 200 else address
    page = client.get(address)
    values = {
        "nonce": page.context["form"]["nonce"].value(), "people_count": "1",
        "temperature_0": "365", "seal_number": "FQ7777", "disposition": "let_pass",
    }  # fmt: skip
    before, kept = Check.objects.count(), files_kept()
    photo = SimpleUploadedFile("cab.jpg", NO_PHOTOS[kind], "image/jpeg")
    answer = client.post(address, values | {"photo": photo})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["photo"]
    assert answer.context["form"]["seal_number"].value() == "FQ7777"
    assert Check.objects.count() == before
    assert files_kept() == kept


@pytest.mark.parametrize("kind", NO_PHOTOS)
def test_what_is_no_photo_is_no_document(world, kind):
    build.a_rule("freight", "raw_material", documents=("contract",))
    client, draft = sign_in(world.ada), PassDraft.objects.get(user=world.ada)
    kept = files_kept()
    answer = client.post(
        f"/passes/drafts/{draft.number}/documents/",
        {"document_contract": SimpleUploadedFile("contract.jpg", NO_PHOTOS[kind], "image/jpeg")},
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["document_contract"]
    assert not Attachment.objects.filter(draft=draft).exists()
    assert files_kept() == kept
