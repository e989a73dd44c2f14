"""How one text is sealed: the ciphers, the keys and the shape of what is stored.

A sealed text is: cipher (1 byte), length of the key's id (1 byte), the id, nonce (12 bytes),
ciphertext with its tag. It is bound to the column it was sealed for, so it opens nowhere else.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
TAG_BYTES = 16
INDEX_BYTES = 16


class SealCipher(IntEnum):
    """The ciphers, by the first byte of what they sealed."""

    AES_256_GCM = 1
    SM4_GCM = 2


_BY_NAME = {"AES-256-GCM": SealCipher.AES_256_GCM, "SM4-GCM": SealCipher.SM4_GCM}
_BY_KEY_BYTES = {32: SealCipher.AES_256_GCM, 16: SealCipher.SM4_GCM}


class SealError(Exception):
    """A sealed text cannot be opened: its key is not known here, or it was changed or moved."""


@dataclass(frozen=True)
class Keyring:
    """The keys of this installation: the first seals, all open."""

    first_id: str
    keys: Mapping[str, bytes]
    cipher: SealCipher

    @property
    def head(self) -> bytes:
        """How everything begins that is sealed from now on."""
        key_id = self.first_id.encode()
        return bytes([self.cipher, len(key_id)]) + key_id


def keyring() -> Keyring:
    """The keys that the settings name; raises ImproperlyConfigured when they cannot be used."""
    return _read_keyring(settings.SEALING_KEYS, settings.SEALING_CIPHER)


@lru_cache(maxsize=8)
def _read_keyring(text: str, cipher_name: str) -> Keyring:
    if cipher_name not in _BY_NAME:
        raise ImproperlyConfigured(f"SEALING_CIPHER is one of {', '.join(_BY_NAME)}.")
    keys = dict(_read_key(part) for part in text.split(",") if part.strip())
    if not keys:
        raise ImproperlyConfigured("SEALING_KEYS names no key: write id:base64.")
    first_id, cipher = next(iter(keys)), _BY_NAME[cipher_name]
    if _BY_KEY_BYTES[len(keys[first_id])] is not cipher:
        raise ImproperlyConfigured(f"The first of SEALING_KEYS does not fit {cipher_name}.")
    return Keyring(first_id, keys, cipher)


def _read_key(text: str) -> tuple[str, bytes]:
    key_id, _, encoded = text.strip().partition(":")
    if not key_id.isascii() or not 1 <= len(key_id) <= 32:
        raise ImproperlyConfigured("A key of SEALING_KEYS needs an id of 1 to 32 plain characters.")
    try:
        key = base64.b64decode(encoded, altchars=b"-_" if set("-_") & set(encoded) else None)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"The key {key_id} of SEALING_KEYS is not base64.") from error
    if len(key) not in _BY_KEY_BYTES:
        raise ImproperlyConfigured(
            f"The key {key_id} of SEALING_KEYS has {len(key)} bytes: "
            "32 are needed for AES-256-GCM, 16 for SM4-GCM."
        )
    return key_id, key


def seal(text: str, column: str) -> bytes:
    """The text sealed with the first key for this column; nothing stays nothing."""
    if not text:
        return b""
    ring = keyring()
    nonce = os.urandom(NONCE_BYTES)
    cipher = _cipher(ring.cipher, ring.keys[ring.first_id])
    return ring.head + nonce + cipher.encrypt(nonce, text.encode(), ring.head + column.encode())


def unseal(sealed: bytes, column: str) -> str:
    """The text that was sealed for this column; raises SealError when it cannot be opened."""
    if not sealed:
        return ""
    if len(sealed) < 2 or len(sealed) < 2 + sealed[1] + NONCE_BYTES + TAG_BYTES:
        raise SealError(f"What is stored in {column} is not a sealed text.")
    head, rest = sealed[: 2 + sealed[1]], sealed[2 + sealed[1] :]
    key = _find_key(head, column)
    cipher = _cipher(head[0], key)
    try:
        bound_to = head + column.encode()
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound_to).decode()
    except InvalidTag as error:
        raise SealError(f"What is stored in {column} was changed, or sealed elsewhere.") from error


def _find_key(head: bytes, column: str) -> bytes:
    key_id = head[2:].decode("ascii", "replace")
    key = keyring().keys.get(key_id)
    if key is None:
        raise SealError(f"{column} was sealed with the key “{key_id}”: add it to SEALING_KEYS.")
    if _BY_KEY_BYTES[len(key)] != head[0]:
        raise SealError(f"The key “{key_id}” does not belong to the cipher that sealed {column}.")
    return key


class _Sm4Gcm:
    """SM4-GCM with the calls of `AESGCM`: the ciphertext ends with its tag."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, bound_to: bytes) -> bytes:
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound_to)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, bound_to: bytes) -> bytes:
        body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        decryptor = Cipher(self._algorithm, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(bound_to)
        return decryptor.update(body) + decryptor.finalize()


@lru_cache(maxsize=16)
def _cipher(cipher: int, key: bytes) -> AESGCM | _Sm4Gcm:
    """Made once for each key: that costs more than to seal with it."""
    return AESGCM(key) if cipher == SealCipher.AES_256_GCM else _Sm4Gcm(key)


def blind_index(purpose: str, value: str) -> str:
    """What an exact look-up compares instead of the value: 32 hex digits, or "" for nothing.

    `purpose` is the name of the sealed field. The value has to be in its stored form already.
    """
    if not value:
        return ""
    key, message = settings.INDEX_KEY.encode(), f"{purpose}\0{value}".encode()
    is_sm = keyring().cipher is not SealCipher.AES_256_GCM
    digest = _sm3(key, message) if is_sm else hmac.digest(key, message, "sha256")
    return digest[:INDEX_BYTES].hex()


def _sm3(key: bytes, message: bytes) -> bytes:
    """Python's own `hmac` knows SM3 only where its OpenSSL does."""
    counted = HMAC(key, hashes.SM3())
    counted.update(message)
    return counted.finalize()
