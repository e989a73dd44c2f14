"""What a visit may say: pure functions over plain values."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal

AHEAD = timedelta(days=30)  # of what somebody declares
LONGEST = timedelta(days=400)
KEEP_DAYS = 60  # two incubation periods of 21 days, and time to ask
SECOND = timedelta(seconds=1)


def whole_seconds(
    started_at: datetime, ended_at: datetime | None
) -> tuple[datetime, datetime | None]:
    """The engine counts whole seconds: what begins and ends within one lasts that one."""
    if started_at.microsecond:
        started_at = started_at.replace(microsecond=0)
    if ended_at is None or not ended_at.microsecond:
        return started_at, ended_at
    kept = ended_at.replace(microsecond=0)
    return started_at, started_at + SECOND if kept == started_at else kept


def check_span(started_at: datetime, ended_at: datetime | None, *, now: datetime) -> Refusal | None:
    """A visit ends after it begins, is no lifetime, and does not lie far ahead."""
    if ended_at is not None and ended_at <= started_at:
        return Refusal(
            "trail.ends_before_start",
            _("The visit ends before it begins."),
            _("Correct one of the two."),
        )
    if (ended_at or now) - started_at > LONGEST:
        return Refusal(
            "trail.too_long",
            _("The visit lasts longer than 400 days."),
            _("Correct its beginning or its end."),
        )
    if started_at > now + AHEAD:
        return Refusal(
            "trail.too_far_ahead",
            _("The visit lies more than 30 days ahead."),
            _("Correct the day."),
        )
    return None


def refusal_of_old() -> Refusal:
    """It lies before the days of which visits are kept."""
    return Refusal(
        "trail.too_old",
        _("The visit was over more than 60 days ago."),
        _("Visits are kept for 60 days: leave the row out."),
    )


def check_reason(reason: str) -> Refusal | None:
    """Who takes a visit back says why."""
    if reason.strip():
        return None
    return Refusal("trail.no_reason", _("No reason is given."), _("Say why it does not count."))
