"""Reads what was scanned or typed at the gate: a code, a number or a plate. Plain values only.

The officers' devices read plates and numbers alike (`reading.js`): one file of examples binds both.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from longgang.core.identifiers import PROVINCES
from longgang.core.tokens import TOKEN_LENGTH, read_number

from .codes import LONGEST, is_code

_TOKEN = re.compile(rf"[0-9A-Za-z]{{{TOKEN_LENGTH}}}")
# Blanks, seen and unseen, and what people put between the letters of a plate.
_BETWEEN = re.compile(r"[\s\x1c-\x1f\x85\u200b-\u200f\u2060\ufeff·•・‧∙⋅.\-‐-―−]")
_PLATE = re.compile(r"(?=.*[0-9])[一-鿿A-Z0-9]{4,12}")
_BARE_PLATE = re.compile(
    r"[A-HJ-NP-Z](?:[A-Z0-9]{5,6}|[A-Z0-9]{4}(?:[挂学警港澳领试超]|应急))|[0-9]{5}领"
)
_CIVIL = re.compile(rf"[{''.join(PROVINCES.values())}][A-HJ-NP-Z]")
_MISREAD = str.maketrans("OI", "01")


class CodeKind(StrEnum):
    """What was recognised."""

    SIGNED = "signed"
    TOKEN = "token"  # noqa: S105 - a kind of code, not a secret
    PASS_NUMBER = "pass_number"  # noqa: S105 - the same
    APPLICATION = "application"
    PLATE = "plate"
    NOTHING = "nothing"


@dataclass(frozen=True)
class GateCode:
    """What was recognised, in its stored form."""

    kind: CodeKind
    value: str = ""


def is_blank(text: str) -> bool:
    """Whether nothing was typed: only blanks, or what stands between the letters of a plate."""
    return not _BETWEEN.sub("", text)


def read_code(text: str, *, province: str = "") -> GateCode:
    """What a text means at the gate; anything else is `NOTHING`, however long or strange it is.

    A plate typed without its first character gets the province's. The address in a QR code counts
    by what follows the name of the server, which may have been another when the pass was printed.
    Whether a signed code may be believed is not asked here.
    """
    if is_code(text):
        return GateCode(CodeKind.SIGNED, text)
    if len(text) > LONGEST:
        return GateCode(CodeKind.NOTHING)
    plain = unicodedata.normalize("NFKC", text).strip()
    number = _BETWEEN.sub("", plain).upper()
    if province in PROVINCES.values() and _BARE_PLATE.fullmatch(number):
        number = province + number
    plate = _as_drawn(number)
    found = {
        CodeKind.TOKEN: _token_in(plain),
        CodeKind.PASS_NUMBER: number if re.fullmatch(r"[0-9]{12}", number) else "",
        CodeKind.APPLICATION: read_number(plain, "SQ"),
        CodeKind.PLATE: plate if _PLATE.fullmatch(plate) else "",
    }
    return next(
        (GateCode(kind, value) for kind, value in found.items() if value),
        GateCode(CodeKind.NOTHING),
    )


def _as_drawn(plate: str) -> str:
    """Civil plates have neither O nor I behind their first letter: these are a zero and a one."""
    return plate[:2] + plate[2:].translate(_MISREAD) if _CIVIL.match(plate) else plate


def _token_in(text: str) -> str:
    """The token itself, or the one in the path of an address."""
    if "/" not in text:
        return text if _TOKEN.fullmatch(text) else ""
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    return next((part for part in reversed(path.split("/")) if _TOKEN.fullmatch(part)), "")
