"""The sites, a site with its rooms, a room, and entering them."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed, holds
from longgang.core.answering import done
from longgang.core.tables import list_page

from ..actions.sites import add_rooms, close_site, open_site, set_condition
from ..forms import ConditionForm, OpenSiteForm, ReasonForm, RoomsForm
from ..kinds import RoomState
from ..models import Room, Site
from ..permissions import check_may_edit_site, check_may_keep
from ..presenting import room_context, site_context
from ..tables import SitesTable


@list_page
@allowed(Permission.SITE_VIEW)
def list_sites(request: AuthenticatedRequest) -> HttpResponse:
    """All that one sees; who has a single one is led to it."""
    rows = Site.objects.visible_to(request.user).select_related("premises", "figures")
    may_open = holds(request.user, Permission.SITE_EDIT, area_code=settings.DISTRICT_CODE)
    if request.method == "GET" and not may_open and not request.GET:
        first = list(rows.open()[:2])
        if len(first) == 1 and not holds(
            request.user, Permission.SITE_VIEW, area_code=settings.DISTRICT_CODE
        ):
            return redirect(first[0])
    table = SitesTable(rows, request, may_export=True)
    return table.respond("isolation/sites.html", {"may_open": may_open})


@require_http_methods(["GET", "POST"])
@allowed(Permission.SITE_EDIT)
def open_new(request: AuthenticatedRequest) -> HttpResponse:
    """Open a site at premises that are entered as one."""
    form = OpenSiteForm(request.POST or None)
    if done(
        request,
        form,
        lambda: open_site(**form.cleaned_data, by=request.user),
        _("Open. Enter its rooms next."),
    ):
        return redirect("isolation:site", form.cleaned_data["premises"].number)
    return render(
        request, "isolation/open_site.html", {"form": form}, status=422 if form.errors else 200
    )


@require_GET
@allowed(Permission.SITE_VIEW)
def site(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Its rooms, floor by floor."""
    state = request.GET.get("state", "")
    context = site_context(
        get_site(request.user, number), request.user, state if state in RoomState else ""
    )
    return render(request, "isolation/site.html", context | {"close_form": ReasonForm()})


@require_POST
@allowed(Permission.SITE_EDIT)
def close(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take nobody in any more."""
    found = get_site(request.user, number)
    form = ReasonForm(request.POST)
    if done(
        request,
        form,
        lambda: close_site(found, by=request.user, **form.cleaned_data),
        _("Closed."),
    ):
        return redirect(found)
    context = site_context(found, request.user, "") | {"close_form": form}
    return render(request, "isolation/site.html", context, status=422)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SITE_EDIT)
def rooms(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Enter a floor of rooms at once."""
    found = get_site(request.user, number)
    check_may_edit_site(request.user, found)
    form = RoomsForm(request.POST or None)
    if done(
        request,
        form,
        lambda: add_rooms(found, **form.cleaned_data, by=request.user),
        _("The rooms are entered."),
    ):
        return redirect(found)
    return render(
        request,
        "isolation/rooms.html",
        {"form": form, "site": found},
        status=422 if form.errors else 200,
    )


@require_GET
@allowed(Permission.SITE_VIEW)
def room(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """A room with who is in it, and what it is like."""
    found = get_room(request.user, number)
    form = ConditionForm(initial={"condition": found.condition})
    return render(
        request, "isolation/room.html", room_context(found, request.user) | {"form": form}
    )


@require_POST
@allowed(Permission.STAY_EDIT)
def condition(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Say what a room is like."""
    found = get_room(request.user, number)
    check_may_keep(request.user, found.site)
    form = ConditionForm(request.POST)
    if done(
        request,
        form,
        lambda: set_condition(found, by=request.user, **form.cleaned_data),
        _("Noted."),
    ):
        return redirect(found)
    context = room_context(found, request.user) | {"form": form}
    return render(request, "isolation/room.html", context, status=422)


def get_site(user: User, number: str) -> Site:
    """The site, if it is this person's to see; else 404."""
    rows = Site.objects.visible_to(user).select_related("premises", "figures")
    return get_object_or_404(rows, premises__number=number)


def get_room(user: User, number: str) -> Room:
    """The room, if it is this person's to see; else 404."""
    rows = Room.objects.visible_to(user).select_related("site__premises", "floor__building")
    return get_object_or_404(rows, number=number)
