"""Gives every request a number and tells it to the caller, who can quote it to the auditor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .requests import begin_request, current_request_id, end_request


class RequestIdMiddleware:
    """Stands before everything that writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = begin_request()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = current_request_id()
        finally:
            end_request(token)
        return response
