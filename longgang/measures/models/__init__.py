"""The tables of the measures."""

from .measure import Measure, MeasureQuerySet
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
]
