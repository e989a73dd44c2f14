"""Who wants to hear what the office decided about a company.

Notices lie above the register, which therefore cannot send them; they listen instead. Listeners run
inside the deciding transaction: the decision and its notice come about together, or neither does.
"""

from collections.abc import Callable

from .models import Company

Listener = Callable[[Company], None]

_listeners: list[Listener] = []


def on_company_decided(listener: Listener) -> None:
    """Call this with every company that was approved or refused."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_decision(company: Company) -> None:
    """Let everybody who listens know."""
    for listener in _listeners:
        listener(company)
