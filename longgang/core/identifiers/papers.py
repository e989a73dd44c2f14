"""Papers that say who somebody is: the resident ID card and the others accepted beside it."""

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from ..clock import today
from ..errors import Refusal, Refused, filled
from .tidying import tidy

EARLIEST_BIRTH = date(1900, 1, 1)

# The provinces of GB/T 2260. No more is checked: counties come and go, old numbers stay valid.
_PROVINCES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54"),
    *("61", "62", "63", "64", "65", "71"),
)


class IdKind(models.TextChoices):
    """Kinds of identity papers, with the codes of the national dictionary."""

    RESIDENT = "111", _("Resident ID card")
    OFFICER = "114", _("Military officer's card")
    POLICE_OFFICER = "115", _("Armed police officer's card")
    SOLDIER = "118", _("Soldier's card")
    POLICE_SOLDIER = "119", _("Armed police soldier's card")
    CIVILIAN = "120", _("Military civilian's card")
    POLICE_CIVILIAN = "122", _("Armed police civilian's card")
    PASSPORT = "400", _("Passport")
    TAIWAN_PERMIT = "511", _("Mainland travel permit for Taiwan residents")
    HONG_KONG_MACAO_PERMIT = "516", _("Mainland travel permit for Hong Kong and Macao residents")
    HONG_KONG_MACAO_RESIDENCE = "551", _("Residence permit for Hong Kong and Macao residents")
    TAIWAN_RESIDENCE = "552", _("Residence permit for Taiwan residents")
    OTHER = "999", _("Other paper")


# The three cards that share the 18-digit number of GB 11643, and where their numbers begin.
_REGIONS = {
    IdKind.RESIDENT: _PROVINCES,
    IdKind.HONG_KONG_MACAO_RESIDENCE: ("81", "82"),
    IdKind.TAIWAN_RESIDENCE: ("83",),
}

_MILITARY = re.compile(r"[一-鿿A-Z0-9]{4,20}")
_SHAPES = {
    IdKind.PASSPORT: re.compile(r"[A-Z0-9]{5,12}"),
    IdKind.TAIWAN_PERMIT: re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
    IdKind.HONG_KONG_MACAO_PERMIT: re.compile(r"[HM][0-9]{8}([0-9]{2})?"),
    IdKind.OTHER: re.compile(r"[一-鿿A-Z0-9-]{3,30}"),
}
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")


def parse_id_number(text: str, kind: str = IdKind.RESIDENT) -> str:
    """The number of an identity paper in its stored form, or `Refused` with a code `core.id_…`.

    Resident cards and residence permits: GB 11643, with region, birthday and check digit.
    """
    number = tidy(
        text,
        kind="id",
        empty=_("The ID number is missing."),
        too_long=_("This is too long for an ID number."),
    )
    kind = IdKind(kind)
    if kind in _REGIONS:
        return _check_eighteen(number, kind)
    shape = _SHAPES.get(kind, _MILITARY)
    if not shape.fullmatch(number) or not re.search(r"[0-9]", number):
        raise Refused(
            Refusal(
                "core.id_format",
                filled(
                    _("This is not the number of a paper of the kind “%(kind)s”."), kind=kind.label
                ),
                _("Check the number, or choose another kind of paper."),
            )
        )
    return number


def _check_eighteen(number: str, kind: IdKind) -> str:
    """GB 11643: length, characters, region, birthday, check digit; the first fault is told."""
    refusal = _find_fault_of_form(number) or _find_fault_of_meaning(number, kind)
    if refusal:
        raise Refused(refusal)
    return number


def _find_fault_of_form(number: str) -> Refusal | None:
    if re.fullmatch(r"[0-9]{15}", number):
        return Refusal(
            "core.id_length",
            _("ID numbers of 15 digits are no longer valid."),
            _("Use the 18-digit number of the present card."),
        )
    if len(number) != 18:
        return Refusal(
            "core.id_length",
            filled(_("An ID number has 18 characters; this one has %(count)d."), count=len(number)),
            _("Compare it with the card."),
        )
    if not _EIGHTEEN.fullmatch(number):
        return Refusal(
            "core.id_characters",
            _("An ID number has 17 digits and then a digit or X."),
            _("Compare it with the card."),
        )
    return None


def _find_fault_of_meaning(number: str, kind: IdKind) -> Refusal | None:
    if number[:2] not in _REGIONS[kind]:
        return Refusal(
            "core.id_region",
            _("The first digits of the ID number name no region for this kind of paper."),
            _("Check the number, or choose another kind of paper."),
        )
    birthday = read_birthday(number)
    if birthday is None or not EARLIEST_BIRTH <= birthday <= today():
        return Refusal(
            "core.id_birth_date",
            _("The birth date in the ID number does not exist."),
            _("Compare digits 7 to 14 with the card."),
        )
    if number[-1] != id_check_digit(number[:17]):
        return Refusal(
            "core.id_check_digit",
            _("The check digit of the ID number is wrong: at least one digit is mistyped."),
            _("Compare it with the card."),
        )
    return None


def id_check_digit(body: str) -> str:
    """The 18th character that belongs to 17 digits."""
    return str(ric.calc_check_digit(f"{body}0"))


def read_birthday(number: str) -> date | None:
    try:
        birthday: date = ric.get_birth_date(number)
    except InvalidComponent:
        return None
    return birthday
