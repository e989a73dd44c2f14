"""Opening a measure by hand: whom, why and from which day, and first what that means."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.core.errors import Refused, allows
from longgang.people.api import (
    Person,
    PersonForm,
    find_or_register_person,
    find_person,
    same_name_and_phone,
)

from ..actions.measures import open_measure
from ..forms import FindPersonForm, OpenForm
from ..models import Measure
from ..permissions import check_may_open
from ..presenting import Preview, preview_of
from ..queries import find_open, find_people

NAMED = "measures.named"  # of the session: whom this person has named by a whole ID number
KEPT = 20


@sensitive_post_parameters()
@allowed(Permission.MEASURE_EDIT)
def choose(request: AuthenticatedRequest) -> HttpResponse:
    """Find the person in the register. What is typed is posted and stands in no address."""
    form = FindPersonForm(request.POST or None)
    found: list[Person] | None = None
    if form.is_valid():
        try:
            found = find_people(form.cleaned_data["q"], by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            _name(request, found)
    context = {"form": form, "found": found}
    return render(request, "measures/choose.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@allowed(Permission.MEASURE_EDIT)
def register(request: AuthenticatedRequest) -> HttpResponse:
    """Enter somebody who is in no register yet; who may be the same is shown first."""
    form = PersonForm(request.POST or None)
    likely: list[Person] = []
    if form.is_valid() and "sure" not in request.POST:
        likely = same_name_and_phone(form.cleaned_data["name"], form.cleaned_data["phone"])
        _name(request, likely)
    if form.is_valid() and not likely:
        try:
            person = find_or_register_person(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            _name(request, [person])
            return redirect("measures:open", person.number)
    status = 409 if likely else 422 if form.errors else 200
    context = {"form": form, "likely": likely}
    return render(request, "measures/register.html", context, status=status)


@sensitive_post_parameters()
@allowed(Permission.MEASURE_EDIT)
def open_one(request: AuthenticatedRequest, person_number: str) -> HttpResponse:
    """Say why and from when; the page shows what the rule in force makes of it; then confirm."""
    person = _person(request, person_number)
    running = find_open(person)
    form = OpenForm(request.POST or None, initial={"area_code": _home_of(person, request.user)})
    preview: Preview | None = None
    if form.is_valid() and running is None:
        try:
            preview = preview_of(form.cleaned_data["who"], form.cleaned_data["base_on"])
            if "sure" in request.POST:
                return redirect(_open(request, person, form))
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            form.add_refusals(refused)
    context = {
        "person": person,
        "running": running,
        "may_see_running": running and _may_see(request.user, running),
        "form": form,
        "preview": None if form.errors else preview,
    }
    return render(request, "measures/open.html", context, status=422 if form.errors else 200)


def _open(request: AuthenticatedRequest, person: Person, form: OpenForm) -> Measure:
    measure = open_measure(person, **form.cleaned_data, by=request.user)
    messages.success(request, _("The measure is open. Whoever looks after the area sees it now."))
    return measure


def _person(request: AuthenticatedRequest, number: str) -> Person:
    """Somebody of one's area, or named by a whole ID number just now; else 404."""
    person = find_person(number=number)
    if person is None:
        raise Http404
    is_known = Person.objects.visible_to(request.user).filter(pk=person.pk).exists()
    if not (is_known or person.number in request.session.get(NAMED, [])):
        raise Http404
    return person


def _name(request: AuthenticatedRequest, people: list[Person]) -> None:
    """Remember for a while whom this session has named."""
    named = [*request.session.get(NAMED, []), *(person.number for person in people)]
    request.session[NAMED] = named[-KEPT:]


def _home_of(person: Person, user: User) -> str:
    """Where the person lives, when that is for this officer to look after."""
    may = allows(check_may_open, user, area_code=person.area_code)
    return person.area_code if person.area_code and may else ""


def _may_see(user: User, measure: Measure) -> bool:
    return Measure.objects.visible_to(user, as_staff=True).filter(pk=measure.pk).exists()
