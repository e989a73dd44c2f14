"""Number plates as GA 36 draws them. Number and colour together name a vehicle."""

import re
import unicodedata
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..errors import Refusal, Refused, filled
from .tidying import LONGEST, tidy

# What a plate begins with, by the first two digits of the province's division code.
PROVINCES = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑",
    "31": "沪", "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫",
    "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼", "50": "渝", "51": "川", "52": "贵",
    "53": "云", "54": "藏", "61": "陕", "62": "甘", "63": "青", "64": "宁", "65": "新",
}  # fmt: skip
_PROVINCE = f"[{''.join(PROVINCES.values())}]"
_LETTER = "[A-HJ-NP-Z]"
_SIGN = "[A-HJ-NP-Z0-9]"


class PlateColour(models.TextChoices):
    """Plate colours with the codes of the transport platforms."""

    BLUE = "1", _("Blue")
    YELLOW = "2", _("Yellow")
    BLACK = "3", _("Black")
    WHITE = "4", _("White")
    GREEN = "5", _("Green")
    OTHER = "9", _("Other colour")
    FARM_YELLOW = "91", _("Farm yellow")
    FARM_GREEN = "92", _("Farm green")
    YELLOW_GREEN = "93", _("Yellow and green")
    GRADIENT_GREEN = "94", _("Gradient green")


class PlateKind(models.TextChoices):
    """What the shape of a plate says about the vehicle."""

    CIVIL = "civil", _("Civil")
    TRAILER = "trailer", _("Trailer")
    LEARNER = "learner", _("Learner")
    POLICE = "police", _("Police")
    HONG_KONG = "hong_kong", _("Hong Kong")
    MACAO = "macao", _("Macao")
    CONSULATE = "consulate", _("Consulate")
    TRIAL = "trial", _("Trial")
    OVERSIZE = "oversize", _("Oversize")
    EMBASSY = "embassy", _("Embassy")
    RESCUE = "rescue", _("Fire and rescue")
    NEW_ENERGY_SMALL = "new_energy_small", _("New energy, small")
    NEW_ENERGY_LARGE = "new_energy_large", _("New energy, large")
    FREE = "free", _("Military or foreign, as written")


_SHAPES = {
    PlateKind.CIVIL: f"{_PROVINCE}{_LETTER}{_SIGN}{{5}}",
    PlateKind.TRAILER: f"{_PROVINCE}{_LETTER}{_SIGN}{{4}}挂",
    PlateKind.LEARNER: f"{_PROVINCE}{_LETTER}{_SIGN}{{4}}学",
    PlateKind.POLICE: f"{_PROVINCE}{_LETTER}{_SIGN}{{4}}警",
    PlateKind.HONG_KONG: f"{_PROVINCE}{_LETTER}{_SIGN}{{4}}港",
    PlateKind.MACAO: f"{_PROVINCE}{_LETTER}{_SIGN}{{4}}澳",
    PlateKind.CONSULATE: f"{_PROVINCE}(?:{_LETTER}{_SIGN}{{4}}|[0-9]{{5}})领",
    PlateKind.TRIAL: f"{_PROVINCE}{_LETTER}{_SIGN}{{4}}试",
    PlateKind.OVERSIZE: f"{_PROVINCE}{_LETTER}{_SIGN}{{4}}超",
    PlateKind.EMBASSY: "使[0-9]{6}|[0-9]{6}使",
    PlateKind.RESCUE: f"{_PROVINCE}X[0-9]{{4}}应急",
    PlateKind.NEW_ENERGY_SMALL: f"{_PROVINCE}{_LETTER}[A-HJK]{_SIGN}[0-9]{{4}}",
    PlateKind.NEW_ENERGY_LARGE: f"{_PROVINCE}{_LETTER}[0-9]{{5}}[A-HJK]",
}
_KINDS = {kind: re.compile(shape) for kind, shape in _SHAPES.items()}

# Military, armed police and foreign plates follow no public shape: taken as written, and flagged.
_FREE = re.compile(r"[一-鿿A-Z0-9]{4,12}")
_FREE_COLOURS = frozenset({PlateColour.WHITE, PlateColour.BLACK, PlateColour.OTHER})

_GREENS = frozenset({PlateColour.GREEN, PlateColour.YELLOW_GREEN, PlateColour.GRADIENT_GREEN})
_NEW_ENERGY = {
    PlateKind.NEW_ENERGY_SMALL: PlateColour.GRADIENT_GREEN,
    PlateKind.NEW_ENERGY_LARGE: PlateColour.YELLOW_GREEN,
}
_COLOUR_WORDS = {
    "蓝": PlateColour.BLUE,
    "黄": PlateColour.YELLOW,
    "黑": PlateColour.BLACK,
    "白": PlateColour.WHITE,
    "绿": PlateColour.GREEN,
    "其他": PlateColour.OTHER,
    "农黄": PlateColour.FARM_YELLOW,
    "农绿": PlateColour.FARM_GREEN,
    "黄绿": PlateColour.YELLOW_GREEN,
    "黄绿双拼": PlateColour.YELLOW_GREEN,
    "渐变绿": PlateColour.GRADIENT_GREEN,
}


@dataclass(frozen=True)
class Plate:
    """One vehicle: a yellow and a blue plate may carry the same number."""

    number: str
    colour: PlateColour

    @property
    def kind(self) -> PlateKind:
        """What the shape of the number says."""
        return _find_kind(self.number) or PlateKind.FREE

    def __str__(self) -> str:
        return self.number


def parse_plate(text: str, colour: str) -> Plate:
    """Number and colour of a plate, or `Refused` with a code `core.plate_…`.

    Green on a new-energy plate becomes the green it is painted in (small: gradient, large: yellow
    and green), so that one vehicle has one key. A look-alike letter is never corrected silently.
    """
    number = _tidy_plate(text)
    painted = parse_colour(colour)
    kind = _find_kind(number)
    if kind in _NEW_ENERGY:
        return Plate(number, _check_new_energy_colour(kind, painted))
    if kind is None and not _is_free(number, painted):
        raise Refused(_explain(number))
    return Plate(number, painted)


def parse_plate_number(text: str) -> str:
    """The number of a plate whose colour is not known, or `Refused` with a code `core.plate_…`."""
    number = _tidy_plate(text)
    if _find_kind(number) is None and not _is_free(number, PlateColour.OTHER):
        raise Refused(_explain(number))
    return number


def parse_colour(text: str) -> PlateColour:
    """A plate colour from its code, its Chinese word (黄, 黄色, 黄牌) or its label."""
    word = tidy(
        text,
        kind="plate_colour",
        empty=_("The plate colour is missing."),
        too_long=_("This is not a plate colour."),
    )
    if word in PlateColour.values:
        return PlateColour(word)
    for choice in PlateColour:
        if word == str(choice.label).upper().replace(" ", ""):
            return choice
    colour = _COLOUR_WORDS.get(re.sub("[色牌]+$", "", word))
    if colour is None:
        raise Refused(
            Refusal(
                "core.plate_colour",
                _("This is not a plate colour."),
                _("Choose one from the list, for example yellow for a large truck."),
            )
        )
    return colour


def tidy_part_of_plate(text: str) -> str:
    """What was typed of a plate as plates are kept: to search by, so that nothing is refused."""
    return _without_signs(re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:LONGEST])).upper())


def suggest_plate(text: str) -> str:
    """The plate that was probably meant (0 for O, 1 for I), or "" when there is none to suggest."""
    number = _tidy_plate(text)
    if _find_kind(number):
        return ""
    meant = number[:2] + number[2:].replace("O", "0").replace("I", "1")
    return meant if _find_kind(meant) else ""


def _tidy_plate(text: str) -> str:
    number = tidy(
        text,
        kind="plate",
        empty=_("The plate number is missing."),
        too_long=_("This is too long for a plate number."),
    )
    return _without_signs(number)


def _without_signs(number: str) -> str:
    return re.sub(r"[·•・.．\-—]", "", number)


def _find_kind(number: str) -> PlateKind | None:
    return next((kind for kind, shape in _KINDS.items() if shape.fullmatch(number)), None)


def _is_free(number: str, colour: PlateColour) -> bool:
    """Whether the number may stand as written: no civil plate, in a colour such plates have."""
    return (
        colour in _FREE_COLOURS
        and not re.match(f"{_PROVINCE}{_LETTER}", number)
        and _FREE.fullmatch(number) is not None
        and re.search("[0-9]", number) is not None
    )


def _check_new_energy_colour(kind: PlateKind, colour: PlateColour) -> PlateColour:
    if colour not in _GREENS:
        raise Refused(
            Refusal(
                "core.plate_colour_mismatch",
                _("A plate of eight characters belongs to a new-energy vehicle and is green."),
                _("Correct the colour or the number."),
            )
        )
    return _NEW_ENERGY[kind]


def _explain(number: str) -> Refusal:
    if suggestion := suggest_plate(number):
        return Refusal(
            "core.plate_letters",
            _("Plates never contain the letters I and O."),
            filled(_("Did you mean %(plate)s?"), plate=suggestion),
        )
    return Refusal(
        "core.plate_format",
        _("This is not a plate number."),
        _("Write province, letter and five or six characters, for example 辽P12345."),
    )
