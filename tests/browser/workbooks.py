"""The dispatcher's workbook: the product's own template, filled in as in Excel."""

from collections.abc import Sequence
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from longgang.accounts.api import User
from longgang.core.excel import Column, write_template
from longgang.passes.actions.fleet import read_workbook
from longgang.passes.fleet import columns
from longgang.passes.models import FleetUpload
from longgang.people.actions.vehicle_uploads import read_vehicle_workbook
from longgang.people.api import Company
from longgang.people.models import VehicleUpload
from longgang.people.vehicle_workbook import vehicle_columns
from tests.passes import build

EXAMPLE = 4  # line of the template


def fill_in(
    template: bytes, rows: list[dict[str, str]], layout: Sequence[Column] | None = None
) -> bytes:
    """The template with these rows below its example; cells are named by their column's key."""
    book = openpyxl.load_workbook(BytesIO(template))
    places = {column.key: place for place, column in enumerate(layout or columns(), start=2)}
    for line, row in enumerate(rows, start=EXAMPLE + 1):
        for key, value in row.items():
            book.worksheets[0].cell(line, places[key], value)
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def tanker_row(crew: tuple[str, str, str], checkpoint: str, **changes: str) -> dict[str, str]:
    """A known tanker with a known crew, out with acid; its papers are in the register."""
    plate, driver, escort = crew
    return {
        "plate": plate, "plate_colour": "黄色", "driver_name": driver, "escort_name": escort,
        "goods_class": "原材料", "goods_name": "硫酸", "goods_quantity": "30吨",
        "consignor_name": "龙湾酸业有限公司", "consignor_area": "龙湾街道",
        "consignor_address": "锦山路 1 号", "consignor_contact": "文海生",
        "consignor_phone": "13800000001", "consignee_name": "秦皇岛远帆化工有限公司",
        "consignee_area": "河北省秦皇岛市海港区", "consignee_address": "港口路 8 号",
        "consignee_contact": "赵敏", "consignee_phone": "13600000001",
        "checkpoint_number": checkpoint,
        "expected_entry_at": f"{localtime(build.in_hours(5)):%Y-%m-%d %H:%M}",
        "un_number": "1830", "waybill_number": f"YD-{plate[-3:]}",
        "emergency_phone": "13600000003",
    } | changes  # fmt: skip


def a_workbook_read(company: Company, wen: User, rows: list[dict[str, str]]) -> FleetUpload:
    """Uploaded and rehearsed, not submitted."""
    template = write_template("车辆通行证申请", columns())
    file = SimpleUploadedFile("明日车辆.xlsx", fill_in(template, rows))
    return read_workbook(file, company=company, signature="文海生", by=wen)


def a_vehicle_workbook_read(company: Company, wen: User) -> VehicleUpload:
    """A new tanker, and a plate that is none; not entered."""
    layout = vehicle_columns()
    rows = [{"plate": "辽P30001", "colour": "黄色"}, {"plate": "不是车牌", "colour": "黄色"}]
    content = fill_in(write_template("企业车辆", layout), rows, layout)
    return read_vehicle_workbook(SimpleUploadedFile("车队.xlsx", content), company=company, by=wen)
