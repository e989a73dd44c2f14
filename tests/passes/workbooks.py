"""Workbooks as companies send them: the template filled in, and what goes wrong with it."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from . import build

HEADERS = {
    "plate": "车牌号", "plate_colour": "号牌颜色", "driver_name": "司机姓名",
    "driver_id_number": "司机身份证号", "driver_phone": "司机手机", "goods_class": "物资类别",
    "goods_name": "品名", "weight_t": "重量", "consignor_name": "托运单位",
    "consignor_area": "始发地", "consignee_name": "收货单位", "consignee_area": "目的地",
    "consignee_contact": "收货联系人", "consignee_phone": "收货电话",
    "checkpoint_number": "入口卡口", "expected_entry_at": "预计到达时间",
}  # fmt: skip
ACID_HEADERS = HEADERS | {
    "driver_certificate": "司机从业资格证号", "driver_certificate_until": "司机资格证有效期",
    "escort_name": "押运员姓名", "escort_id_number": "押运员身份证号", "escort_phone": "押运员手机",
    "escort_certificate": "押运员从业资格证号", "escort_certificate_until": "押运员资格证有效期",
    "un_number": "UN编号", "hazard_class": "危险货物类别", "packing_group": "包装类别",
    "waybill_number": "运单号", "licence_number": "道路运输证号",
    "licence_until": "道路运输证有效期", "emergency_phone": "应急电话",
}  # fmt: skip


def a_row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Steel to Longwan in two hours, another vehicle and driver for every number."""
    return {
        "plate": f"辽P{30000 + number}", "plate_colour": "黄", "driver_name": "张伟",
        "driver_id_number": build.id_number(number), "driver_phone": f"1370000{number:04d}",
        "goods_class": "重点工业品", "goods_name": "钢板", "weight_t": 29.5,
        "consignor_name": "海港物资有限公司", "consignor_area": "河北省秦皇岛市海港区",
        "consignee_name": "龙湾钢构有限公司", "consignee_area": "龙湾街道",
        "consignee_contact": "钱进", "consignee_phone": "13600000002",
        "checkpoint_number": "龙湾高速口",
        "expected_entry_at": f"{localtime(build.in_hours(2)):%Y-%m-%d %H:%M}",
    } | changes  # fmt: skip


def an_acid_row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """The same with acid, escort and every certificate."""
    return a_row(number) | {
        "goods_class": "原材料", "goods_name": "硫酸", "un_number": "UN1830",
        "waybill_number": f"YD2026{number:06d}", "emergency_phone": "13600000003",
        "driver_certificate": "211400112233", "driver_certificate_until": str(build.in_days(300)),
        "escort_name": "王芳", "escort_id_number": build.id_number(500 + number),
        "escort_phone": f"1371000{number:04d}", "escort_certificate": "211400112244",
        "escort_certificate_until": str(build.in_days(300)), "licence_number": "211400000001",
        "licence_until": str(build.in_days(200)),
    } | changes  # fmt: skip


def a_workbook(
    rows: Iterable[dict[str, Any]],
    *,
    headers: dict[str, str] = HEADERS,
    title: str = "",
    name: str = "明日车次.xlsx",
) -> SimpleUploadedFile:
    """The rows under these headers, in their order; below a merged title if one is given."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
        sheet.merge_cells(f"A1:{get_column_letter(len(headers))}1")
        sheet.append(["填报单位：龙湾酸业有限公司"])
    sheet.append(list(headers.values()))
    for row in rows:
        sheet.append([row.get(key, "") for key in headers])
    return as_upload(book, name)


def as_upload(book: Workbook, name: str = "明日车次.xlsx") -> SimpleUploadedFile:
    """The workbook as a browser sends it."""
    written = BytesIO()
    book.save(written)
    return SimpleUploadedFile(name, written.getvalue())


def again(upload: SimpleUploadedFile) -> SimpleUploadedFile:
    """The very same file sent once more."""
    upload.seek(0)
    return SimpleUploadedFile(upload.name or "", upload.read())
