"""Invented people of the spring: as many as there are, each the same on every machine."""

from longgang.core.identifiers import IdKind, id_check_digit
from longgang.demo.names import person_name

from .plan import Coming, Trouble

_A_SLIP = 400_000  # so far away stands the number that was typed instead


def id_number(place: int) -> str:
    """A right check digit and a birth over 110 years ago: nobody has it."""
    serial, rest = place % 999 + 1, place // 999
    day, rest = rest % 28 + 1, rest // 28
    month, year = rest % 12 + 1, rest // 12 % 10
    body = f"211403{1900 + year}{month:02d}{day:02d}{serial:03d}"
    return body + id_check_digit(body)


def papers(coming: Coming, *, is_right: bool = True) -> dict[str, str]:
    """Kind and number of the ID; the wrong one is a slip of the pen."""
    if coming.has_passport:
        return {"id_kind": IdKind.PASSPORT, "id_number": f"E{coming.place:08d}"}
    return {"id_number": id_number(coming.place + (0 if is_right else _A_SLIP))}


def name_of(coming: Coming) -> str:
    """As the passport or the card has it."""
    return person_name(coming.place)


def phone_of(coming: Coming) -> str:
    """A mobile number."""
    return f"19900{coming.place:06d}"


def has_wrong_id(coming: Coming) -> bool:
    """Whether the number was typed wrongly at first."""
    return coming.trouble in {Trouble.WRONG_ID, Trouble.WRONG_ID_AT_THE_LAB}
