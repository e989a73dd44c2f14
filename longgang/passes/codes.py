"""The signed code of a pass: written for the QR code, read without asking anybody. Pure.

A CWT (RFC 8392) in a COSE_Sign1 message, as base32 at the end of an address in capital letters, so
that a QR code holds it in its alphanumeric mode. `docs/how-to/verify-a-code.md` tells strangers how
to read it, `static/passes/code.js` reads it in the browser, and one file of examples binds all.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from longgang.core import cbor, cose

LONGEST = 1_000  # nothing longer is decoded
PLATE_LENGTH = 20
CHECKPOINT_LENGTH = 32
MOST_PEOPLE = 99

# Claims by their numbers in RFC 8392; what only a pass has stands under a number for private use.
_ISSUER, _SUBJECT, _EXPIRES, _BEGINS, _PASS = 1, 2, 4, 5, -65537

# Scanners that type may do so through a Chinese keyboard, whose letters and digits are wide.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
# An address whose path ends in /C/ and a COSE_Sign1 message: those begin with 2KC in base32.
_ADDRESS = re.compile(r"[^ ?#]*/C/(2KC[^?#]*)(?:[?#].*)?", re.A | re.I | re.S)
_BASE32 = re.compile(r"[A-Z2-7]+", re.A | re.I)
_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghijklmnopqrstuv")
_DISTRICT = re.compile(r"[0-9A-Z]{1,12}")
_PASS_NUMBER = re.compile(r"[0-9]{12}")


class CodeState(StrEnum):
    """What is known of a code after reading it."""

    SIGNED = "signed"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"
    OTHER_ISSUER = "other_issuer"
    UNKNOWN_KEY = "unknown_key"
    KEY_WITHDRAWN = "key_withdrawn"
    FORGED = "forged"


@dataclass(frozen=True)
class PassClaims:
    """What a code says of a pass, and all it says. Moments are seconds since 1970."""

    issuer: str
    number: str
    plate: str
    colour: str
    valid_from: int
    valid_until: int
    checkpoint: str
    people: int
    one_trip: bool


@dataclass(frozen=True)
class VerifyingKey:
    """The public half of a key, and whether everything that it signed is void."""

    kid: str
    x: bytes
    is_withdrawn: bool = False


@dataclass(frozen=True)
class SignedCode:
    """What was read. Only of a `signed` code may the claims be believed."""

    state: CodeState
    claims: PassClaims | None = None
    kid: str = ""


def write_code(claims: PassClaims, private_key: bytes) -> str:
    """The base32 of the signed claims: what follows `/C/` in the address."""
    payload = cbor.write(
        {
            _ISSUER: claims.issuer,
            _SUBJECT: claims.number,
            _EXPIRES: claims.valid_until,
            _BEGINS: claims.valid_from,
            _PASS: [
                claims.plate,
                int(claims.colour),
                claims.checkpoint,
                claims.people,
                claims.one_trip,
            ],
        }
    )
    return base64.b32encode(cose.sign(payload, private_key)).decode().rstrip("=")


def address_of_code(code: str, *, public_url: str) -> str:
    """The address that stands in the QR code, in capital letters throughout."""
    return f"{public_url.upper()}/C/{code}"


def is_code(text: str) -> bool:
    """Whether a scanned text wants to be the code of a pass, of whatever issuer."""
    return _ADDRESS.fullmatch(_tidy(text)) is not None


def read_signed(text: str, keys: Iterable[VerifyingKey], issuer: str) -> SignedCode:
    """What a scanned text is, and what it says. Raises nothing, whatever the text is.

    1. Is it an address with a COSE_Sign1 message, and can that be read as the claims of a pass?
    2. Is it of this issuer? Nothing can be said of the keys of others.
    3. Is its key known? The signature is tried with each key of that id.
    4. Is that key withdrawn? Then whoever stole it may have signed this too.
    """
    found = _ADDRESS.fullmatch(_tidy(text))
    if found is None:
        return SignedCode(CodeState.NOT_OURS)
    try:
        message = cose.read(_bytes_of(found[1]))
        claims = _claims_in(cbor.read(message.payload))
    except (cose.CoseError, cbor.CborError, ValueError):
        return SignedCode(CodeState.UNREADABLE)
    state = _judge(message, claims, keys, issuer)
    return SignedCode(state, claims, message.key_id.hex())


def _judge(
    message: cose.Message, claims: PassClaims, keys: Iterable[VerifyingKey], issuer: str
) -> CodeState:
    """Steps 2 to 4."""
    if claims.issuer != issuer:
        return CodeState.OTHER_ISSUER
    same = [key for key in keys if key.kid == message.key_id.hex()]
    if not same:
        return CodeState.UNKNOWN_KEY
    signers = [key for key in same if message.is_signed_by(key.x)]
    if not signers:
        return CodeState.FORGED
    return CodeState.KEY_WITHDRAWN if signers[0].is_withdrawn else CodeState.SIGNED


def _tidy(text: str) -> str:
    """Without blanks around it and in narrow letters."""
    return text.translate(_NARROW).strip(" \t\r\n")


def _bytes_of(code: str) -> bytes:
    """The bytes behind the base32; ValueError unless it is short enough and written the one way."""
    code = code.removesuffix("/")
    if len(code) > LONGEST or not _BASE32.fullmatch(code):
        raise ValueError("too long, or not base32")
    left = len(code) * 5 % 8
    bits = int(code.upper().translate(_DIGITS), base=32)
    if left >= 5 or bits & (1 << left) - 1:
        raise ValueError("bits that belong to nothing")
    return (bits >> left).to_bytes(len(code) * 5 // 8, "big")


def _claims_in(found: cbor.Cbor) -> PassClaims:
    """The claims of a pass; ValueError unless each is there, of its kind and within its limits."""
    match found:
        case {
            1: str(issuer),
            2: str(number),
            4: int(expires),
            5: int(begins),
            -65537: [str(plate), int(colour), str(checkpoint), int(people), bool(one_trip)],
            **others,
        } if not others and not any(isinstance(n, bool) for n in (expires, begins, colour, people)):
            claims = PassClaims(
                issuer, number, plate, str(colour), begins, expires, checkpoint, people, one_trip
            )
            if _is_within_limits(claims):
                return claims
    raise ValueError("not the claims of a pass")


def _is_within_limits(claims: PassClaims) -> bool:
    return (
        _DISTRICT.fullmatch(claims.issuer) is not None
        and _PASS_NUMBER.fullmatch(claims.number) is not None
        and 0 < len(claims.plate) <= PLATE_LENGTH
        and 0 < int(claims.colour) < 100
        and len(claims.checkpoint) <= CHECKPOINT_LENGTH
        and 0 <= claims.people <= MOST_PEOPLE
        and 0 <= claims.valid_from < claims.valid_until
    )
