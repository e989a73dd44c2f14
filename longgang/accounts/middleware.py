"""Deny by default: a view that declares no audience does not run, in any environment."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .access import access_of, admit, guards_itself
from .duties import first_duty


class AccessMiddleware:
    """Refuses undeclared views, guards libraries' views, and leads staff to their first duties."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Our declared views guard themselves; those of libraries are guarded here."""
        access = access_of(view)
        if access is None:
            raise PermissionDenied("This view does not declare who may open it.")
        if duty := first_duty(request):
            return redirect(duty)
        return None if guards_itself(view) else admit(request, access)
