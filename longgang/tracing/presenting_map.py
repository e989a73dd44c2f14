"""The map of the places, and the lists that say the same in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longgang.areas.api import CREDIT, Drawing
from longgang.core.errors import Words

from .asking import Circles, Thresholds
from .mapping import NODE, Absence, Mark, PlacesMap, Spot, map_of
from .presenting_places import anchor_of
from .wording import between, people_in_words, question_in_words

_SCALES = (50, 20, 10, 5, 2, 1)  # kilometres


@dataclass(frozen=True)
class PlaceLine:
    """One place in the lists; with an anchor where the page of contacts by place has it."""

    number: int
    words: str
    when: str
    people: str  # how many were met, else why nobody was
    has_met: bool
    anchor: str


@dataclass(frozen=True)
class Marked:
    """One place in the drawing and in the list beside it."""

    mark: Mark
    line: PlaceLine


@dataclass(frozen=True)
class Missing:
    """What is not drawn for one reason."""

    reason: Words
    lines: Sequence[PlaceLine]


@dataclass(frozen=True)
class Scale:
    """A bar and how long it is."""

    km: int
    units: int


def map_context(circles: Circles, thresholds: Thresholds) -> dict[str, Any]:
    """The drawing with its marks, and the words for each number: `thresholds` as was asked."""
    found = map_of(circles)
    line = partial(_line, thresholds)
    return {
        "drawing": found.drawing,
        "scale": _scale_of(found.drawing) if found.drawing else None,
        "round": NODE,
        "marked": [Marked(mark, line(mark.number, mark.spot)) for mark in found.marks],
        "missing": _missing(found, line),
        "question": question_in_words(thresholds),
        "absent": _absent_in_words(len(found.absent)),
        "described": _described(found),
        "credit": CREDIT,
    }


def _line(thresholds: Thresholds, number: int, spot: Spot) -> PlaceLine:
    when, has_met = between(spot.first, spot.last), spot.contacts > 0
    if has_met:
        people = _("Met there: %(people)s") % {"people": people_in_words(spot.contacts)}
    elif spot.may_count(thresholds.places):
        people = _("Nobody was met there")
    else:
        people = _("Such places were left out")
    return PlaceLine(number, spot.words, when, people, has_met, anchor_of(spot.busiest))


def _missing(found: PlacesMap, line: Callable[[int, Spot], PlaceLine]) -> list[Missing]:
    """In the order of the reasons."""
    order = list(Absence)
    absent = [(number, spot, spot.absence) for number, spot in found.absent if spot.absence]
    ordered = sorted(absent, key=lambda each: (order.index(each[2]), each[0]))
    return [
        Missing(absence.label, [line(number, spot) for number, spot, _absence in of_one])
        for absence, of_one in groupby(ordered, key=lambda each: each[2])
    ]


def _absent_in_words(count: int) -> str:
    words = ngettext(
        "%(count)d place is not on the map", "%(count)d places are not on the map", count
    )
    return words % {"count": count} if count else ""


def _described(found: PlacesMap) -> str:
    """What somebody reads who does not see it."""
    words = _(
        "The outline of the district with %(count)s places, numbered in the order of the first "
        "visit. The wider the ring around a number, the more people were met there. The list says "
        "the same in words."
    )
    return words % {"count": len(found.marks)}


def _scale_of(drawing: Drawing) -> Scale:
    """The longest round length that takes no more than a quarter of the drawing."""
    km = next(km for km in (*_SCALES, 0) if km * drawing.units_of_km <= drawing.width / 4)
    return Scale(km, round(km * drawing.units_of_km))
