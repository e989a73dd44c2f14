"""Finding probable duplicates and making one entry of two, in two steps."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done

from .. import forms
from ..actions.merging import (
    merge_people,
    merge_vehicles,
    person_takes,
    preview_moved,
    vehicle_takes,
)
from ..comparing import PEOPLE, VEHICLES, Compared, compare, differences
from ..models import Person, Vehicle
from ..queries import find_kept_vehicle, find_person, probable_people, probable_vehicles

Row = TypeVar("Row", Person, Vehicle)


@require_GET
@allowed(Permission.PERSON_MERGE)
def list_duplicates(request: AuthenticatedRequest) -> HttpResponse:
    """Entries that are probably one person or one vehicle."""
    people = Person.objects.visible_to(request.user).current()
    vehicles = Vehicle.objects.visible_to(request.user).current()
    context = {
        "people": [(*pair, differences(*pair, PEOPLE)) for pair in probable_people(people)],
        "vehicles": [(*pair, differences(*pair, VEHICLES)) for pair in probable_vehicles(vehicles)],
    }
    return render(request, "people/duplicates.html", context)


@allowed(Permission.PERSON_MERGE)
def merge_two_people(request: AuthenticatedRequest, number: str, other: str) -> HttpResponse:
    """Show what a merge would do; do it when a reason is given."""
    rows = Person.objects.visible_to(request.user).current()
    keep, drop = (_get(rows, find_person(number=each)) for each in (number, other))
    compared = compare(keep, drop, PEOPLE, taken=person_takes(keep, drop))
    return _merge(request, merge_people, keep, drop, compared)


@allowed(Permission.PERSON_MERGE)
def merge_two_vehicles(request: AuthenticatedRequest, number: str, other: str) -> HttpResponse:
    """The same for vehicles."""
    rows = Vehicle.objects.visible_to(request.user).current().select_related("company", "owner")
    keep, drop = (_get(rows, find_kept_vehicle(each)) for each in (number, other))
    compared = compare(keep, drop, VEHICLES, taken=vehicle_takes(keep, drop))
    return _merge(request, merge_vehicles, keep, drop, compared)


def _get(rows: QuerySet[Row], found: Row | None) -> Row:
    """The entry of this number, or the one into which it was merged, if it is in sight."""
    return get_object_or_404(rows, pk=found.pk if found else None)


def _merge(
    request: AuthenticatedRequest, merge: Any, keep: Row, drop: Row, compared: list[Compared]
) -> HttpResponse:
    asked = request.resolver_match
    assert asked is not None
    if keep == drop:
        messages.info(request, _("These are one entry already."))
        return redirect(keep)
    if [keep.number, drop.number] != list(asked.kwargs.values()):
        return redirect(asked.view_name, keep.number, drop.number)
    form = forms.MergeForm(request.POST or None)
    if done(
        request,
        form,
        lambda: merge(keep, drop, by=request.user, **form.cleaned_data),
        _("Merged. The dropped entry leads here from now on."),
    ):
        return redirect(keep)
    context = {
        "form": form,
        "swap_url": reverse(asked.view_name, args=[drop.number, keep.number]),
        "compared": compared,
        "moved": preview_moved(drop),
    }
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)
