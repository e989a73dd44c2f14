"""One's own entry, and the people one acts for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from longgang.accounts.api import AuthenticatedRequest, signed_in
from longgang.areas.api import full_area_name
from longgang.core.answering import done

from .. import forms
from ..actions.people import (
    claim_person,
    correct_person,
    represent_person,
    stop_representing,
)
from ..models import Person
from ..queries import person_of, represented_by
from .answering import form_page


@sensitive_post_parameters()
@signed_in("one's own details only")
def me(request: AuthenticatedRequest) -> HttpResponse:
    """One's own details: entered once, used in every form afterwards."""
    person = person_of(request.user)
    if person is None:
        return _enter(request)
    form = forms.OwnContactForm(request.POST or None, row=person)
    if done(
        request,
        form,
        lambda: correct_person(person, by=request.user, **form.changes),
        _("Saved."),
    ):
        return redirect("people:me")
    facts = [
        (_("Name"), person.name),
        (person.get_id_kind_display(), person.id_number),
        (_("Home area"), full_area_name(person.area_code)),
        (_("Number"), person.number),
    ]
    context = {"form": form, "facts": facts, "represented": represented_by(request.user)}
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


def _enter(request: AuthenticatedRequest) -> HttpResponse:
    initial = {"name": request.user.name, "phone": request.user.phone}
    form = forms.PersonForm(request.POST or None, initial=initial)
    if done(
        request,
        form,
        lambda: claim_person(by=request.user, **form.cleaned_data),
        _("Saved. Forms are filled in with this from now on."),
    ):
        return redirect("people:me")
    lead = _("Enter this once; every form is filled in with it from then on.")
    return form_page(request, form, _("My details"), back=reverse("site:home"), lead=lead)


@sensitive_post_parameters()
@signed_in("puts people on one's own list")
def represent(request: AuthenticatedRequest) -> HttpResponse:
    """Begin to act for somebody who cannot do it themselves."""
    form = forms.PersonForm(request.POST or None)
    if done(
        request,
        form,
        lambda: represent_person(by=request.user, **form.cleaned_data),
        _("You can act for this person now."),
    ):
        return redirect("people:me")
    lead = _("For family and neighbours who have no phone. What you do for them is recorded.")
    return form_page(request, form, _("Act for somebody"), back=reverse("people:me"), lead=lead)


@require_POST
@signed_in("takes people off one's own list")
def release(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Stop acting for somebody."""
    person = get_object_or_404(Person.objects.visible_to(request.user), number=number)
    stop_representing(person, by=request.user)
    return redirect("people:me")
