"""The number of the web request being answered: it finds all rows written by one click."""

from contextvars import ContextVar, Token

from django.utils.crypto import get_random_string

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The number of the request being answered; blank in jobs and commands."""
    return _request_id.get()


def begin_request() -> Token[str]:
    """Give this request a number; never the caller's, for a stranger's header proves nothing."""
    return _request_id.set(get_random_string(16))


def end_request(token: Token[str]) -> None:
    """Forget the number, so that the next request on this thread cannot inherit it."""
    _request_id.reset(token)
