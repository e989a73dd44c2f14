"""Who wants to hear of results.

Measures lie above, so they listen. Listeners run inside the transaction of the deed: the result and
what follows from it come about together, or neither does.
"""

from collections.abc import Callable

from .models import LabTest

# With the result before: empty for a first one, what was corrected otherwise.
Listener = Callable[[LabTest, str], None]

_listeners: list[Listener] = []


def on_result(listener: Listener) -> None:
    """Call this with every result that becomes known, and with every correction of one."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_result(test: LabTest, *, before: str = "") -> None:
    """Let everybody who listens know."""
    for listener in _listeners:
        listener(test, before)
