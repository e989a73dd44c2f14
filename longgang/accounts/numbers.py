"""Account numbers: short enough to read out, too many to guess."""

import secrets

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
_LENGTH = 10


def new_staff_number() -> str:
    """A number such as `g7k2-m9xw-4t`: fifty random bits, no name and no sequence in it."""
    return _hyphened("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)))


def as_staff_number(text: str) -> str:
    """What could be a number, with or without its hyphens, as it is kept; else nothing."""
    letters = text.replace("-", "")
    is_one = len(letters) == _LENGTH and set(letters) <= set(_LETTERS)
    return _hyphened(letters) if is_one else ""


def _hyphened(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def new_one_time_password() -> str:
    """A password that can be read out over the phone once and typed without mistakes."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
