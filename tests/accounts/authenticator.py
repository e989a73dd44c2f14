"""What the app of somebody with a second factor shows."""

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)


def current_code(secret: str) -> str:
    """The newest code that counts: an older one may have run out by the time it is sent."""
    *_older, newest = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, newest))


def older_code(secret: str) -> str:
    """The oldest code that still counts."""
    oldest, *_newer = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, oldest))
