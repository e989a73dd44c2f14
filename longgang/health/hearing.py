"""Who wants to hear of samples, results and readings, and who knows who looks after whom.

Measures lie above, so they listen. Listeners run inside the transaction of the deed: what was seen
and what follows from it come about together, or neither does.
"""

from collections.abc import Callable, Collection, Sequence

from longgang.accounts.api import PlaceCodes

from .models import LabTest, Temperature

# Each with the result before: empty for a first one, what was corrected otherwise.
Told = Sequence[tuple[LabTest, str]]
Listener = Callable[[Told], None]
# The places of whoever looks after these people, by their keys; who is nobody's is left out.
Finder = Callable[[Collection[int]], dict[int, PlaceCodes]]

_listeners: list[Listener] = []
_finders: list[Finder] = []
_listening_to_samples: list[Callable[[Sequence[LabTest]], None]] = []
_listening_to_temperatures: list[Callable[[Temperature], None]] = []


def on_result(listener: Listener) -> None:
    """Call this with all results that become known in a deed, and with all that it corrects."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_results(told: Told) -> None:
    """Let everybody who listens know."""
    for listener in _listeners:
        listener(told)


def on_samples(listener: Callable[[Sequence[LabTest]], None]) -> None:
    """Call this with all samples that are written down in a deed, with a result or without."""
    if listener not in _listening_to_samples:
        _listening_to_samples.append(listener)


def tell_samples(tests: Sequence[LabTest]) -> None:
    """Let everybody who listens know."""
    for listener in _listening_to_samples:
        listener(tests)


def ask_who_looks_after(finder: Finder) -> None:
    """Ask this where observations of many people belong."""
    if finder not in _finders:
        _finders.append(finder)


def places_of(people: Collection[int]) -> dict[int, PlaceCodes]:
    """Where these people are looked after."""
    found: dict[int, PlaceCodes] = {}
    for finder in _finders:
        found |= finder(people)
    return found


def on_temperature(listener: Callable[[Temperature], None]) -> None:
    """Call this with every reading that is written down, and with every correction of one."""
    if listener not in _listening_to_temperatures:
        _listening_to_temperatures.append(listener)


def tell_temperature(reading: Temperature) -> None:
    """Let everybody who listens know."""
    for listener in _listening_to_temperatures:
        listener(reading)
