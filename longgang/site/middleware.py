"""Lets machines in, refuses what nobody can answer, turns a refused action into a page."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.exception import convert_exception_to_response
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request, override

from longgang.accounts.api import access_of
from longgang.audit.api import numbered_request
from longgang.core.errors import Refused

NOT_ALLOWED = HttpResponseNotAllowed.status_code
SENTENCES = ("reason", "words", "note")  # fields in which people write sentences
ASKED_BY_BROWSERS = {"GET", "HEAD", "POST"}  # who asks in another way reads no page
STACK_ROOM = 2**15  # values, of eight bytes each; the same again is left for what is called
MACHINES = "/checkpoints/device/"  # what the devices at the gates ask
NOTHING_ELSE = "default-src 'none'; frame-ancestors 'none'"  # an answer for machines is no page


class StackRoomMiddleware:
    """Gives a request room for all of its calls at once.

    Python takes memory for its stack of calls in pieces of 16 KB, and gives a piece back as soon as
    the last call in it returns: a loop that happens to stand at the edge of one does so with every
    call, and some pages took up to four times as long. A call that needs much itself gets a large
    piece, and whatever it calls fits into the rest.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _call_with_room(self.get_response, request)


def _call_with_room(
    get_response: Callable[[HttpRequest], HttpResponse], request: HttpRequest
) -> HttpResponse:
    return get_response(request)


_call_with_room.__code__ = _call_with_room.__code__.replace(co_stacksize=STACK_ROOM)


class MachineDoor:
    """Lets machines in past what only browsers and people need: session, messages, forms, pages.

    A truck waits for a device's answer, and nearly a fifth of the work went into that. Only views
    that are declared for machines are reached here; whatever else is asked takes the usual way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answer: Callable[[HttpRequest], Any] = convert_exception_to_response(_answer_machine)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(MACHINES) or not _is_for_machines(request):
            return self.get_response(request)
        with numbered_request() as number, override(get_language_from_request(request)):
            response: HttpResponse = self.answer(request)
        response["X-Request-ID"] = number
        response["Content-Length"] = str(len(response.content))
        response["Content-Security-Policy"] = NOTHING_ELSE
        response["Cache-Control"] = "no-store, private"
        return response


def _is_for_machines(request: HttpRequest) -> bool:
    try:
        request.resolver_match = _resolved(request.path_info)
    except Resolver404:
        return False
    access = access_of(request.resolver_match.func)
    return access is not None and access.is_for_machines


@lru_cache(maxsize=64)
def _resolved(path: str) -> ResolverMatch:
    """Machines ask the same few addresses all day."""
    return resolve(path)


def _answer_machine(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match
    assert match is not None, "only what was found is answered"
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


class RequestLimitMiddleware:
    """Stops a body that is too long before a byte of it is read, and what no database can hold.

    PostgreSQL refuses the character zero, so an address with it leads nowhere: 400, not 500. So
    does a form in which a browser would not have let anybody write: what is picked, what is hidden.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.REQUEST_MAX_BYTES:
            return render(request, "413.html", status=413)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds the character zero.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Whoever sent the character zero past the fields of a form is told that they did."""
        if isinstance(exception, DataError) and "NUL" in str(exception):
            raise BadRequest("The form holds the character zero.") from exception


class RefusalMiddleware:
    """Answers `Refused` with its status, its words, the remedy, the rule and a way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_browser = request.method in ASKED_BY_BROWSERS and request.accepts("text/html")
        if response.status_code == NOT_ALLOWED and is_browser:
            return _only_takes_a_form(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for people, a fragment for a swap; nothing for what is not a refusal."""
        if not isinstance(exception, Refused):
            return None
        swaps_a_fragment = request.headers.get("HX-Request") == "true" and (
            request.headers.get("HX-Boosted") != "true"
        )
        template = "site/_refused.html" if swaps_a_fragment else "site/refused.html"
        context = {
            "refusals": exception.refusals,
            "status": exception.status,
            "back": way_back(request),
            "typed": _typed(request),
        }
        return render(request, template, context, status=exception.status)


def _typed(request: HttpRequest) -> list[str]:
    """The sentences that somebody has written in vain: to be copied, not to be written again."""
    found = (request.POST.get(name, "").strip() for name in SENTENCES)
    return [words for words in found if words]


def _only_takes_a_form(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """A page instead of the empty one that somebody gets who opens a form's address again."""
    refused.content = render(request, "405.html", {"back": way_back(request)}).content
    return refused


def way_back(request: HttpRequest) -> str:
    """The page the person came from when it is one of ours and another one; else the home page."""
    referrer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()})
    came_from_here = referrer == request.build_absolute_uri()
    if not is_ours or (came_from_here and request.method == "GET"):
        return "/"
    return referrer
