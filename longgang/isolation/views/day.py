"""The day at a site: what is open, the round, meals, requests, supplies, the change of shifts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.clock import now
from longgang.health.api import record_sample, record_temperature

from ..actions.day import (
    accept_shift,
    add_supply,
    count_supply,
    hand_over_shift,
    settle_request,
)
from ..forms import AnswerForm, CountForm, ReadingForm, ShiftForm, SupplyForm
from ..models import GuestRequest, ShiftChange, Supply
from ..permissions import check_may_keep
from ..presenting_day import (
    day_context,
    meals_context,
    requests_context,
    round_context,
    said_of_reading,
    shifts_context,
    supplies_context,
)
from .sites import get_site
from .stays import get_stay

Context = dict[str, Any]


@require_GET
@allowed(Permission.SITE_VIEW)
def day(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What is open at the site now."""
    site = get_site(request.user, number)
    return render(request, "isolation/day.html", day_context(site, request.user))


@require_GET
@allowed(Permission.STAY_EDIT)
def round_of_floor(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One floor, room by room: made for a tablet in a gloved hand."""
    site = get_site(request.user, number)
    check_may_keep(request.user, site)
    floor = request.GET.get("floor", "")
    context = round_context(site, request.user, floor, request.GET.get("room", ""))
    return render(request, "isolation/round.html", context)


@require_POST
@allowed(Permission.STAY_EDIT)
def reading(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """A temperature of the round; then the next room."""
    stay = get_stay(request.user, number)
    check_may_keep(request.user, stay.site)
    form = ReadingForm(request.POST, auto_id=f"{stay.number}-%s")
    said, level = said_of_reading(form.celsius if form.is_valid() else None)
    if done(
        request,
        form,
        lambda: record_temperature(
            stay.person, form.celsius, by=request.user, **stay.measure.concern
        ),
        said,
        level=level,
    ):
        return redirect(_round_after(request, stay.site.number))
    context = round_context(
        stay.site, request.user, request.POST.get("floor", ""), stay.number, form
    )
    return render(request, "isolation/round.html", context, status=422)


@require_POST
@allowed(Permission.STAY_EDIT)
def sample(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """A sample was taken; the result comes from the lab."""
    stay = get_stay(request.user, number)
    check_may_keep(request.user, stay.site)
    record_sample(stay.person, sampled_at=now(), by=request.user, **stay.measure.concern)
    messages.success(request, _("Sample noted."))
    return redirect(_round_after(request, stay.site.number))


def _round_after(request: AuthenticatedRequest, number: str) -> str:
    floor = request.POST.get("floor", "")
    where = f"?floor={floor}" if floor.isdecimal() else ""
    return reverse("isolation:round", args=[number]) + where


@require_GET
@allowed(Permission.SITE_VIEW)
def meals(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """How many of each diet go to each floor; it prints."""
    site = get_site(request.user, number)
    return render(request, "isolation/meals.html", meals_context(site, request.user))


@require_GET
@allowed(Permission.SITE_VIEW)
def requests(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What guests ask for."""
    site = get_site(request.user, number)
    return render(request, "isolation/requests.html", requests_context(site, request.user))


@require_POST
@allowed(Permission.STAY_EDIT)
def settle(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Say what was done about a request."""
    rows = GuestRequest.objects.visible_to(request.user).select_related("stay__site__premises")
    asked = get_object_or_404(rows, number=number)
    site, form = asked.stay.site, AnswerForm(request.POST, auto_id=f"{number}-%s")
    check_may_keep(request.user, site)
    if done(
        request,
        form,
        lambda: settle_request(asked, by=request.user, **form.cleaned_data),
        _("Noted."),
    ):
        return redirect("isolation:requests", site.number)
    context = requests_context(site, request.user, {number: form})
    return render(request, "isolation/requests.html", context, status=422)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SITE_VIEW)
def supplies(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What there is, and what runs low; something new is entered here."""
    site = get_site(request.user, number)
    form = SupplyForm(request.POST or None)
    if done(
        request,
        form,
        lambda: add_supply(site, by=request.user, **form.cleaned_data),
        _("Entered."),
    ):
        return redirect("isolation:supplies", number)
    context = supplies_context(site, request.user, form)
    return render(request, "isolation/supplies.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(Permission.STAY_EDIT)
def count(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """How many are left."""
    rows = Supply.objects.visible_to(request.user).select_related("site__premises")
    supply = get_object_or_404(rows, number=number)
    form = CountForm(request.POST, auto_id=f"{number}-%s")
    check_may_keep(request.user, supply.site)
    if done(
        request,
        form,
        lambda: count_supply(supply, by=request.user, **form.cleaned_data),
        _("Noted."),
    ):
        return redirect("isolation:supplies", supply.site.number)
    context = supplies_context(supply.site, request.user, SupplyForm(), {number: form})
    return render(request, "isolation/supplies.html", context, status=422)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SITE_VIEW)
def shifts(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What one shift hands to the next."""
    site = get_site(request.user, number)
    form = ShiftForm(request.POST if request.method == "POST" else None)
    if done(
        request,
        form,
        lambda: hand_over_shift(site, by=request.user, **form.cleaned_data),
        _("Handed over. It stays yours until the next shift accepts."),
    ):
        return redirect("isolation:shifts", number)
    context = shifts_context(site, request.user, form)
    return render(request, "isolation/shifts.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(Permission.STAY_EDIT)
def accept(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take the site over."""
    rows = ShiftChange.objects.visible_to(request.user).select_related("site__premises")
    change = get_object_or_404(rows, number=number)
    accept_shift(change, by=request.user)
    messages.success(request, _("The site is yours now."))
    return redirect("isolation:shifts", change.site.number)
