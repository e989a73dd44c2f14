"""Whom a row of a list means: what lists of people have in common, from whichever office."""

from collections.abc import Callable

from longgang.core.errors import Refused
from longgang.core.excel import Row
from longgang.core.identifiers import IdKind, parse_id_number, parse_phone

from .matching import Sought
from .reading import tidy_name


def tidy_person(row: Row) -> None:
    """Name, phone and ID number in the form that is stored; the row says what cannot be right."""
    kind = row.values.get("id_kind") or IdKind.RESIDENT
    _parse(row, "phone", parse_phone)
    _parse(row, "id_number", lambda number: parse_id_number(number, kind))
    row.values["name"] = tidy_name(row.values["name"])


def may_be_sought(row: Row) -> bool:
    """Whether name and number are such that the register can be asked."""
    return not (row.is_faulty("name") or row.is_faulty("id_number"))


def sought_in(row: Row) -> Sought:
    """Whom to look for; a phone that cannot be right is left out."""
    return Sought(
        row.number,
        row.values["name"],
        row.values.get("id_number", ""),
        "" if row.is_faulty("phone") else row.values.get("phone", ""),
    )


def _parse(row: Row, key: str, parse: Callable[[str], str]) -> None:
    text = row.values.get(key, "")
    if not text or row.is_faulty(key):
        return
    try:
        row.values[key] = parse(text)
    except Refused as refused:
        row.add_faults(key, *refused.refusals)
