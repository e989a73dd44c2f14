"""The examples of docs/vectors, as the tests in Python and in the browser read them."""

import base64
import json
from pathlib import Path
from typing import Any

from longgang.passes.codes import VerifyingKey

PLACE = Path(__file__).resolve().parent.parent.parent / "docs/vectors/pass-codes.json"


def read_vectors() -> dict[str, Any]:
    return json.loads(PLACE.read_text(encoding="ascii"))


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verifying_keys(vectors: dict[str, Any]) -> list[VerifyingKey]:
    return [
        VerifyingKey(key["kid"], from_base64url(key["x"]), is_withdrawn=key["withdrawn"])
        for key in vectors["keys"]
    ]
