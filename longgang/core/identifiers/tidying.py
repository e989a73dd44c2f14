"""What is done to every typed number before it is checked."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from ..errors import Refusal, Refused, Words

LONGEST = 100  # no number of any kind is longer; whatever is, is not even normalised

_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def tidy(text: str, *, kind: str, empty: Words, too_long: Words) -> str:
    """Full-width to plain, upper case, without spaces and Excel's leading apostrophe.

    Refuses an empty text, one that no number can be, and a number that Excel has cut to
    scientific notation, whose last digits nobody can bring back. `kind` begins the codes.
    """
    if len(text) > LONGEST:
        raise Refused(Refusal(f"core.{kind}_length", too_long))
    tidied = _SPACE.sub("", unicodedata.normalize("NFKC", text)).upper().lstrip("'‘’`")
    if not tidied:
        raise Refused(Refusal(f"core.{kind}_empty", empty))
    if _SCIENTIFIC.fullmatch(tidied):
        raise Refused(
            Refusal(
                f"core.{kind}_scientific",
                _("Excel has cut this number to scientific notation; its last digits are lost."),
                _("Format the column as text, then type the number again."),
            )
        )
    return tidied
