"""Who wants to hear of results and readings.

Measures lie above, so they listen. Listeners run inside the transaction of the deed: what was seen
and what follows from it come about together, or neither does.
"""

from collections.abc import Callable

from .models import LabTest, Temperature

# With the result before: empty for a first one, what was corrected otherwise.
Listener = Callable[[LabTest, str], None]

_listeners: list[Listener] = []
_listening_to_temperatures: list[Callable[[Temperature], None]] = []


def on_result(listener: Listener) -> None:
    """Call this with every result that becomes known, and with every correction of one."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_result(test: LabTest, *, before: str = "") -> None:
    """Let everybody who listens know."""
    for listener in _listeners:
        listener(test, before)


def on_temperature(listener: Callable[[Temperature], None]) -> None:
    """Call this with every reading that is written down, and with every correction of one."""
    if listener not in _listening_to_temperatures:
        _listening_to_temperatures.append(listener)


def tell_temperature(reading: Temperature) -> None:
    """Let everybody who listens know."""
    for listener in _listening_to_temperatures:
        listener(reading)
