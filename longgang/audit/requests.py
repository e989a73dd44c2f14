"""The number of the web request being answered: it finds all rows written by one click."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from longgang.core.tokens import new_token

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The number of the request being answered; blank in jobs and commands."""
    return _request_id.get()


@contextmanager
def numbered_request() -> Iterator[str]:
    """Give the request answered inside a number, and forget it at the end, so that the next one on
    this thread cannot inherit it. Never the caller's: a stranger's header proves nothing.
    """
    number = new_token()[:16]
    token = _request_id.set(number)
    try:
        yield number
    finally:
        _request_id.reset(token)
