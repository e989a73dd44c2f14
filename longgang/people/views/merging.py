"""Finding probable duplicates and making one entry of two, in two steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.errors import Refused

from .. import forms
from ..actions.merging import merge_people, merge_vehicles, preview_merge
from ..masking import hidden_but
from ..models import Person, Vehicle
from ..queries import probable_people, probable_vehicles


@require_GET
@allowed(Permission.PERSON_MERGE)
def list_duplicates(request: AuthenticatedRequest) -> HttpResponse:
    """Entries that are probably one person or one vehicle."""
    people = Person.objects.visible_to(request.user).current()
    vehicles = Vehicle.objects.visible_to(request.user).current()
    context = {"people": probable_people(people), "vehicles": probable_vehicles(vehicles)}
    return render(request, "people/duplicates.html", context)


@allowed(Permission.PERSON_MERGE)
def merge_two_people(request: AuthenticatedRequest, number: str, other: str) -> HttpResponse:
    """Show what a merge would do; do it when a reason is given."""
    rows = Person.objects.visible_to(request.user).current()
    keep, drop = get_object_or_404(rows, number=number), get_object_or_404(rows, number=other)
    context = {
        "swap_url": reverse("people:merge_people", args=[other, number]),
        "rows": [
            (_("Name"), keep.name, drop.name),
            (_("Kind of ID"), keep.get_id_kind_display(), drop.get_id_kind_display()),
            (_("ID number"), _end(keep, "id_number"), _end(drop, "id_number")),
            (_("Phone"), _end(keep, "phone"), _end(drop, "phone")),
            (_("Number"), keep.number, drop.number),
        ],
    }
    return _merge(request, merge_people, keep, drop, context)


@allowed(Permission.PERSON_MERGE)
def merge_two_vehicles(request: AuthenticatedRequest, number: str, other: str) -> HttpResponse:
    """The same for vehicles."""
    rows = Vehicle.objects.visible_to(request.user).current().select_related("company", "owner")
    keep, drop = get_object_or_404(rows, number=number), get_object_or_404(rows, number=other)
    context = {
        "swap_url": reverse("people:merge_vehicles", args=[other, number]),
        "rows": [
            (_("Plate"), keep.plate, drop.plate),
            (_("Plate colour"), keep.get_colour_display(), drop.get_colour_display()),
            (_("VIN"), keep.vin, drop.vin),
            (_("Company"), keep.company, drop.company),
            (_("Number"), keep.number, drop.number),
        ],
    }
    return _merge(request, merge_vehicles, keep, drop, context)


def _merge(
    request: AuthenticatedRequest,
    merge: Any,
    keep: Person | Vehicle,
    drop: Person | Vehicle,
    context: dict[str, Any],
) -> HttpResponse:
    form = forms.MergeForm(request.POST or None)
    if form.is_valid():
        try:
            merge(keep, drop, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("Merged. The dropped entry leads here from now on."))
            return redirect(keep)
    context |= {"form": form, "keep": keep, "drop": drop, "moved": preview_merge(drop)}
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


def _end(person: Person, field: str) -> str:
    is_there = bool(getattr(person, f"{field}_index"))
    return hidden_but(getattr(person, f"{field}_last4"), is_there=is_there)
