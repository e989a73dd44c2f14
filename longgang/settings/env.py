"""Reads settings from the environment; what is missing or unreadable gets one clear sentence."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_UNSET = object()


def text(name: str, default: object = _UNSET) -> str:
    """The value of `name`, or the content of the file named by `name`_FILE, or the default."""
    if name in os.environ:
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    if default is _UNSET:
        raise ImproperlyConfigured(f"{name} is not set: put it into the environment or var/env.")
    return str(default)


def flag(name: str, *, default: bool) -> bool:
    """True or false; anything else is refused, so that a typing mistake never opens a door."""
    value = text(name, "true" if default else "false")
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write true or false.")
    return value == "true"


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.")
    return int(value)
