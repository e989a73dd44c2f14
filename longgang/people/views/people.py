"""Looking people up, their pages, and seeing a personal value in clear."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed, holds, signed_in
from longgang.core.answering import done
from longgang.core.tables import list_page

from .. import forms
from ..actions.people import add_qualification, correct_person, register_person
from ..actions.revealing import reveal
from ..models import Person
from ..permissions import (
    check_may_correct_person,
    may_correct_identity,
)
from ..presenting import person_context
from ..queries import find_person, same_name_and_phone
from ..tables import SEALED, PeopleTable
from .answering import form_page


@list_page
@allowed(Permission.PERSON_VIEW)
def list_people(request: AuthenticatedRequest) -> HttpResponse:
    """Everybody in the area of one's posts."""
    rows = Person.objects.visible_to(request.user).current().defer(*SEALED)
    offered = (Permission.PERSON_EDIT, Permission.PERSON_MERGE)
    held = [str(each) for each in offered if holds(request.user, each)]
    return PeopleTable(rows, request).respond("people/people.html", {"held": held})


@sensitive_post_parameters()
@allowed(Permission.PERSON_EDIT)
def register(request: AuthenticatedRequest) -> HttpResponse:
    """Enter a person; who may be the same is shown first."""
    form = forms.PersonForm(request.POST or None)
    back = reverse("people:people")
    likely: list[Person] = []
    if form.is_valid() and "sure" not in request.POST:
        likely = same_name_and_phone(form.cleaned_data["name"], form.cleaned_data["phone"])
    if likely:
        context = {"form": form, "likely": likely, "back_url": back}
        return render(request, "people/likely.html", context, status=409)
    entered: list[Person] = []
    if done(
        request,
        form,
        lambda: entered.append(register_person(by=request.user, **form.cleaned_data)),
        _("Entered."),
    ):
        return redirect(entered[0])
    return form_page(request, form, _("Register a person"), back=back)


@require_GET
@signed_in(
    "shows oneself, people one acts for, one's drivers, and to staff the people of their area"
)
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One person, masked. An entry that was merged leads to the one that was kept."""
    return _answer(request, _get(request, number))


@require_POST
@allowed(Permission.PERSON_REVEAL)
def show_value(request: AuthenticatedRequest, number: str, field: str) -> HttpResponse:
    """Show a personal value once, after asking why."""
    person = _get(request, number)
    form = _reveal_form(field, request.POST)
    if not form.is_valid():
        return _answer(request, person, asked={field: form})
    shown = {}
    if field in SEALED:
        shown[field] = reveal(person, field, by=request.user, **form.cleaned_data)
    return _answer(request, person, shown=shown)


@sensitive_post_parameters()
@signed_in("the office corrects people of its area, everybody their own entry")
def correct(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Correct an entry, with a reason."""
    person = _get(request, number)
    if not may_correct_identity(request.user, person):
        check_may_correct_person(request.user, person)
        return redirect("people:me")
    form = forms.CorrectPersonForm(request.POST or None, row=person)
    if done(
        request,
        form,
        lambda: correct_person(person, by=request.user, **form.changes),
        _("Corrected."),
    ):
        return redirect(person)
    title = _("Correct %(name)s") % {"name": person}
    return form_page(request, form, title, back=person.get_absolute_url())


@sensitive_post_parameters()
@allowed(Permission.PERSON_EDIT)
def qualify(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Enter a certificate."""
    person = _get(request, number)
    form = forms.QualificationForm(request.POST or None)
    if done(
        request,
        form,
        lambda: add_qualification(person, by=request.user, **form.cleaned_data),
        _("Entered."),
    ):
        return redirect(person)
    title = _("Certificate of %(name)s") % {"name": person}
    return form_page(request, form, title, back=person.get_absolute_url())


def _get(request: AuthenticatedRequest, number: str) -> Person:
    kept = find_person(number=number)
    rows = Person.objects.visible_to(request.user).select_related("user")
    return get_object_or_404(rows, pk=kept.pk if kept else None)


def _answer(
    request: AuthenticatedRequest,
    person: Person,
    *,
    asked: dict[str, forms.RevealForm] | None = None,
    shown: dict[str, str] | None = None,
) -> HttpResponse:
    """The page; beside each hidden value a form of its own, faults in the one that was sent."""
    context = person_context(person, request.user, shown or {})
    context["values"] = [
        (field, label, value, (asked or {}).get(field) or _reveal_form(field))
        for field, label, value in context["values"]
    ]
    return render(request, "people/person.html", context, status=422 if asked else 200)


def _reveal_form(field: str, data: QueryDict | None = None) -> forms.RevealForm:
    return forms.RevealForm(data, auto_id=f"{field}-%s")
