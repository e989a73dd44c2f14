"""Who wants to hear that the last day of somebody has moved.

Sites lie above, so they listen. Listeners run inside the transaction of the deed.
"""

from collections.abc import Callable, Collection

from .models import Measure

Listener = Callable[[Collection[Measure]], None]
_listeners: list[Listener] = []


def on_new_end(listener: Listener) -> None:
    """Call this with the measures that have just got another end."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_new_end(measures: Collection[Measure]) -> None:
    """Let everybody who listens know."""
    for listener in _listeners:
        listener(measures)
