"""The keyed marks: of one row, of one link, of the chain's length. Pure functions over values."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

START = bytes(32)  # what the first link is bound to

# What a mark covers: everything a row says, its database id excepted (the link binds that).
SHARED = (
    "number", "at", "by_id", "by_name", "post", "subject_kind", "subject_number", "area_code",
    "reason", "request_id",
)  # fmt: skip
FACTS = {
    "event": (*SHARED, "kind", "before", "after"),
    "disclosure": (*SHARED, "field", "purpose"),
}


@lru_cache(maxsize=4)
def _derive(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"longgang audit chain 1").derive(secret.encode())


def _mac(*parts: bytes) -> bytes:
    """HMAC over parts with their lengths, so that none can bleed into the next."""
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(_derive(settings.INDEX_KEY), message, "sha256")


def canonical(facts: Mapping[str, Any]) -> bytes:
    """One spelling for the same facts, before they go to the database and after they come back."""
    plain = {
        key: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for key, value in facts.items()
    }
    return json.dumps(plain, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False).encode()


def mark_row(book: str, facts: Mapping[str, Any]) -> bytes:
    """The mark of a row of this book."""
    return _mac(b"row", book.encode(), canonical({key: facts[key] for key in FACTS[book]}))


def mark_link(previous: bytes, sequence: int, book: str, row_id: int, row_mark: bytes) -> bytes:
    """The hash of a link: over the hash before it and the row that it binds."""
    place = f"{sequence}:{book}:{row_id}".encode()
    return _mac(b"link", previous, place, row_mark)


def mark_head(sequence: int, link_hash: bytes) -> bytes:
    """The mark of the chain's length."""
    return _mac(b"head", str(sequence).encode(), link_hash)
