"""The tables of the measures."""

from .measure import Measure, MeasureQuerySet
from .parts import Absence, Term, Visit
from .rule import MeasureRule

__all__ = ["Absence", "Measure", "MeasureQuerySet", "MeasureRule", "Term", "Visit"]
