"""Who wants to hear that the last day of somebody has moved, that a site sends somebody home, that
a measure has ended, or what was found where a person should be.

Sites and tracing lie above, so they listen. Listeners run inside the transaction of the deed.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from longgang.accounts.api import User

from .models import Finding, Measure

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


class GoingHome(Protocol):
    """Hears of whoever is handed from a site to the home, with the words of whoever did it: after
    the last day there, or before it.
    """

    def __call__(self, measure: Measure, *, words: str, is_early: bool, by: User) -> None: ...


_hear_going_home: list[GoingHome] = []


def on_going_home(listener: GoingHome) -> None:
    """Call this with the measure that a site has just handed home."""
    if listener not in _hear_going_home:
        _hear_going_home.append(listener)


def tell_going_home(measure: Measure, *, words: str, is_early: bool = False, by: User) -> None:
    """Let everybody who listens know."""
    for listener in _hear_going_home:
        listener(measure, words=words, is_early=is_early, by=by)


class Ended(Protocol):
    """Hears of a measure that was lifted or cancelled, wherever the person is."""

    def __call__(self, measure: Measure, *, by: User) -> None: ...


_hear_ended: list[Ended] = []


def on_ended(listener: Ended) -> None:
    """Call this with the measure that has just ended on its own page."""
    if listener not in _hear_ended:
        _hear_ended.append(listener)


def tell_ended(measure: Measure, *, by: User) -> None:
    """Let everybody who listens know."""
    for listener in _hear_ended:
        listener(measure, by=by)


_hear_findings: list[Callable[[Finding], None]] = []


def on_finding(listener: Callable[[Finding], None]) -> None:
    """Call this with what was just found of a person, by whoever looks after them."""
    if listener not in _hear_findings:
        _hear_findings.append(listener)


def tell_finding(finding: Finding) -> None:
    """Let everybody who listens know."""
    for listener in _hear_findings:
        listener(finding)
