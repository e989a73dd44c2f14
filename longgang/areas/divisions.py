"""Fills the division tree from the tables that come with the product.

The whole country down to counties, because trips begin and end anywhere; our own district down to
communities; and the desks that decide for it. Filling again changes nothing that is there.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from .romanising import english_name, romanise

DATA = Path(__file__).parent / "data"
EDITION = date(2023, 1, 1)  # of the national codes; what was before is not known here

BUREAUS = [
    ("industry", "工业和信息化局", "Bureau of Industry and Information Technology"),
    ("transport", "交通运输局", "Bureau of Transport"),
    ("commerce", "商务局", "Bureau of Commerce"),
]


def load_divisions(area: Any, desk: Any) -> tuple[int, int]:
    """Add every division and desk that is missing; returns how many of each.

    Takes the tables as arguments, so that a migration can hand over its historic ones.
    """
    known = set(area.objects.values_list("code", flat=True))
    rows = [row for row in _divisions() if row["code"] not in known]
    area.objects.bulk_create([area(valid_from=EDITION, **row) for row in rows])
    present = set(desk.objects.values_list("code", flat=True))
    desks = [row for row in _desks() if row["code"] not in present]
    desk.objects.bulk_create([desk(**row) for row in desks])
    return len(rows), len(desks)


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _divisions() -> list[dict[str, str]]:
    rows = list(_read("national_divisions.csv"))
    for row in _read("longgang_divisions.csv"):
        if row["level"] in {"street", "community"}:
            pinyin, initials = romanise(row["name"])
            row |= {"name_en": english_name(row["name"]), "pinyin": pinyin, "initials": initials}
            rows.append(row)
    full: dict[str, tuple[str, str]] = {"": ("", "")}
    for row in sorted(rows, key=lambda row: len(row["code"])):
        above, above_en = full[row["parent_code"]]
        row["full_name"] = above + row["name"]
        row["full_name_en"] = ", ".join(part for part in (row["name_en"], above_en) if part)
        full[row["code"]] = row["full_name"], row["full_name_en"]
    return rows


def _desks() -> Iterator[dict[str, str]]:
    district = str(settings.DISTRICT_CODE)
    for row in _divisions():
        code, name, name_en = row["code"], row["name"], row["name_en"]
        if code == district:
            for kind, bureau, bureau_en in BUREAUS:
                yield {
                    "code": f"{code}-{kind}",
                    "kind": kind,
                    "name": f"{name}{bureau}",
                    "name_en": f"{name_en} {bureau_en}",
                    "area_code": code,
                }
        elif row["level"] == "street" and row["parent_code"] == district:
            office = "人民政府" if name.endswith(("乡", "镇")) else "办事处"
            yield {
                "code": f"{code}-street",
                "kind": "street",
                "name": f"{name}{office}",
                "name_en": f"{name_en} Office",
                "area_code": code,
            }
