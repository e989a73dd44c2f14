"""The figures of all sites, the wall, and where the lists differ."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.clock import today

from ..presenting_overview import overview_context, reconciliation_context, wall_context


@require_GET
@allowed(Permission.SITE_VIEW)
def overview(request: AuthenticatedRequest) -> HttpResponse:
    """People, rooms and the next two weeks; the page asks again each minute."""
    is_refresh = request.headers.get("HX-Target") == "overview"
    template = "isolation/_overview.html" if is_refresh else "isolation/overview.html"
    return render(request, template, overview_context(request.user, today=today()))


@require_GET
@allowed(Permission.SITE_VIEW)
def wall(request: AuthenticatedRequest) -> HttpResponse:
    """The same for a screen on a wall."""
    is_refresh = request.headers.get("HX-Target") == "wall"
    template = "isolation/_wall.html" if is_refresh else "isolation/wall.html"
    return render(request, template, wall_context(request.user, today=today()))


@require_GET
@allowed(Permission.SITE_VIEW)
def reconciliation(request: AuthenticatedRequest) -> HttpResponse:
    """Who should be at a site and is not, and the other way round."""
    context = reconciliation_context(request.user, today=today())
    return render(request, "isolation/reconciliation.html", context)
