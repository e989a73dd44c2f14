"""What a module tells whoever stands above it, and may therefore not be named by it.

Listeners run inside the transaction of the deed: what happened and what follows from it come about
together, or neither does.
"""

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class News(Generic[P]):
    """One kind of news: the function that it decorates says when it is told, and with what.

    @News
    def company_decided(company: Company) -> None:
        \"\"\"A company was approved or refused.\"\"\"

    company_decided.listen(tell_managers)  # in the `ready` of a module above
    company_decided.tell(company)
    """

    def __init__(self, occasion: Callable[P, None]) -> None:
        self.listeners: list[Callable[P, None]] = []
        self.__doc__ = occasion.__doc__

    def listen(self, listener: Callable[P, None]) -> None:
        """Call this with all such news from now on, once each, however often it asks to be."""
        if listener not in self.listeners:
            self.listeners.append(listener)

    def tell(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Let everybody who listens know, in the order in which they came."""
        for listener in self.listeners:
            listener(*args, **kwargs)
