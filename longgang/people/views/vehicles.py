"""Vehicles: the list, their pages, entering and correcting them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from longgang.accounts.api import (
    AuthenticatedRequest,
    Permission,
    User,
    allowed,
    holds,
    signed_in,
)
from longgang.core.answering import done
from longgang.core.errors import allows
from longgang.core.tables import list_page

from .. import forms
from ..actions.vehicles import assign_vehicle, correct_vehicle, register_vehicle
from ..models import Company, Vehicle
from ..permissions import (
    check_may_assign_vehicle,
    check_may_correct_vehicle,
    check_may_merge,
)
from ..presenting import vehicle_facts
from ..queries import companies_of, find_kept_vehicle, person_of
from ..tables import VehiclesTable, papers_tag
from .answering import form_page

OWN = "own"


@list_page
@signed_in("members see the vehicles of their company, owners their own, staff those of their area")
def list_vehicles(request: AuthenticatedRequest) -> HttpResponse:
    """The vehicles one keeps or looks after."""
    rows = (
        Vehicle.objects.visible_to(request.user)
        .current()
        .select_related("company", "owner")
        .defer(*OPENED_NOWHERE)
    )
    may_export = holds(request.user, Permission.COMPANY_EDIT)
    keepers = keepers_of(request.user)
    may_upload = any(key != OWN for key, _label, _keeper in keepers)
    context = {"may_add": bool(keepers), "may_upload": may_upload}
    return VehiclesTable(rows, request, may_export=may_export).respond(
        "people/vehicles.html", context
    )


OPENED_NOWHERE = (
    "company__contact_phone",
    "owner__id_number",
    "owner__phone",
    "owner__address",
)


@require_GET
@signed_in("members see the vehicles of their company, owners their own, staff those of their area")
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One vehicle. An entry that was merged leads to the one that was kept."""
    vehicle = _get(request, number)
    context = {
        "vehicle": vehicle,
        "facts": vehicle_facts(vehicle),
        "tag": papers_tag(vehicle),
        "may_correct": allows(check_may_correct_vehicle, request.user, vehicle),
        "may_assign": allows(check_may_assign_vehicle, request.user, vehicle),
        "may_merge": allows(check_may_merge, request.user, vehicle.area_code),
    }
    return render(request, "people/vehicle.html", context)


@signed_in("members enter vehicles of their company, residents their own")
def register(request: AuthenticatedRequest) -> HttpResponse:
    """Enter a vehicle."""
    keepers = keepers_of(request.user)
    if not keepers:
        return redirect("people:me")
    form = forms.VehicleForm(
        request.POST or None,
        keepers=[(key, label) for key, label, _keeper in keepers],
        initial={"keeper": request.GET.get("keeper", keepers[0][0])},
    )
    entered: list[Vehicle] = []

    def enter() -> None:
        facts = dict(form.cleaned_data)
        chosen = facts.pop("keeper")
        keeper = next(keeper for key, _label, keeper in keepers if key == chosen)
        plate, colour = facts.pop("plate"), facts.pop("colour")
        entered.append(register_vehicle(plate, colour, **keeper, **facts, by=request.user))

    if done(request, form, enter, _("Entered.")):
        return redirect(entered[0])
    return form_page(request, form, _("Enter a vehicle"), back=reverse("people:vehicles"))


@signed_in("members correct vehicles of their company, owners their own, staff those of their area")
def correct(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Correct a vehicle's plate or papers."""
    vehicle = _get(request, number)
    check_may_correct_vehicle(request.user, vehicle)
    form = forms.CorrectVehicleForm(request.POST or None, row=vehicle)
    if done(
        request,
        form,
        lambda: correct_vehicle(vehicle, by=request.user, **form.changes),
        _("Saved."),
    ):
        return redirect(vehicle)
    title = _("Correct %(name)s") % {"name": vehicle}
    return form_page(request, form, title, back=vehicle.get_absolute_url())


@allowed(Permission.COMPANY_EDIT)
def assign(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Enter somebody's vehicle for a company, as its papers say."""
    vehicle = _get(request, number)
    check_may_assign_vehicle(request.user, vehicle)
    companies = Company.objects.visible_to(request.user).approved()
    form = forms.AssignVehicleForm(
        request.POST or None, companies=companies, has_owner=vehicle.owner_id is not None
    )

    def enter() -> None:
        facts = dict(form.cleaned_data)
        assign_vehicle(vehicle, facts.pop("company"), **facts, by=request.user)

    if done(request, form, enter, _("Entered.")):
        return redirect(vehicle)
    title = _("Enter %(name)s for a company") % {"name": vehicle}
    return form_page(request, form, title, back=vehicle.get_absolute_url())


def keepers_of(user: User) -> list[tuple[str, str, dict[str, Any]]]:
    """For whom a user may enter vehicles: key, name, and what the action takes."""
    keepers: list[tuple[str, str, dict[str, Any]]] = [
        (company.number, company.name, {"company": company}) for company in companies_of(user)
    ]
    if person := person_of(user):
        keepers.append((OWN, person.name, {"owner": person}))
    return keepers


def _get(request: AuthenticatedRequest, number: str) -> Vehicle:
    kept = find_kept_vehicle(number)
    rows = Vehicle.objects.visible_to(request.user).select_related("company", "owner")
    return get_object_or_404(rows, pk=kept.pk if kept else None)
