"""One contact: why they are one, setting them aside, and adding somebody by hand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.errors import Refused
from longgang.core.forms import Form
from longgang.measures.api import find_people
from longgang.people.api import Person, find_person

from ..actions.cases import note_question
from ..actions.contacts import add_contact, set_aside, take_back
from ..asking import Circles, ask
from ..forms import AddContactForm, ReasonForm, ThresholdsForm
from ..models import Case
from ..presenting_contacts import contact_context
from ..wording import name_of
from .showing import asked_again, get_case, when_ready


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def show(request: AuthenticatedRequest, number: str, person_number: str) -> HttpResponse:
    """Every encounter and the chain; below its row for a script, else a page of its own."""
    case, person, circles = _contact(request, number, person_number)
    return _answer(request, case, person, circles, _form(person))


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def put_aside(request: AuthenticatedRequest, number: str, person_number: str) -> HttpResponse:
    """No contact after all, with the reason."""
    case, person, circles = _contact(request, number, person_number)
    degree, exposed_on = circles.last_days([person.pk])[person.pk]
    form = _form(person, request.POST)
    is_done = done(
        request,
        form,
        lambda: set_aside(
            case, person, degree=degree, exposed_on=exposed_on, by=request.user, **form.cleaned_data
        ),
        _("Set aside."),
    )
    return _back(request, case) if is_done else _answer(request, case, person, circles, form)


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def put_back(request: AuthenticatedRequest, number: str, person_number: str) -> HttpResponse:
    """A contact after all."""
    case, person, circles = _contact(request, number, person_number)
    contact = circles.decided.get(person.pk)
    if contact is None:
        raise Http404
    form = _form(person, request.POST)
    is_done = done(
        request,
        form,
        lambda: take_back(contact, by=request.user, **form.cleaned_data),
        _("Taken back."),
    )
    return _back(request, case) if is_done else _answer(request, case, person, circles, form)


@sensitive_post_parameters()
@allowed(Permission.CASE_INVESTIGATE)
def add(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Somebody whom the person of the case has named; of several who fit one is chosen."""
    case = get_case(request.user, number)
    form = AddContactForm(request.POST or None)
    found: list[Person] = []
    if form.is_valid():
        try:
            found = _meant(request, form)
            if len(found) == 1:
                facts = {name: form.cleaned_data[name] for name in ("where", "since", "until")}
                reason = form.cleaned_data["reason"]
                add_contact(case, found[0], **facts, by=request.user, reason=reason)
                messages.success(request, _("Added to the first circle."))
                return redirect(case)
        except Refused as refused:
            form.add_refusals(refused)
    context = {"case": case, "form": form, "found": found if len(found) > 1 else []}
    return render(request, "tracing/add.html", context, status=422 if form.errors else 200)


def _meant(request: AuthenticatedRequest, form: AddContactForm) -> list[Person]:
    """Whoever was chosen, or fits what was typed."""
    found = find_people(form.cleaned_data["who"], by=request.user)
    if not found:
        form.refuse_nobody()
    chosen = [person for person in found if person.number == request.POST.get("person")]
    return chosen or found


def _contact(
    request: AuthenticatedRequest, number: str, person_number: str
) -> tuple[Case, Person, Circles]:
    """A contact of the case by the thresholds of the address; anybody else is 404, unnamed."""
    case = get_case(request.user, number)
    asked = ThresholdsForm.asked(case, request.GET)
    if not asked.is_valid():
        raise Http404
    person, circles = find_person(number=person_number), ask(case, asked.thresholds())
    if person is None or not circles.last_days([person.pk]):
        raise Http404
    return case, person, circles


def _answer(
    request: AuthenticatedRequest, case: Case, person: Person, circles: Circles, form: Form
) -> HttpResponse:
    note_question(case, "explanation", asked=person.number, by=request.user)
    context = contact_context(circles, person, request.user) | {
        "case": case,
        "form": form,
        "query": asked_again(request.GET),
        "name": name_of(person, request.user),
    }
    is_below = request.headers.get("HX-Request") == "true"
    template = "tracing/_explanation.html" if is_below else "tracing/contact.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _form(person: Person, data: Any = None) -> ReasonForm:
    """Of this row: several can stand open on a page."""
    return ReasonForm(data, auto_id=f"{person.number}-%s")


def _back(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """To the contacts, asked as before."""
    query = asked_again(request.GET)
    return redirect(f"{reverse('tracing:case', args=[case.number])}{'?' if query else ''}{query}")
