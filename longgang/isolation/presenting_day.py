"""What the pages of the day at a site show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longgang.accounts.api import User
from longgang.core.clock import midnight, today
from longgang.core.errors import allows
from longgang.core.forms import Form
from longgang.core.home import Task
from longgang.core.tags import Tag, Tone
from longgang.health.api import Grade, Temperature, grade_of, grade_tag, temperatures_of
from longgang.measures.api import DutyKind, DutyState, duty_tag

from .forms import AnswerForm, CountForm, ReadingForm
from .kinds import Diet
from .models import GuestRequest, ShiftChange, Site
from .permissions import check_may_keep
from .queries import Line, in_rooms, lines_of, meals_of, open_matters
from .wording import name_of, positive_tags

SHOWN = 20
READINGS = frozenset({DutyKind.MORNING, DutyKind.EVENING, DutyKind.READING})
OPEN_DUTIES = frozenset({DutyState.DUE, DutyState.LATE})

# Of each matter: its words, the page where it is seen to, its sign, and whether it is bad.
MATTERS: dict[str, tuple[Promise, str, str, Tone]] = {
    "overdue": (gettext_lazy("People for whom something is overdue"), "round",
                "clock-exclamation", Tone.BAD),
    "due": (gettext_lazy("People for whom something is due"), "round", "temperature", Tone.INFO),
    "leaving": (gettext_lazy("People whose days here are over"), "leaving", "lock-open", Tone.SOON),
    "expected": (gettext_lazy("People expected by today"), "stays", "clock", Tone.INFO),
    "away": (gettext_lazy("People in hospital"), "stays", "stethoscope", Tone.INFO),
    "requests": (gettext_lazy("Requests of guests"), "requests", "message", Tone.SOON),
    "to_disinfect": (gettext_lazy("Rooms to be disinfected"), "site", "droplet", Tone.SOON),
    "low": (gettext_lazy("Supplies that run low"), "supplies", "packages", Tone.SOON),
}  # fmt: skip
QUERIES = {"to_disinfect": "?state=to_disinfect", "away": "?state=away",
           "expected": "?state=reserved"}  # fmt: skip


def matters_in_words(matters: Mapping[str, int]) -> list[tuple[str, int]]:
    """What is open, counted; what is nothing is left out."""
    return [(str(words), matters[key]) for key, (words, *_rest) in MATTERS.items()
            if matters.get(key)]  # fmt: skip


def matter_tasks(site: Site, matters: Mapping[str, int]) -> list[Task]:
    """What is open at a site, as it was counted, each with the page where it is seen to."""
    return [
        Task(
            words,
            matters[key],
            reverse(f"isolation:{page}", args=[site.number]) + QUERIES.get(key, ""),
            icon=icon,
            tone=tone if matters[key] else Tone.GOOD,
        )
        for key, (words, page, icon, tone) in MATTERS.items()
    ]


def day_context(site: Site, user: User) -> dict[str, Any]:
    """What is open now, and the pages of the day."""
    return {
        "site": site,
        "tasks": matter_tasks(site, open_matters(site)),
        "may_keep": allows(check_may_keep, user, site),
        "waiting": ShiftChange.objects.filter(site=site, accepted_at=None)
        .select_related("by")
        .first(),
    }


# --- the round ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundLine:
    """One guest of the floor."""

    line: Line
    name: str
    tags: list[Tag]
    form: Form
    is_open: bool  # the keys are shown
    has_sample: bool  # a test is due


def round_context(
    site: Site, user: User, floor: str, open_stay: str, form: Form | None = None
) -> dict[str, Any]:
    """The floors, and the guests of one of them; the first without a reading is opened."""
    lines = lines_of(site)
    floors = list(dict.fromkeys(str(line.room.floor) for line in lines))
    place = int(floor) if floor.isdecimal() and len(floor) < 4 else 1
    place = place if 1 <= place <= len(floors) else 1
    here = [line for line in lines if floors and str(line.room.floor) == floors[place - 1]]
    read_last = _read_today(here)
    positive = positive_tags([line.stay.measure for line in here])
    opened = open_stay or next((line.stay.number for line in here if wants_reading(line)), "")
    return {
        "site": site,
        "floors": [
            (number, title, sum(_is_waited_for(line) for line in lines
                                if str(line.room.floor) == title))
            for number, title in enumerate(floors, 1)
        ],
        "floor": place,
        "lines": [
            RoundLine(
                line,
                name_of(line.stay, user),
                [*(tag for tag in [positive.get(line.stay.measure_id)] if tag),
                 *fever_tags(read_last.get(line.stay.person_id)),
                 *(duty_tag(duty) for duty in line.standing.duties)],
                form if form and line.stay.number == open_stay
                else ReadingForm(auto_id=f"{line.stay.number}-%s"),
                line.stay.number == opened,
                _wants(line, {DutyKind.TEST}),
            )
            for line in here
        ],
    }  # fmt: skip


def _read_today(lines: Iterable[Line]) -> dict[int, Temperature]:
    """The last temperature of today, by the key of the person; one query."""
    people = [line.stay.person_id for line in lines]
    return {each.person_id: each for each in temperatures_of(people, since=midnight(today()))}


def fever_tags(reading: Temperature | None) -> list[Tag]:
    """Which fever it was; nothing where there was none."""
    if reading is None or reading.grade == Grade.NORMAL:
        return []
    tag = grade_tag(reading)
    return [Tag(format_lazy("{celsius} ℃ {grade}", celsius=reading.celsius, grade=tag.label),
                tag.tone, "temperature")]  # fmt: skip


def said_of_reading(celsius: Decimal | None) -> tuple[str, int]:
    """What the page says of a temperature that was taken, and how gravely."""
    grade = Grade.NORMAL if celsius is None else grade_of(celsius)
    if grade == Grade.NORMAL:
        return _("Noted."), messages.SUCCESS
    words = _("%(grade)s, %(celsius)s ℃: noted. Have a doctor look at them.")
    level = messages.WARNING if grade == Grade.LOW else messages.ERROR
    return words % {"grade": grade.label, "celsius": celsius}, level


def wants_reading(line: Line) -> bool:
    """Whether a temperature is due of somebody now."""
    return _wants(line, READINGS)


def _wants(line: Line, kinds: Iterable[str]) -> bool:
    return any(duty.kind in kinds and duty.state in OPEN_DUTIES for duty in line.standing.duties)


def _is_waited_for(line: Line) -> bool:
    return wants_reading(line) or _wants(line, {DutyKind.TEST})


# --- meals, requests, supplies, shifts ------------------------------------------------------------


def meals_context(site: Site, user: User) -> dict[str, Any]:
    """A table of floors and the diets that somebody has, and who has to be thought of."""
    guests = in_rooms(site)
    floors = meals_of(guests)
    diets = [diet for diet in Diet.values if any(counts[diet] for _floor, counts in floors)]
    totals = [sum(counts[diet] for _floor, counts in floors) for diet in diets]
    return {
        "site": site,
        "day": today(),
        "diets": [Diet(value).label for value in diets],
        "rows": [
            (title, [counts[diet] for diet in diets], sum(counts.values()))
            for title, counts in floors
        ],
        "totals": totals,
        "all": sum(totals),
        "notes": [
            (room, name_of(stay, user), stay.get_diet_display(), stay.remarks)
            for stay, room in guests
            if stay.remarks or stay.diet != Diet.STANDARD
        ],
    }


def requests_context(
    site: Site, user: User, forms: Mapping[str, Form] | None = None
) -> dict[str, Any]:
    """What is open, and what was settled last."""
    rows = GuestRequest.objects.filter(stay__site=site).select_related(
        "stay__person", "stay__measure", "stay__site__premises", "settled_by"
    )
    answers = forms or {}
    return {
        "site": site,
        "open": [
            (each, name_of(each.stay, user),
             answers.get(each.number) or AnswerForm(auto_id=f"{each.number}-%s"))
            for each in rows.open()
        ],
        "settled": [
            (each, name_of(each.stay, user))
            for each in rows.exclude(settled_at=None).order_by("-settled_at")[:SHOWN]
        ],
        "may_keep": allows(check_may_keep, user, site),
    }  # fmt: skip


def supplies_context(
    site: Site, user: User, form: Form, forms: Mapping[str, Form] | None = None
) -> dict[str, Any]:
    """What there is; what runs low comes first."""
    counts = forms or {}
    rows = sorted(site.supplies.select_related("counted_by"), key=lambda each: not each.is_low)
    return {
        "site": site,
        "lines": [
            (each, Tag(_("low"), Tone.BAD) if each.is_low else Tag(_("enough"), Tone.GOOD),
             counts.get(each.number) or CountForm(auto_id=f"{each.number}-%s"))
            for each in rows
        ],
        "form": form,
        "may_keep": allows(check_may_keep, user, site),
    }  # fmt: skip


def shifts_context(site: Site, user: User, form: Form) -> dict[str, Any]:
    """What is open now, what waits to be accepted, and the last changes."""
    rows = list(site.shift_changes.select_related("by", "accepted_by")[:SHOWN])
    waiting = next((each for each in rows if each.accepted_at is None), None)
    return {
        "site": site,
        "form": form,
        "matters": matters_in_words(open_matters(site)),
        "waiting": waiting,
        "waiting_matters": matters_in_words(waiting.matters) if waiting else [],
        "may_accept": waiting is not None and waiting.by_id != user.pk,
        "may_keep": allows(check_may_keep, user, site),
        "past": [
            (each, matters_in_words(each.matters)) for each in rows if each.accepted_at is not None
        ],
    }
