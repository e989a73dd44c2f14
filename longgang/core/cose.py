"""COSE_Sign1 messages (RFC 9052) signed with Ed25519 (RFC 9053), and sets of public keys.

Of all that COSE allows exactly one form is written and read: algorithm and key id protected,
nothing unprotected, tag 18. A message with any other algorithm, or in any other form, is none.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import cbor

KEY_BYTES = 32
KEY_ID_BYTES = 8
SIGNATURE_BYTES = 64
MEDIA_TYPE = "application/cose-key-set"

# Labels and numbers as IANA lists them for COSE.
_SIGN1 = 18
_ALGORITHM, _KEY_ID = 1, 4
_EDDSA = -8
_KEY_TYPE, _KEY_KID, _KEY_ALGORITHM, _KEY_USES, _CURVE, _X = 1, 2, 3, 4, -1, -2
_OCTET_KEY_PAIR, _ED25519, _VERIFY = 1, 6, 2


class CoseError(Exception):
    """Bytes that are not a message of the one form that is read here."""


@dataclass(frozen=True)
class Message:
    """What was signed, and by which key, as the message itself says. Not verified yet."""

    key_id: bytes
    payload: bytes
    signature: bytes

    def is_signed_by(self, public_key: bytes) -> bool:
        """Whether the holder of this key signed it."""
        try:
            _load(public_key).verify(self.signature, _to_sign(self.key_id, self.payload))
        except InvalidSignature:
            return False
        return True


def key_id_of(public_key: bytes) -> bytes:
    """The first eight bytes of the SHA-256 of the raw public key."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES]


def sign(payload: bytes, private_key: bytes) -> bytes:
    """The message with this payload, signed. The same payload and key give the same bytes."""
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    key_id = key_id_of(key.public_key().public_bytes_raw())
    signature = key.sign(_to_sign(key_id, payload))
    return cbor.write(cbor.Tagged(_SIGN1, [_protected(key_id), {}, payload, signature]))


def read(data: bytes) -> Message:
    """The message. Raises CoseError, and nothing else, whatever the bytes are."""
    try:
        found = cbor.read(data)
    except cbor.CborError as error:
        raise CoseError("The bytes are not deterministic CBOR.") from error
    match found:
        case cbor.Tagged(
            tag=18,
            value=[bytes(protected), {**unprotected}, bytes(payload), bytes(signature)],
        ):
            key_id = protected[-KEY_ID_BYTES:]
            is_ours = not unprotected and protected == _protected(key_id)
            if is_ours and len(signature) == SIGNATURE_BYTES:
                return Message(key_id, payload, signature)
    raise CoseError("Not a COSE_Sign1 message with EdDSA, a key id and nothing else.")


def key_set(public_keys: Iterable[bytes]) -> bytes:
    """A COSE_KeySet of Ed25519 keys that verify."""
    return cbor.write(
        [
            {
                _KEY_TYPE: _OCTET_KEY_PAIR,
                _KEY_KID: key_id_of(key),
                _KEY_ALGORITHM: _EDDSA,
                _KEY_USES: [_VERIFY],
                _CURVE: _ED25519,
                _X: key,
            }
            for key in public_keys
        ]
    )


def _protected(key_id: bytes) -> bytes:
    return cbor.write({_ALGORITHM: _EDDSA, _KEY_ID: key_id})


def _to_sign(key_id: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052, section 4.4."""
    return cbor.write(["Signature1", _protected(key_id), b"", payload])


@lru_cache(maxsize=64)
def _load(public_key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_key)
