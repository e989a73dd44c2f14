"""The tables of the measures."""

from .measure import Measure, MeasureQuerySet, place_of
from .moving import Moving, MovingLine, MovingLineQuerySet
from .parts import Absence, Term, Visit
from .rule import MeasureRule

__all__ = [
    "Absence",
    "Measure",
    "MeasureQuerySet",
    "MeasureRule",
    "Moving",
    "MovingLine",
    "MovingLineQuerySet",
    "Term",
    "Visit",
    "place_of",
]
