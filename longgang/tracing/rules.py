"""What the ordinance says about tracing, as pure functions over plain values."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core import reasons
from longgang.core.clock import midnight
from longgang.core.errors import Refusal, filled

LONGEST_WINDOW = 30  # days
MOST_MINUTES = 24 * 60
MOST_DEGREES = 4
TWO_PEOPLE_ABOVE = 200  # people decided at once by one person alone
MOST_AT_ONCE = 1000  # people decided in one transaction
LONGEST_WORDS = 300
GAP = timedelta(hours=6)  # without any visit: nobody knows where the person was


def begin_of_window(base_on: date, days_before: int) -> datetime:
    """From when somebody counts as infectious: so many whole days before the day of the onset, or
    of the first positive sample where there are no symptoms (第九版 2 days, 第八版 4 days).
    """
    return midnight(base_on - timedelta(days=days_before))


def check_case_days(
    sampled_on: date, onset_on: date | None, *, has_symptoms: bool, today: date
) -> list[Refusal | None]:
    """Sample and onset have been, not long ago; only symptoms have an onset."""
    oldest = today - timedelta(days=LONGEST_WINDOW)
    return [
        _AHEAD["sampled_on"] if sampled_on > today else None,
        _LONG_AGO["sampled_on"] if sampled_on < oldest else None,
        _AHEAD["onset_on"] if onset_on and onset_on > today else None,
        _LONG_AGO["onset_on"] if onset_on and onset_on < oldest else None,
        _ONSET_WITHOUT_SYMPTOMS if onset_on and not has_symptoms else None,
    ]


def check_window(since: datetime, until: datetime | None, *, now: datetime) -> list[Refusal | None]:
    """A window begins before it ends and before now, and no longer ago than visits are of use."""
    return [
        _WINDOW_EMPTY if until is not None and until <= since else None,
        _WINDOW_AHEAD if since >= now else None,
        _WINDOW_LONG if since < now - timedelta(days=2 * LONGEST_WINDOW) else None,
    ]


def check_met(since: datetime, until: datetime, *, now: datetime) -> list[Refusal | None]:
    """A meeting that somebody tells of has been, and ended after it began."""
    return [
        _MEETING_EMPTY if until <= since else None,
        _MEETING_AHEAD if until > now else None,
    ]


def check_reason(reason: str) -> Refusal | None:
    """What must be explained is explained in words."""
    if refusal := reasons.check_reason(reason, code="tracing.reason_missing"):
        return refusal
    return None if len(reason) <= LONGEST_WORDS else _TOO_LONG


def check_rule_figures(days_before: int, least_minutes: int, linger_minutes: int) -> Refusal | None:
    """A rule counts a possible number of days and minutes."""
    least, most = min(least_minutes, linger_minutes), max(least_minutes, linger_minutes)
    is_possible = 0 <= days_before <= LONGEST_WINDOW and least >= 0 and most <= MOST_MINUTES
    return None if is_possible else _FIGURES


def check_batch_size(size: int) -> Refusal | None:
    """Somebody was chosen, and not more than can be carried out in one go."""
    if size == 0:
        return NOBODY_CHOSEN
    return _TOO_MANY if size > MOST_AT_ONCE else None


def needs_two_people(size: int) -> bool:
    """Whether so many are decided by two people."""
    return size > TWO_PEOPLE_ABOVE


_CHECK_DATE = _("Check the date.")
_AHEAD = {
    "sampled_on": Refusal(
        "tracing.sampled_ahead", _("The sample lies ahead."), _CHECK_DATE, field="sampled_on"
    ),
    "onset_on": Refusal(
        "tracing.onset_ahead", _("The onset lies ahead."), _CHECK_DATE, field="onset_on"
    ),
}
_LONG_AGO_WORDS = filled(_("This was more than %(days)s days ago."), days=LONGEST_WINDOW)
_LONG_AGO = {
    name: Refusal(f"tracing.{name}_long_ago", _LONG_AGO_WORDS, _CHECK_DATE, field=name)
    for name in ("sampled_on", "onset_on")
}
_ONSET_WITHOUT_SYMPTOMS = Refusal(
    "tracing.onset_without_symptoms",
    _("A day of onset is given, but no symptoms."),
    _("Tick symptoms, or leave the day blank."),
    field="onset_on",
)
_WINDOW_EMPTY = Refusal(
    "tracing.window_empty", _("The window ends before it begins."), _CHECK_DATE, field="until"
)
_WINDOW_AHEAD = Refusal(
    "tracing.window_ahead", _("The window begins in the future."), _CHECK_DATE, field="since"
)
_WINDOW_LONG = Refusal(
    "tracing.window_long",
    filled(_("Visits are kept for %(days)s days."), days=2 * LONGEST_WINDOW),
    _("Let the window begin later."),
    field="since",
)
_MEETING_EMPTY = Refusal(
    "tracing.meeting_empty", _("It ends before it begins."), _CHECK_DATE, field="met_until"
)
_MEETING_AHEAD = Refusal(
    "tracing.meeting_ahead", _("It lies in the future."), _CHECK_DATE, field="met_until"
)
_TOO_LONG = Refusal(
    "tracing.reason_too_long",
    filled(_("Write no more than %(count)s characters."), count=LONGEST_WORDS),
    field="reason",
)
_FIGURES = Refusal(
    "tracing.rule_figures",
    _("At most 30 days are counted back, and at most a day of minutes."),
    field="days_before",
)
NOBODY_CHOSEN = Refusal(
    "tracing.nobody_chosen",
    _("Nobody was chosen about whom nothing is decided yet."),
    _("Tick somebody in the list, or choose a whole circle."),
)
_TOO_MANY = Refusal(
    "tracing.too_many_at_once",
    filled(_("At most %(count)s people are decided at once."), count=MOST_AT_ONCE),
    _("Raise the least exposure, or tick people page by page."),
)
