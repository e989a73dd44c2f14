"""What must be explained is explained in words: one rule for every reason, note and answer."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from .errors import Refusal

_HAN = re.compile(r"[\u4e00-\u9fff]")
FEWEST_HAN, FEWEST_SIGNS = 2, 3


def says_something(text: str) -> bool:
    """Whether a text can be a reason: 伪造 can, and so can typo; 错, x, aaa and ..... cannot.

    It takes two Chinese characters, or three letters or digits, that are not all the same.
    The scanner's `saysSomething` reads in the same way.
    """
    signs = [sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum()]
    han = [sign for sign in signs if _HAN.match(sign)]
    return len(set(signs)) > 1 and (len(han) >= FEWEST_HAN or len(signs) >= FEWEST_SIGNS)


def check_reason(reason: str, *, code: str) -> Refusal | None:
    """Refused with this code where nothing is said."""
    if says_something(reason):
        return None
    words = _("This does not say why.") if reason.strip() else _("The reason is missing.")
    return Refusal(code, words, _("Say in a few words why."), field="reason")
