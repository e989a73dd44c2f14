"""The tables of the measures."""

from .finding import Finding
from .hand_over import ACCEPTING, COMMUNITY, STREET, HandOver, HandOverQuerySet
from .help import HelpRequest, HelpRequestQuerySet
from .measure import Measure, MeasureQuerySet, is_owned_by, owns_all_it_sees, place_of
from .moving import Moving, MovingLine, MovingLineQuerySet
from .parts import Absence, Term, Visit
from .rule import MeasureRule

__all__ = [
    "ACCEPTING",
    "COMMUNITY",
    "STREET",
    "Absence",
    "Finding",
    "HandOver",
    "HandOverQuerySet",
    "HelpRequest",
    "HelpRequestQuerySet",
    "Measure",
    "MeasureQuerySet",
    "MeasureRule",
    "Moving",
    "MovingLine",
    "MovingLineQuerySet",
    "Term",
    "Visit",
    "is_owned_by",
    "owns_all_it_sees",
    "place_of",
]
