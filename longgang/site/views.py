"""Pages that belong to no module: home, the switches of the frame, errors, the health of the service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

try:
    from longgang.accounts.api import public
except ImportError:  # accounts is still being built

    def public(why):  # type: ignore[no-untyped-def, misc]
        return lambda view: view


@public("everybody begins here")
def home(request: HttpRequest) -> HttpResponse:
    """The first page: two doors for strangers, services for residents, tasks for staff."""
    return render(request, "site/home.html")
