"""The tracing engine: visits as sorted columns, questions about them, exact answers.

Pure NumPy and Numba: it imports neither Django nor anything else of the house. Times are whole
seconds since 1970; intervals are half open. What is counted, and how, is said in
`docs/tracing.md`; why it is computed this way, in `docs/decisions/`.
"""

from .answer import Answer, Circle
from .delta import Delta, Visit
from .errors import EngineError
from .explaining import Encounter, Explanation, explain, list_met
from .ids import Ids
from .index import Index
from .question import Question, Seed
from .store import DamagedError, build, open_index, open_or_build, read_current
from .tracing import trace
from .visits import Visits, make_visits
from .warming import warm_up

__all__ = [
    "Answer",
    "Circle",
    "DamagedError",
    "Delta",
    "Encounter",
    "EngineError",
    "Explanation",
    "Ids",
    "Index",
    "Question",
    "Seed",
    "Visit",
    "Visits",
    "build",
    "explain",
    "list_met",
    "make_visits",
    "open_index",
    "open_or_build",
    "read_current",
    "trace",
    "warm_up",
]
