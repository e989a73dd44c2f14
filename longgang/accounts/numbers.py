"""Account numbers: short enough to read out, too many to guess."""

import secrets

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else


def new_staff_number() -> str:
    """A number such as `g7k2-m9xw-4t`: fifty random bits, no name and no sequence in it."""
    text = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def new_one_time_password() -> str:
    """A password that can be read out over the phone once and typed without mistakes."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
