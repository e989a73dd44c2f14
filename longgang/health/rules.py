"""What may be recorded, as pure functions over plain values."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from longgang.core import reasons
from longgang.core.errors import Refusal, filled

from .kinds import Grade, ResultKind, Sampling, Symptom

# Each grade begins with its figure; below the first it is normal.
GRADES = (
    (Decimal("39.0"), Grade.HIGH),
    (Decimal("38.0"), Grade.MODERATE),
    (Decimal("37.3"), Grade.LOW),
)
LOWEST, HIGHEST = Decimal("34.0"), Decimal("43.0")
OLDEST = timedelta(days=90)
LONGEST_WORDS = 300


def grade_of(celsius: Decimal) -> Grade:
    """The grade of a temperature."""
    return next((grade for begin, grade in GRADES if celsius >= begin), Grade.NORMAL)


def check_celsius(celsius: Decimal) -> Refusal | None:
    """A temperature that a living person can have, to one tenth."""
    if LOWEST <= celsius <= HIGHEST:
        return None
    return Refusal(
        "health.celsius",
        filled(_("Between %(lowest)s and %(highest)s °C."), lowest=LOWEST, highest=HIGHEST),
        _("Measure again."),
        field="celsius",
    )


def check_moment(at: datetime, *, now: datetime, field: str) -> Refusal | None:
    """What is recorded has happened, and not long ago."""
    if at > now:
        return Refusal(
            "health.ahead", _("This moment has not come yet."), _("Check the date."), field=field
        )
    if at < now - OLDEST:
        return Refusal(
            "health.too_old", _("This is too long ago."), _("Check the date."), field=field
        )
    return None


def check_reported(sampled_at: datetime, reported_at: datetime) -> Refusal | None:
    """A result comes after its sample."""
    if reported_at >= sampled_at:
        return None
    return Refusal(
        "health.reported_before_sampled",
        _("The result would be older than the sample."),
        _("Check both moments."),
        field="reported_at",
    )


def check_received(
    sampled_at: datetime, received_at: datetime | None, reported_at: datetime | None
) -> Refusal | None:
    """The lab receives a sample after it was taken, and before it reports."""
    if received_at is None or (
        sampled_at <= received_at and (reported_at is None or received_at <= reported_at)
    ):
        return None
    return Refusal(
        "health.received_out_of_order",
        _("The sample would be received before it was taken, or after its result."),
        _("Check the moments."),
        field="received_at",
    )


def check_sampling(result: str, sampling: str) -> Refusal | None:
    """A mixed tube that is positive does not tell who: everybody in it is sampled again."""
    if result != ResultKind.POSITIVE or sampling in {"", Sampling.SINGLE}:
        return None
    return Refusal(
        "health.positive_of_several",
        _("A positive mixed tube does not tell which of them it is."),
        _("Enter it as to be repeated for each, and the single tests as they come."),
        field="result",
    )


def check_result(result: str) -> Refusal | None:
    """One of the results there are."""
    return None if result in ResultKind.values else _NO_RESULT


def check_lab(lab: str) -> Refusal | None:
    """A result names who found it."""
    return None if lab.strip() else _NO_LAB


def check_symptoms(codes: Collection[str], words: str) -> Refusal | None:
    """Codes of the list; another symptom in words."""
    if any(code not in Symptom.values for code in codes):
        return _UNKNOWN_SYMPTOM
    return _NO_WORDS if Symptom.OTHER in codes and not words.strip() else None


def check_reason(reason: str) -> Refusal | None:
    """A correction says why."""
    return reasons.check_reason(reason, code="health.reason_missing")


_NO_RESULT = Refusal("health.no_result", _("Choose what the lab found."), field="result")
_NO_LAB = Refusal("health.no_lab", _("The lab is missing."), field="lab")
_UNKNOWN_SYMPTOM = Refusal(
    "health.unknown_symptom", _("Choose symptoms of the list."), field="symptoms"
)
_NO_WORDS = Refusal(
    "health.symptom_words", _("Say in words which other symptom it is."), field="words"
)
