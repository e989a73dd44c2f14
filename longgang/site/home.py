"""What home pages are made of: services for residents, tasks for staff, and the modules' own cards.

A module that wants to appear writes functions in its `api.py` and is listed here.
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from longgang.arrivals.api import arrival_tasks
from longgang.checkpoints.api import checkpoint_tasks
from longgang.core.home import Section, Task
from longgang.isolation.api import isolation_tasks
from longgang.measures.api import measure_tasks
from longgang.notices.api import message_tasks
from longgang.passes.api import pass_sections, pass_tasks
from longgang.tracing.api import tracing_tasks

from .navigation import Place, menu_for

TASKS: list[Callable[[Any], Iterable[Task]]] = [
    pass_tasks,
    checkpoint_tasks,
    arrival_tasks,
    isolation_tasks,
    measure_tasks,
    tracing_tasks,
    message_tasks,
]
SECTIONS: list[Callable[[Any], Iterable[Section]]] = [pass_sections]


def tasks_for(user: Any) -> list[Task]:
    """Everything that waits for this person, what waits at all before what does not."""
    found = list(chain.from_iterable(tasks(user) for tasks in TASKS))
    return sorted(found, key=lambda task: task.count == 0)


def sections_for(user: Any) -> list[Section]:
    """The cards the modules put on this person's home page."""
    return list(chain.from_iterable(sections(user) for sections in SECTIONS))


def services_for(user: Any, path: str) -> list[Place]:
    """The icon grid: every place but the one we are at."""
    return [place for place in menu_for(user, path) if not place.is_here]
