"""Answers that hold for many deeds in a row, such as the days of the demo.

Whoever does many deeds at once asks for the same rule, desk and membership each time. Within
`remembering()` each of them is asked for once; outside of it nothing is remembered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Answers of `remembered` functions hold until the end. Only for what nobody changes inside."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A function of plain values or rows whose answer may be kept, by those who say so."""

    @wraps(ask)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        memory = _memory.get()
        if memory is None:
            return ask(*args, **kwargs)
        key = (ask, args, tuple(sorted(kwargs.items())))
        if key not in memory:
            memory[key] = ask(*args, **kwargs)
        found: Answer = memory[key]
        return found

    return answer
