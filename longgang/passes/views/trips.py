"""Pages of a trip: where it is, who has to act, and the link by which the site confirms."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, User, public, signed_in
from longgang.core.clock import now
from longgang.core.errors import allows

from ..actions.loop import confirm_arrival, confirm_by_link, confirm_departure
from ..lifecycle import OPEN, TRIP
from ..models import Trip
from ..permissions import check_may_confirm_trip
from ..wording import owner_of, trip_steps, trip_tag
from ..wording_of_trips import standing_of

COMPANIES = ("vehicle_pass__company", "vehicle_pass__visited_company")
VERBS = {"arrive": confirm_arrival, "leave": confirm_departure}

A_MOMENT = timedelta(minutes=1)


@signed_in("only trips of passes this person may see are found")
@require_GET
def trip(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One trip: its legs, its limit and its owner, the checks, and what one may confirm."""
    found = _get_trip(request.user, number)
    context = _context(found) | {
        "may_confirm": allows(check_may_confirm_trip, request.user, found),
        "checks": found.checks.select_related("officer").order_by("at"),
    }
    return render(request, "passes/trip.html", context)


@signed_in("only trips of passes this person may see are found; the action asks who may confirm")
@require_POST
def confirm_trip(request: AuthenticatedRequest, number: str, verb: str) -> HttpResponse:
    """The visited company, its street or a supervisor confirms arrival or departure."""
    found = _get_trip(request.user, number)
    if verb not in VERBS:
        raise Http404
    VERBS[verb](found, by=request.user)
    messages.success(request, _("Noted. Thank you."))
    return redirect("passes:trip", number)


@public("the link's token, sent to the visited party's phone, is the proof; it shows no person")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One page without an account: this truck has arrived, or has left."""
    found = get_object_or_404(Trip.objects.with_token(token).select_related(*COMPANIES))
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            raise Http404
        if TRIP.may(verb, found.status) and not (verb == "leave" and _has_just_arrived(found)):
            confirm_by_link(found, verb=verb)
        return redirect("passes:confirm", token)
    context = _context(found) | {"has_just_arrived": _has_just_arrived(found)}
    return render(request, "passes/confirm.html", context)


def _has_just_arrived(found: Trip) -> bool:
    """Whether a second tap may still be meant for the arrival; nobody unloads that fast."""
    return found.arrived_at is not None and now() - found.arrived_at < A_MOMENT


def _context(found: Trip) -> dict[str, Any]:
    return {
        "trip": found,
        "vehicle_pass": found.vehicle_pass,
        "tag": standing_of(found),
        "state": trip_tag(found.status),
        "steps": trip_steps(found),
        "owner": owner_of(found),
        "is_open": found.status in OPEN,
        "is_overdue": found.due_at is not None and found.due_at < now(),
        "may_arrive": TRIP.may("arrive", found.status),
        "may_leave": TRIP.may("leave", found.status),
    }


def _get_trip(user: User, number: str) -> Trip:
    trips = Trip.objects.visible_to(user).select_related(*COMPANIES, "vehicle_pass__rule")
    return get_object_or_404(trips, number=number)
