"""What the ordinance says about sites, as pure functions over plain values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core import reasons
from longgang.core.errors import Refusal, filled
from longgang.core.sentences import listed_lazy

from .kinds import Condition, Need, RoomState, Zone

MOST_ROOMS = 200  # entered at once
MOST_BEDS = 6  # in a room
LONGEST_WORDS = 300
OLDEST = 120
BUS_LATE, BUS_AHEAD = timedelta(days=1), timedelta(days=14)  # a bus is planned from when to when


def check_reason(reason: str) -> Refusal | None:
    """What must be explained is explained in words."""
    if refusal := reasons.check_reason(reason, code="isolation.reason_missing"):
        return refusal
    return None if len(reason) <= LONGEST_WORDS else _REASON_TOO_LONG


def check_rooms(first: int, last: int, beds: int) -> list[Refusal]:
    """How many rooms may be entered at once, and how many beds a room has."""
    found = []
    if first < 1 or last < first:
        found.append(_ROOMS_BACKWARDS)
    elif last - first + 1 > MOST_ROOMS:
        found.append(
            Refusal(
                "isolation.too_many_rooms",
                filled(
                    _("These are %(count)s rooms; at most %(most)s are entered at once."),
                    count=last - first + 1,
                    most=MOST_ROOMS,
                ),
                _("Check the numbers, or enter them floor by floor."),
                field="last",
            )
        )
    if not 1 <= beds <= MOST_BEDS:
        found.append(_TOO_MANY_BEDS)
    return found


def check_new_labels(wanted: Sequence[str], known: Collection[str]) -> Refusal | None:
    """No door has two rooms behind it."""
    twice = [label for label in wanted if label in known]
    if not twice:
        return None
    return Refusal(
        "isolation.rooms_there_already",
        filled(_("These rooms are there already: %(labels)s."), labels=listed_lazy(twice[:10])),
        _("Enter only those that are new."),
        field="first",
    )


def check_condition(condition: str, *, is_used: bool, words: str) -> list[Refusal | None]:
    """Nobody lives in a room that is out of use; why it is, somebody says."""
    found: list[Refusal | None] = []
    if is_used and condition != Condition.READY:
        found.append(_SOMEBODY_INSIDE)
    if condition == Condition.OUT_OF_USE:
        found.append(check_reason(words))
    return found


def check_room(*, zone: str, condition: str, is_closed: bool) -> Refusal | None:
    """A guest may come into a ready room of the guests' zone, in a site that is open."""
    if is_closed:
        return _SITE_CLOSED
    if zone != Zone.CONTAMINATED:
        return _WRONG_ZONE
    if condition == Condition.TO_DISINFECT:
        return _NOT_DISINFECTED
    return _OUT_OF_USE if condition == Condition.OUT_OF_USE else None


def check_departure(leaves_at: datetime, *, now: datetime) -> Refusal | None:
    """A bus leaves soon; one that has left may be written down a day later."""
    return None if now - BUS_LATE <= leaves_at <= now + BUS_AHEAD else _NOT_THEN


def check_signed(signed_by: str, guest: str, *, is_signed_for: bool) -> Refusal | None:
    """The agreement is signed by the guest, unless it is said that somebody signs for them."""
    if not signed_by:
        return _NOT_SIGNED
    is_own = signed_by.casefold() == guest.casefold()
    return None if is_signed_for or is_own else _SIGNED_BY_ANOTHER


def check_aboard(positive: Collection[str], others: int) -> Refusal | None:
    """Who is positive, by name, does not ride with people who are not."""
    if not positive or not others:
        return None
    return Refusal(
        "isolation.positive_aboard",
        filled(_("Positive test, and not seen to yet: %(names)s."), names=listed_lazy(positive)),
        _ALONE,
        field="stays",
    )


def check_positive(words: str, *, is_positive: bool) -> Refusal | None:
    """Who is positive is let in only by somebody who knows it, and says what is done."""
    return None if words.strip() or not is_positive else _POSITIVE


def check_supply(name: str, unit: str) -> Refusal | None:
    """What is listed has a name and is counted in something."""
    return None if name.strip() and unit.strip() else _SUPPLY_UNNAMED


@dataclass(frozen=True)
class Ages:
    """From and up to which age somebody is what the carer rules speak of."""

    child_below: int
    adult_from: int
    elderly_from: int


def check_ages(ages: Ages) -> Refusal | None:
    """One is a child first, then an adult, then elderly."""
    in_order = 1 <= ages.child_below <= ages.adult_from < ages.elderly_from <= OLDEST
    return None if in_order else _AGES_CROSSED


@dataclass(frozen=True)
class Guest:
    """Somebody as the carer rules see them; the birthday only where the ID number tells it."""

    born_on: date | None
    need: str

    def age(self, today: date) -> int | None:
        """Full years."""
        if self.born_on is None:
            return None
        had = (today.month, today.day) >= (self.born_on.month, self.born_on.day)
        return today.year - self.born_on.year - (not had)


def check_need(guest: Guest, ages: Ages | None, *, today: date) -> Refusal | None:
    """What is said of somebody's age is true, where the ID number tells it."""
    age = guest.age(today)
    if guest.need != Need.CHILD or age is None or ages is None or age < ages.child_below:
        return None
    return Refusal(
        "isolation.no_child",
        filled(
            _("The person is %(age)s years old; a child is younger than %(limit)s."),
            age=age,
            limit=ages.child_below,
        ),
        _("Choose another reason, or a room of their own."),
        rule=CARER_RULE,
        field="need",
    )


def check_alone(guest: Guest, ages: Ages | None, *, today: date) -> Refusal | None:
    """A child is not left alone in a room."""
    age = guest.age(today)
    is_young = ages is not None and age is not None and age < ages.child_below
    return _CHILD_ALONE if guest.need == Need.CHILD or is_young else None


def check_carer(guest: Guest, carer: Guest, ages: Ages | None, *, today: date) -> list[Refusal]:
    """Two share a room only where one needs the other's care, and the other may give it.

    Children, people who are gravely ill or need care themselves, and the elderly may not be carers.
    Where no rule says from which age on somebody is one or the other, age is no bar.
    """
    found = [] if guest.need else [_ONE_PER_ROOM]
    if carer.need in UNFIT:
        found.append(_CARER_NEEDS_CARE)
    age = carer.age(today)
    if ages is None or age is None:
        return found
    if age < ages.adult_from:
        found.append(_CARER_TOO_YOUNG)
    if age >= ages.elderly_from:
        found.append(
            Refusal(
                "isolation.carer_elderly",
                filled(
                    _("The carer is %(age)s years old: from %(limit)s on nobody may be one."),
                    age=age,
                    limit=ages.elderly_from,
                ),
                _("Choose another carer, or have isolation at home assessed."),
                rule=CARER_RULE,
                field="bed",
            )
        )
    return found


def state_of(*, condition: str, uses: Collection[bool]) -> RoomState:
    """How a room stands; `uses` says of each bed that is somebody's if it is only reserved."""
    if not all(uses):
        return RoomState.TAKEN
    if uses:
        return RoomState.RESERVED
    return RoomState(condition) if condition != Condition.READY else RoomState.FREE


CARER_RULE = _("Carers in quarantine sites")
UNFIT = frozenset({Need.CHILD, Need.ILL, Need.DEPENDENT})
_AGES_CROSSED = Refusal(
    "isolation.ages_crossed",
    _("These ages do not follow each other: child, adult, elderly."),
    _("A child is younger than an adult, an adult younger than the elderly."),
    field="elderly_from",
)
_ONE_PER_ROOM = Refusal(
    "isolation.one_per_room",
    _("Somebody lives there, and each person has a room of their own."),
    _("Who is a child, pregnant, gravely ill or needs care may share one: say which."),
    rule=CARER_RULE,
    field="need",
)
_CARER_NEEDS_CARE = Refusal(
    "isolation.carer_needs_care",
    _("The person in this room needs care themselves and may not be a carer."),
    _("Choose another carer, or have isolation at home assessed."),
    rule=CARER_RULE,
    field="bed",
)
_CARER_TOO_YOUNG = Refusal(
    "isolation.carer_too_young",
    _("The person in this room is too young to be a carer."),
    _("Choose an adult."),
    rule=CARER_RULE,
    field="bed",
)
_CHILD_ALONE = Refusal(
    "isolation.child_alone",
    _("A child is not left alone in a room."),
    _("Reserve for the carer first, then a bed in the same room."),
    rule=CARER_RULE,
    field="bed",
)
_REASON_TOO_LONG = Refusal(
    "isolation.reason_too_long",
    filled(_("Write no more than %(count)s characters."), count=LONGEST_WORDS),
    field="reason",
)
_ROOMS_BACKWARDS = Refusal(
    "isolation.rooms_backwards",
    _("The last number comes before the first."),
    _("Write the numbers as they stand on the doors."),
    field="last",
)
_TOO_MANY_BEDS = Refusal(
    "isolation.too_many_beds",
    filled(_("A room has from 1 to %(most)s beds."), most=MOST_BEDS),
    field="beds",
)
_SOMEBODY_INSIDE = Refusal(
    "isolation.somebody_inside",
    _("Somebody lives there or has it reserved."),
    _("Move them to another room first."),
    field="condition",
)
_SITE_CLOSED = Refusal(
    "isolation.site_closed",
    _("This site is closed."),
    _("Choose another site."),
    field="bed",
)
_WRONG_ZONE = Refusal(
    "isolation.wrong_zone",
    _("This room does not lie in the guests' zone."),
    _("Choose a room of the guests' zone."),
    field="bed",
)
_NOT_DISINFECTED = Refusal(
    "isolation.not_disinfected",
    _("This room has not been disinfected yet."),
    _("Choose another, or record the disinfection first."),
    field="bed",
)
_OUT_OF_USE = Refusal(
    "isolation.out_of_use", _("This room is out of use."), _("Choose another."), field="bed"
)
_SUPPLY_UNNAMED = Refusal(
    "isolation.supply_unnamed",
    _("Say what it is, and what it is counted in."),
    field="name",
)
_NOT_THEN = Refusal(
    "isolation.departure",
    filled(_("A bus leaves within the next %(days)s days."), days=BUS_AHEAD.days),
    _("Check the date."),
    field="leaves_at",
)
_NOT_SIGNED = Refusal(
    "isolation.not_signed",
    _("Nobody has signed the agreement."),
    _("The guest signs, or somebody signs for them: write down who."),
    field="signed_by",
)
_ALONE = _(
    "Nobody else rides with them: take them off. Call the command centre for an ambulance, or plan "
    "a bus for them alone."
)
POSITIVE_REMEDY = _("Call the command centre: to hospital, or taken there alone.")
_POSITIVE = Refusal(
    "isolation.positive",
    _("The last test was positive, and nobody has seen to it yet."),
    POSITIVE_REMEDY,
    field="positive",
)
_SIGNED_BY_ANOTHER = Refusal(
    "isolation.signed_by_another",
    _("This is not the name of the guest."),
    _("Tick that somebody signs for them, and write behind the name as what: mother, nurse."),
    field="signed_by",
)
