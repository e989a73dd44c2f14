"""What is refused of a declaration, as pure functions over plain values."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core.days import check_day_meant
from longgang.core.errors import Refusal, Words, filled

from .kinds import BY_SERVICE, Transport
from .triage import Stay

AHEAD_DAYS = 30  # an arrival is announced no earlier
BEHIND_DAYS = 30  # and declared no later, where no rule says for how long somebody is of interest
MOST_STAYS = 30
MOST_TOGETHER = 20
LONGEST_WORDS = 300


def check_travel_day(
    day: date, *, today: date, behind: int = BEHIND_DAYS, field: str = "arrives_at"
) -> Refusal | None:
    """Somebody arrives or leaves about now, not in another year by a slip of the pen, and not
    longer ago than the longest rule counts.
    """
    if day > today + timedelta(days=AHEAD_DAYS):
        return Refusal(
            "arrivals.travel_day",
            filled(_("%(day)s is too far ahead: at most %(days)d days."), day=day, days=AHEAD_DAYS),
            _("Check the year and the month."),
            field=field,
        )
    if day < today - timedelta(days=behind):
        return Refusal(
            "arrivals.travel_day",
            filled(
                _("%(day)s is %(ago)d days ago; the longest rule counts %(days)d days."),
                day=day,
                ago=(today - day).days,
                days=behind,
            ),
            _("Check the date. If it is right nothing has to be declared any more: whoever feels "
              "ill calls the community."),
            field=field,
        )  # fmt: skip
    return None


def check_way(stays: Sequence[Stay], *, arrives_on: date, days: int) -> list[Refusal]:
    """The way of the last days before the arrival has no gap and is nowhere at two places."""
    if not stays:
        return [_NOWHERE]
    if len(stays) > MOST_STAYS:
        return [_TOO_MANY_STAYS]
    found = list(dict.fromkeys(each for stay in stays for each in _check_stay(stay, arrives_on)))
    return found or list(_check_course(stays, arrives_on=arrives_on, days=days))


def _check_stay(stay: Stay, arrives_on: date) -> Iterator[Refusal]:
    if stay.until < stay.since:
        yield _BACKWARDS
    if stay.until > arrives_on:
        yield _AFTER_ARRIVAL


def _check_course(stays: Sequence[Stay], *, arrives_on: date, days: int) -> Iterator[Refusal]:
    first = arrives_on - timedelta(days=days)
    reached = first - timedelta(days=1)  # up to here it is known where somebody was
    for stay in sorted(stays, key=lambda stay: (stay.since, stay.until)):
        since = max(stay.since, first)
        if since > reached + timedelta(days=1):
            yield _gap(reached + timedelta(days=1), since - timedelta(days=1))
        elif since < min(reached, stay.until):  # the day of a journey is spent at both ends
            yield _overlap(since, min(reached, stay.until))
        reached = max(reached, stay.until)
    if reached < arrives_on - timedelta(days=1):
        yield _gap(reached + timedelta(days=1), arrives_on - timedelta(days=1))


def check_transport(transport: str, *, service_number: str, seat: str, plate: str) -> list[Refusal]:
    """Who travelled with others says with which train or flight and on which seat; who came by car
    says which.
    """
    found = []
    if transport in BY_SERVICE and not service_number:
        found.append(_NO_SERVICE)
    if transport == Transport.TRAIN and not seat:
        found.append(_NO_SEAT)
    if transport == Transport.CAR and not plate:
        found.append(_NO_PLATE)
    return found


def check_destination(code: str, *, home: str) -> Refusal | None:
    """Who leaves says where to, and it lies outside the district."""
    if not code:
        return _NO_DESTINATION
    return _LEAVES_FOR_HERE if code.startswith(home) else None


def check_party(count: int) -> Refusal | None:
    """So many people are declared at once."""
    return None if count <= MOST_TOGETHER else _TOO_MANY_TOGETHER


def check_words(text: str, *, missing: Words, field: str = "words") -> Refusal | None:
    """What must be explained is explained in a sentence."""
    if not text.strip():
        return Refusal("arrivals.words_missing", missing, field=field)
    return None if len(text) <= LONGEST_WORDS else _TOO_LONG


def check_risk_days(since: date, until: date | None) -> Refusal | None:
    """A risk area began when there were cases, and ends after it began."""
    odd = check_day_meant(since, field="since_on")
    if odd or until is None:
        return odd
    return check_day_meant(until, field="until_on") if until > since else _ENDS_BEFORE


def _gap(first: date, last: date) -> Refusal:
    days = f"{first}" if first == last else f"{first} – {last}"
    return Refusal(
        "arrivals.gap",
        filled(_("Where were you on %(days)s?"), days=days),
        _("Add the place, or correct the days of the one before or after."),
        field="stays",
    )


def _overlap(first: date, last: date) -> Refusal:
    days = f"{first}" if first == last else f"{first} – {last}"
    return Refusal(
        "arrivals.overlap",
        filled(_("Two places are named for %(days)s."), days=days),
        _("Correct the days: only the day of a journey belongs to two places."),
        field="stays",
    )


_NOWHERE = Refusal(
    "arrivals.nowhere",
    _("It is not said where you come from."),
    _("Name at least one place with its days."),
    field="stays",
)
_TOO_MANY_STAYS = Refusal(
    "arrivals.too_many_stays",
    filled(_("A way has at most %(count)d places."), count=MOST_STAYS),
    _("Leave out what lies further back."),
    field="stays",
)
_BACKWARDS = Refusal(
    "arrivals.stay_backwards",
    _("A stay ends before it begins."),
    _("Check its two days."),
    field="stays",
)
_AFTER_ARRIVAL = Refusal(
    "arrivals.stay_after_arrival",
    _("A stay ends after the arrival."),
    _("Check its last day, and the day of arrival."),
    field="stays",
)
_NO_SERVICE = Refusal(
    "arrivals.service_missing",
    _("The number of the train, flight or coach is missing."),
    _("It stands on the ticket."),
    field="service_number",
)
_NO_DESTINATION = Refusal(
    "arrivals.destination_missing",
    _("It is not said where the journey goes."),
    _("Type the county, district or city and choose it, or say that it lies abroad."),
    field="destination_code",
)
_LEAVES_FOR_HERE = Refusal(
    "arrivals.destination_here",
    _("This lies in the district: who stays in it need not declare that they leave."),
    _("Choose where the journey goes."),
    field="destination_code",
)
_NO_SEAT = Refusal(
    "arrivals.seat_missing",
    _("Carriage and seat are missing."),
    _("They stand on the ticket, for example 05车12F."),
    field="seat",
)
_NO_PLATE = Refusal(
    "arrivals.plate_missing",
    _("The plate of the car is missing."),
    _("Write it as it stands on the car."),
    field="plate",
)
_TOO_MANY_TOGETHER = Refusal(
    "arrivals.too_many_together",
    filled(_("At most %(count)d people are declared at once."), count=MOST_TOGETHER),
    _("Declare the others in a second declaration."),
    field="companions",
)
_TOO_LONG = Refusal(
    "arrivals.words_too_long",
    filled(_("Write no more than %(count)d characters."), count=LONGEST_WORDS),
    field="words",
)
_ENDS_BEFORE = Refusal(
    "arrivals.risk_ends_before",
    _("A risk area ends after the day on which it began."),
    _("Check both days."),
    field="until_on",
)
