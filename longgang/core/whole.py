"""A number plate and a moment are read in one piece: they never break across lines."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .errors import Words
from .identifiers import PROVINCES

_PLATE = f"[{''.join(PROVINCES.values())}][A-Z][A-Z0-9]{{4,6}}[挂学警港澳领试超]?"
_MOMENT = r"(?<![\w-])(?:\d{4}-)?\d\d-\d\d(?: \d\d:\d\d)?(?![\w-])"
_WHOLE = re.compile(f"{_PLATE}|{_MOMENT}")


def whole_plates(words: Words) -> SafeString:
    """The words, escaped, each plate and each moment among them in one piece."""
    text = words if isinstance(words, SafeString) else escape(str(words))
    return mark_safe(_WHOLE.sub(r'<span class="nowrap">\g<0></span>', text))  # noqa: S308 - escaped
