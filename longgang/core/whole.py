"""A number plate is read in one piece: it never breaks across lines."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .errors import Words
from .identifiers import PROVINCES

_PLATE = re.compile(f"[{''.join(PROVINCES.values())}][A-Z][A-Z0-9]{{4,6}}[挂学警港澳领试超]?")


def whole_plates(words: Words) -> SafeString:
    """The words, escaped, each plate among them in one piece."""
    text = words if isinstance(words, SafeString) else escape(str(words))
    return mark_safe(_PLATE.sub(r'<span class="nowrap">\g<0></span>', text))  # noqa: S308 - escaped
