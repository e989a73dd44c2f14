"""Who wants to hear which companies asked to be let in, what became of them, and who was merged.

Whoever does lies above the register, and listens. Listeners run inside the transaction: the
decision and what follows from it come about together, or neither does.
"""

from collections.abc import Callable

from .models import Company, Person

Listener = Callable[[Company], None]

_listeners: list[Listener] = []
_listening_to_registrations: list[Listener] = []
_listening_to_merges: list[Callable[[Person], None]] = []


def on_company_registered(listener: Listener) -> None:
    """Call this with every company that waits for approval from now on."""
    if listener not in _listening_to_registrations:
        _listening_to_registrations.append(listener)


def tell_registered(company: Company) -> None:
    """Let everybody who listens know."""
    for listener in _listening_to_registrations:
        listener(company)


def on_company_decided(listener: Listener) -> None:
    """Call this with every company that was approved or refused."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_decision(company: Company) -> None:
    """Let everybody who listens know."""
    for listener in _listeners:
        listener(company)


def on_people_merged(listener: Callable[[Person], None]) -> None:
    """Call this with every person into whom another entry was merged."""
    if listener not in _listening_to_merges:
        _listening_to_merges.append(listener)


def tell_merged(kept: Person) -> None:
    """Let everybody who listens know."""
    for listener in _listening_to_merges:
        listener(kept)
