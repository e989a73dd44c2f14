"""Keeps personal values out of the books: they say that a phone changed, not which it was."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Model

HIDDEN = "•••"
# A mobile number, or eighteen digits that carry a date of birth: what people type into free text.
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_BIRTH = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_NUMBER = re.compile(rf"(?<!\d)\d{{6}}{_BIRTH}\d{{3}}[\dXx](?!\d)")


def mask_text(text: str) -> str:
    """The text with phone and ID numbers cut to their last four, and nothing PostgreSQL refuses."""
    text = text.replace("\0", "")
    for pattern in (_PHONE, _ID_NUMBER):
        text = pattern.sub(lambda found: HIDDEN + found[0][-4:], text)
    return text


def personal_fields(subject: Model) -> set[str]:
    """The fields that the model of this row declares personal."""
    return set(getattr(getattr(subject, "Privacy", None), "personal", ()))


def mask_values(subject: Model, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as the book may hold them: personal fields hidden but for their end, numbers exact.

    A field hidden on both sides still differs by its last two characters where it changed.
    """
    if values is None:
        return None
    personal = personal_fields(subject)
    return {
        str(key): _hide(value) if key in personal else _plain(value)
        for key, value in values.items()
    }


def _hide(value: Any) -> str:
    text = "" if value is None else str(value)
    return HIDDEN + text[-2:] if len(text) > 6 else HIDDEN * bool(text)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, float):
        return str(value)  # PostgreSQL may write a float differently, and the mark would not fit
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
