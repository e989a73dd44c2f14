"""What a device is given to decide without network, as JSON: everything, or what has changed."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from longgang.areas.api import Premises
from longgang.passes.api import (
    blocked_plates,
    changed_passes,
    decision_words,
    every_pass,
    feed_cursor,
    reaches_back,
    verifying_keys,
    ways_of,
)

from .models import Device
from .queries import who_is_on_duty
from .rules import AMBER_AFTER_S, CALL_AFTER_S

LANGUAGES = ("zh-hans", "en")
HASH_BYTES = 12


def make_feed(device: Device, premises: Premises, *, since: str, moment: datetime) -> str:
    """The feed since a cursor, or all of it for a cursor that is none or too old; as JSON.

    The cursor is taken before anything is read, so that a change in between comes again the next
    time. Words go along when the device does not have them yet.
    """
    cursor = feed_cursor()
    known, _dot, words_known = since.partition(".")
    is_full = not reaches_back(known)
    words, mark = all_words()
    rows = every_pass(premises.number, moment=moment) if is_full else changed_passes(known)
    head = {
        "cursor": f"{cursor}.{mark}",
        "is_full": is_full,
        "device": _device(device, premises),
        "issuer": settings.DISTRICT_CODE,
        "keys": [
            {"kid": key.kid, "x": _base64url(key.x), "withdrawn": key.is_withdrawn}
            for key in verifying_keys()
        ],
        "limits": {
            "amber_after_s": AMBER_AFTER_S,
            "call_after_s": CALL_AFTER_S,
            "forget_after_s": device.forget_after_hours * 3600,
        },
        "duty": vars(who_is_on_duty()),
        "blocked": _blocked(device, moment),
    }
    if is_full or words_known != mark:
        head["words"] = words
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "passes": {rows}}}'


@cache
def all_words() -> tuple[dict[str, Any], str]:
    """Every answer's words in both languages, and a mark that changes with them."""
    words = {language: decision_words(language) for language in LANGUAGES}
    text = json.dumps(words, sort_keys=True)
    return words, hashlib.sha256(text.encode()).hexdigest()[:12]


def _device(device: Device, premises: Premises) -> dict[str, Any]:
    return {
        "number": device.number,
        "label": device.label,
        "premises_number": premises.number,
        "premises_name": {"zh": premises.name, "en": premises.name_en or premises.name},
        "ways": ways_of(premises),
        "officer_name": str(device.officer),
    }


def _blocked(device: Device, moment: datetime) -> dict[str, Any]:
    """Blocked plates as keyed hashes: a device that gets lost gives no list away."""
    key = hmac.digest(
        settings.INDEX_KEY.encode(), f"blocked plates\0{device.number}".encode(), "sha256"
    )
    return {
        "key": _base64url(key),
        "hashes": [
            hmac.digest(key, plate.encode(), "sha256")[:HASH_BYTES].hex()
            for plate in blocked_plates(moment)
        ],
    }


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
