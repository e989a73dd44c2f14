"""Each kind of event in words. Modules bring their own sentences; an unknown kind fails a test."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from longgang.core.errors import Words
from longgang.core.sentences import listed

from .actors import LINK, SYSTEM
from .models import BookRow

_WORDS: dict[str, Words] = {}
_NAMES: dict[str, Words] = {}


def register_words(words: Mapping[str, Words]) -> None:
    """Teach the book what a module's kinds mean, e.g. `{"pass.issued": _("Pass issued")}`.

    Raises ValueError when a kind already means something else.
    """
    for kind, sentence in words.items():
        if _WORDS.setdefault(kind, sentence) != sentence:
            raise ValueError(f"the kind {kind} already has words")


def register_names(names: Mapping[str, Words]) -> None:
    """Teach the book what a module's things and facts are called, where their model does not say.

    `{"passes.trip": _("trip"), "passes.trip.seal_number": _("seal number")}`
    """
    _NAMES.update(names)


def kind_in_words(kind: str) -> str:
    """The sentence for a kind of event; the kind itself when a module of the past is gone."""
    return str(_WORDS.get(kind, kind))


def known_kinds() -> dict[str, Words]:
    """Every kind that has words."""
    return dict(_WORDS)


def subject_in_words(subject_kind: str) -> str:
    """What a reader calls this kind of thing; the kind itself when its model is gone."""
    if subject_kind in _NAMES:
        return str(_NAMES[subject_kind])
    try:
        return str(apps.get_model(subject_kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject_kind


def field_in_words(subject_kind: str, name: str) -> str:
    """What a reader calls this field; its name when the model has no such field (any more)."""
    if (known := f"{subject_kind}.{name}") in _NAMES:
        return str(_NAMES[known])
    field = _find_field(subject_kind, name)
    return str(field.verbose_name) if field else name


def value_in_words(subject_kind: str, name: str, value: Any) -> str:
    """A value of this field as people read it: choices by their label, nothing as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, list):
        return listed(value_in_words(subject_kind, name, item) for item in value)
    if isinstance(value, dict):
        return "；".join(
            f"{field_in_words(subject_kind, key)}：{value_in_words(subject_kind, key, item)}"
            for key, item in value.items()
        )
    if isinstance(value, str) and (moment := _moment_in(value)):
        return f"{localtime(moment):%Y-%m-%d %H:%M}"
    field = _find_field(subject_kind, name)
    labels = dict(field.flatchoices) if field else {}
    return str(labels.get(value, value))


def _moment_in(text: str) -> datetime | None:
    """The moment that a row holds as text, `2026-11-26T13:09:00Z`; words are none."""
    try:
        found = parse_datetime(text) if "T" in text else None
    except ValueError:
        return None
    return found if found and is_aware(found) else None


def actor_in_words(row: BookRow) -> str:
    """Who did it, by name; what runs by the clock is called the system."""
    return row.by_name if row.by_id else name_in_words(row.by_name)


def name_in_words(name: str) -> str:
    """A name that was kept with what somebody did, as people say it."""
    nobody = {SYSTEM.name: _("The system"), LINK.name: _("Whoever holds the link")}
    return nobody.get(name, name)


def _find_field(subject_kind: str, name: str) -> Field[Any, Any] | None:
    try:
        field = apps.get_model(subject_kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None
