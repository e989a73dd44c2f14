"""Buses to a site: planned, listed, ticked when people get on, and at the door."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.core.answering import done

from ..actions.transfers import call_off_transfer, plan_transfer
from ..forms import ReasonForm, StaysForm, TransferForm
from ..models import Transfer
from ..permissions import check_may_keep
from ..presenting_transfers import RIDES, transfer_context, transfers_context
from .sites import get_site


@require_http_methods(["GET", "POST"])
@allowed(Permission.STAY_EDIT)
def transfers(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The buses of a site, and planning another."""
    site = get_site(request.user, number)
    check_may_keep(request.user, site)
    form = TransferForm(request.POST or None)
    planned: list[Transfer] = []
    if done(
        request,
        form,
        lambda: planned.append(plan_transfer(site, by=request.user, **form.cleaned_data)),
        _("Planned. Say who comes along."),
    ):
        return redirect(planned[0])
    context = transfers_context(site) | {"form": form}
    return render(request, "isolation/transfers.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.STAY_EDIT)
def transfer(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """A bus with its list."""
    found = get_transfer(request.user, number)
    return render(request, "isolation/transfer.html", transfer_context(found, request.user))


@require_POST
@allowed(Permission.STAY_EDIT)
def tick(request: AuthenticatedRequest, number: str, ride: str) -> HttpResponse:
    """Who comes along, who has got on, who came through the door."""
    found = get_transfer(request.user, number)
    if ride not in RIDES:
        raise Http404
    chosen = RIDES[ride]
    check_may_keep(request.user, found.site)
    form = StaysForm(request.POST)
    form.offer(chosen.stays(found), request.user)
    if done(
        request,
        form,
        lambda: chosen.act(found, form.cleaned_data["stays"], by=request.user),
        str(chosen.done),
    ):
        return redirect(found)
    context = transfer_context(found, request.user) | {"errors_of": form}
    return render(request, "isolation/transfer.html", context, status=422)


@require_POST
@allowed(Permission.STAY_EDIT)
def call_off(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The bus does not go."""
    found = get_transfer(request.user, number)
    check_may_keep(request.user, found.site)
    form = ReasonForm(request.POST)
    if done(
        request,
        form,
        lambda: call_off_transfer(found, by=request.user, **form.cleaned_data),
        _("Called off."),
    ):
        return redirect("isolation:transfers", found.site.number)
    context = transfer_context(found, request.user) | {"call_off_form": form}
    return render(request, "isolation/transfer.html", context, status=422)


def get_transfer(user: User, number: str) -> Transfer:
    """The bus, if it is this person's to see; else 404."""
    rows = Transfer.objects.visible_to(user).select_related("site__premises", "planned_by")
    return get_object_or_404(rows, number=number)
