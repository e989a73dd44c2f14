"""Phone numbers: mobiles for people, land lines where an office answers."""

import re

from django.utils.translation import gettext_lazy as _

from ..errors import Refusal, Refused
from .tidying import tidy

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LAND_LINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))-?([0-9]{7,8})")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=-?[01])")


def parse_phone(text: str) -> str:
    """A mobile number as 11 digits, or `Refused` with a code `core.phone_…`."""
    number = re.sub(r"[-.()]", "", _tidy_phone(text))
    if not _MOBILE.fullmatch(number):
        raise Refused(
            Refusal(
                "core.phone_format",
                _("A mobile number has 11 digits and begins with 13 to 19."),
                _("Check the number."),
            )
        )
    return number


def parse_contact_phone(text: str) -> str:
    """A mobile number, or a land line as 0429-1234567: where an office may answer."""
    number = re.sub(r"[.()]", "", _tidy_phone(text))
    if found := _LAND_LINE.fullmatch(number):
        return f"{found[1]}-{found[2]}"
    if _MOBILE.fullmatch(number.replace("-", "")):
        return number.replace("-", "")
    raise Refused(
        Refusal(
            "core.phone_format",
            _("This is neither a mobile number nor a land line with its area code."),
            _("Write it like 13800000000 or 0429-2112345."),
        )
    )


def takes_messages(number: str) -> bool:
    """Whether a message reaches this number: it does not reach a land line."""
    return _MOBILE.fullmatch(number) is not None


def _tidy_phone(text: str) -> str:
    number = tidy(
        text,
        kind="phone",
        empty=_("The phone number is missing."),
        too_long=_("This is too long for a phone number."),
    )
    return _COUNTRY.sub("", number).lstrip("-")
