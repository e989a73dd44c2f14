"""Gives every request a number and tells it to the caller, who can quote it to the auditor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .requests import numbered_request


class RequestIdMiddleware:
    """Stands before everything that writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with numbered_request() as number:
            response = self.get_response(request)
        response["X-Request-ID"] = number
        return response
