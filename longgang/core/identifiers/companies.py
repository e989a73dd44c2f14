"""The unified social credit code of companies and offices (GB 32100)."""

import re

from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from ..errors import Refusal, Refused, filled
from .tidying import tidy

# Rural collectives and some offices begin with letters, so only the region must be digits.
_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def parse_credit_code(text: str) -> str:
    """The code in its stored form, or `Refused` with a code `core.credit_code_…`."""
    code = tidy(
        text,
        kind="credit_code",
        empty=_("The credit code is missing."),
        too_long=_("This is too long for a credit code."),
    ).replace("-", "")
    if refusal := _find_fault(code):
        raise Refused(refusal)
    return code


def _find_fault(code: str) -> Refusal | None:
    remedy = _("Compare it with the business licence.")
    if len(code) != 18:
        return Refusal(
            "core.credit_code_length",
            filled(_("A credit code has 18 characters; this one has %(count)d."), count=len(code)),
            remedy,
        )
    if not _SHAPE.fullmatch(code):
        return Refusal(
            "core.credit_code_characters",
            _("A credit code has digits and capital letters, but never I, O, S, V or Z."),
            remedy,
        )
    if code == "0" * 18 or code[-1] != credit_check_digit(code[:17]):
        return Refusal(
            "core.credit_code_check_digit",
            _("The check digit of the credit code is wrong: at least one character is mistyped."),
            remedy,
        )
    return None


def credit_check_digit(body: str) -> str:
    """The 18th character that belongs to the first 17."""
    return str(uscc.calc_check_digit(body))
