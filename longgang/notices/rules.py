"""How messages are worded to fit, and when they are tried again. Plain values only."""

from datetime import datetime, timedelta

LAST_TRY = 12  # with the pauses below the last one comes after about five hours
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
SMS_CHARACTERS = 210  # three parts of a long message in Chinese


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after this many failures: pauses double up to an hour; None gives up."""
    if attempts >= LAST_TRY:
        return None
    return now + min(FIRST_PAUSE * (1 << attempts), LONGEST_PAUSE)


def fit(text: str, link: str = "", *, limit: int = SMS_CHARACTERS) -> str:
    """The text, shortened so that it and the whole link stay within the limit of characters."""
    tail = f" {link}" if link else ""
    room = limit - len(tail)
    return (text if len(text) <= room else text[: room - 1] + "…") + tail


def is_local(url: str) -> bool:
    """Whether the address is a page of this house, and cannot lead a reader elsewhere."""
    return url.startswith("/") and not url.startswith(("//", "/\\")) and url.isprintable()
