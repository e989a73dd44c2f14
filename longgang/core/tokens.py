"""Names for rows that are shown outside: tokens nobody can guess, numbers people can read out."""

import secrets
import string
import unicodedata
from functools import cache

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

_BASE62 = string.digits + string.ascii_letters
TOKEN_LENGTH = 22  # 131 bits

# Without I, L, O and U: nothing that is misread, nothing that spells.
_READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011", " -")
BODY_LENGTH = 10


def new_token() -> str:
    """22 characters for a URL or a QR code, which nobody can guess."""
    return _drawn(_BASE62, TOKEN_LENGTH)


def new_number(prefix: str) -> str:
    """The prefix, ten characters and a check character: to print, to read out, to type."""
    body = prefix + _drawn(_READABLE, BODY_LENGTH)
    return f"{body}{mod_37_36.calc_check_digit(body)}"


def _drawn(letters: str, length: int) -> str:
    """So many letters by chance, each as likely as the others."""
    table, unfair = _by_byte(letters)
    drawn = b""
    while len(drawn) < length:
        drawn += secrets.token_bytes(2 * length).translate(table, unfair)
    return drawn[:length].decode()


@cache
def _by_byte(letters: str) -> tuple[bytes, bytes]:
    """The letter for each byte, and the bytes at the end that would make some letters likelier."""
    fair = 256 - 256 % len(letters)
    return bytes(ord(letters[byte % len(letters)]) for byte in range(256)), bytes(range(fair, 256))


def read_number(text: str, prefix: str) -> str:
    """A typed number in its stored form, or "" when it is none: one wrong character is noticed."""
    typed = unicodedata.normalize("NFKC", text[:64]).upper().strip()
    if not typed.startswith(prefix):
        return ""
    # The check character may be an O or I of its own, so it is compared as typed.
    body = typed[len(prefix) :].replace(" ", "").replace("-", "")
    number = prefix + body[:BODY_LENGTH].translate(_MISREAD) + body[BODY_LENGTH:]
    try:
        mod_37_36.validate(number)
    except ValidationError:
        return ""
    return number if len(number) == len(prefix) + BODY_LENGTH + 1 else ""
