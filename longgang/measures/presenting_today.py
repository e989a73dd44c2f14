"""The people of one worker on one day, by building: what is new, due, overdue, or nobody opened."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from longgang.accounts.api import Permission, User
from longgang.areas.api import area_name
from longgang.core.clock import midnight, today
from longgang.core.errors import Words
from longgang.core.tags import Tag, Tone
from longgang.people.api import building_of, may_call

from .deeds import DAILY, HANDING, Deed
from .forms import DUE, EVER, NEW, OVERDUE, UNREACHABLE, WAITING
from .lifecycle import MeasureStatus
from .models import HandOver, HelpRequest, Measure, Visit
from .standing import Standing, standings_of
from .wording import duties_in_words, measure_tag, sender_of, sick_tag

SHOWN = 100  # more is no day's work of one person; the list has them all
UNREACHABLE_DAYS = 2
ORDER = ("-asks_for_help", "area_code", "ends_on", "pk")

# What the page shows, each with its words and whether it is bad.
KINDS: dict[str, tuple[Words, Tone]] = {
    WAITING: (pgettext_lazy("today", "To accept"), Tone.SOON),
    NEW: (pgettext_lazy("today", "New"), Tone.INFO),
    OVERDUE: (pgettext_lazy("today", "Overdue"), Tone.BAD),
    DUE: (pgettext_lazy("today", "Due"), Tone.SOON),
    UNREACHABLE: (pgettext_lazy("today", "Nobody opened"), Tone.BAD),
    EVER: (pgettext_lazy("today", "All"), Tone.IDLE),
}
_ANY, _SOME_NUMBER = DAILY[0].verb, "number"


@dataclass(frozen=True)
class PersonLine:
    """One person of today, with what can be done with a tap or two."""

    measure: Measure
    building: str
    tags: list[Tag]
    todo: str
    kinds: frozenset[str]  # of NEW, DUE, OVERDUE, UNREACHABLE
    deeds: list[Deed]
    deeds_url: str  # of a deed: this, then its verb
    call_url: str  # empty for who may not
    comes_first: bool  # a fever nobody has looked after, or a request for help


@dataclass(frozen=True)
class WaitingLine:
    """Somebody to be accepted."""

    row: HandOver
    sender: str
    deeds: list[Deed]


@dataclass(frozen=True)
class Day:
    """The page."""

    waiting: list[WaitingLine]
    buildings: list[tuple[str, list[PersonLine]]]
    counts: list[tuple[str, Words, int, Tone]]  # what, label, how many
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more people than the page shows."""
        return self.total > SHOWN


def day_of(user: User, only: str) -> Day:
    """Whom this person looks after today; `only` those of one kind, where it is asked for."""
    mine = Measure.objects.owned_by(user, Permission.VISIT_RECORD).open()
    newest = Visit.objects.filter(measure=OuterRef("pk")).order_by("-visited_at", "-id")
    since = midnight(today() - timedelta(days=UNREACHABLE_DAYS))
    asks = Exists(HelpRequest.objects.open().filter(measure=OuterRef("pk")))
    chosen = mine.annotate(asks_for_help=asks).order_by(*ORDER).values("pk")[:SHOWN]
    rows = Measure.objects.filter(pk__in=chosen).select_related("rule", "person", "held_at")
    rows = rows.annotate(
        was_met=Subquery(newest.filter(visited_at__gte=since).values("was_met")[:1]),
        asks_for_help=asks,
    )
    measures = list(rows.order_by(*ORDER))
    standings = standings_of(measures)
    accepted = _accepted_today(measures)
    deeds = _deeds_of(measures, user)
    lines = [
        _line(each, standings[each.pk], user, deeds[each.pk], was_accepted=each.pk in accepted)
        for each in measures
    ]
    waiting = _waiting_for(user)
    kinds = Counter(kind for line in lines for kind in line.kinds)
    kinds[WAITING], kinds[EVER] = len(waiting), len(measures)
    return Day(
        waiting if only in {"", WAITING} else [],
        list(_by_building([line for line in lines if not only or only in {EVER, *line.kinds}])),
        [(kind, label, kinds[kind], tone) for kind, (label, tone) in KINDS.items()],
        mine.count(),
    )


def _accepted_today(measures: list[Measure]) -> set[int]:
    rows = HandOver.objects.filter(measure__in=[each.pk for each in measures])
    since = midnight(today())
    return set(rows.filter(accepted_at__gte=since).values_list("measure", flat=True))


def _deeds_of(measures: list[Measure], user: User) -> dict[int, list[Deed]]:
    """Which deeds of every day are offered: of all in one state at one place the same list."""
    found: dict[int, list[Deed]] = {}
    alike: dict[tuple[str, str, str], list[Deed]] = {}
    for each in measures:
        key = (each.status, each.area_code, each.site_number)
        if key not in alike:
            is_running = each.status == MeasureStatus.RUNNING
            alike[key] = [deed for deed in DAILY if is_running and deed.is_offered(user, each)]
        found[each.pk] = alike[key]
    return found


@cache
def _addressed(page: str, *others: str) -> str:
    return reverse(page, args=[_SOME_NUMBER, *others])


def _address(page: str, measure: Measure, *others: str) -> str:
    """Of a page about one measure, looked up once for all of them."""
    return _addressed(page, *others).replace(f"/{_SOME_NUMBER}/", f"/{measure.number}/", 1)


def _line(
    measure: Measure, standing: Standing, user: User, deeds: list[Deed], *, was_accepted: bool
) -> PersonLine:
    asks = measure.asks_for_help  # type: ignore[attr-defined]
    found = {
        NEW: was_accepted or measure.opened_on == standing.on,
        OVERDUE: bool(standing.overdue),
        DUE: bool(standing.due),
        UNREACHABLE: measure.was_met is False,  # type: ignore[attr-defined]
    }
    kinds = frozenset(kind for kind, is_so in found.items() if is_so)
    sick, calls = sick_tag(standing), may_call(measure.person, user, place=measure.seen_from)
    tags = [Tag(pgettext("today", "Asks for help"), Tone.BAD)] if asks else []
    tags += [sick] if sick else []
    tags += [Tag(*KINDS[kind]) for kind in (UNREACHABLE, OVERDUE, NEW) if kind in kinds]
    return PersonLine(
        measure,
        building_of(measure.home.address) or area_name(measure.area_code),
        [*tags, measure_tag(measure, standing)],
        duties_in_words([*standing.overdue, *standing.due]),
        kinds,
        deeds,
        _address("measures:quick", measure, _ANY).removesuffix(_ANY),
        _address("measures:call", measure) if calls else "",
        asks or standing.has_fever,
    )


def _waiting_for(user: User) -> list[WaitingLine]:
    rows = HandOver.objects.waiting_for(user).select_related(
        "measure__person", "measure__rule", "from_site"
    )
    return [
        WaitingLine(row, sender_of(row), [deed for deed in HANDING if deed.verb in _ANSWERS])
        for row in rows.order_by("offered_at", "pk")[:SHOWN]
    ]


_ANSWERS = {"accept", "send-back"}


def _by_building(lines: list[PersonLine]) -> Iterator[tuple[str, list[PersonLine]]]:
    """Buildings by name, those first where somebody has a fever or asks for help; within one the
    same people first, then whoever is overdue.
    """
    first = {line.building for line in lines if line.comes_first}
    buildings = {line.building for line in lines}
    for building in sorted(buildings, key=lambda name: (name not in first, name)):
        here = [line for line in lines if line.building == building]
        yield building, sorted(here, key=_urgency)


def _urgency(line: PersonLine) -> tuple[bool, bool, bool, bool, str]:
    kinds = line.kinds
    return (
        not line.comes_first,
        OVERDUE not in kinds,
        DUE not in kinds,
        NEW not in kinds,
        line.measure.person.sort_key,
    )
