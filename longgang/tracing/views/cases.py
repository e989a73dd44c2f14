"""The front page of tracing, and opening a case."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.clock import local_day, today
from longgang.core.errors import Refused
from longgang.core.sealed import without_sealed
from longgang.core.tables import list_page
from longgang.measures.api import find_people
from longgang.people.api import Person

from ..actions.cases import open_case
from ..forms import FindForm, OpenForm
from ..indicators import list_days
from ..models import Case
from ..permissions import check_may_open
from ..queries import find_positive, positives_without_case
from ..tables import CasesTable
from ..wording import name_of


@list_page
@allowed(Permission.CASE_INVESTIGATE)
def list_cases(request: AuthenticatedRequest) -> HttpResponse:
    """Positive results that nobody traces yet, and the cases below them."""
    rows = Case.objects.visible_to(request.user).select_related("person", "opened_by")
    positives = positives_without_case()
    shown = [(test, name_of(test.person, request.user)) for test in positives.tests]
    context = {"positives": shown, "has_more": positives.has_more}
    table = CasesTable(without_sealed(rows, "person"), request)
    return table.respond("tracing/cases.html", context)


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
def indicators(request: AuthenticatedRequest) -> HttpResponse:
    """How tracing goes, by day; of days without a case there is nothing to say."""
    days = [day for day in list_days(request.user) if day.cases]
    return render(request, "tracing/indicators.html", {"days": days})


@sensitive_post_parameters()
@allowed(Permission.CASE_INVESTIGATE)
def find(request: AuthenticatedRequest) -> HttpResponse:
    """Find the person in the register. What is typed is posted and stands in no address."""
    form = FindForm(request.POST or None)
    found: list[Person] | None = None
    if form.is_valid():
        try:
            found = find_people(form.cleaned_data["q"], by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
    context = {"form": form, "found": found}
    return render(request, "tracing/find.html", context, status=422 if form.errors else 200)


@allowed(Permission.CASE_INVESTIGATE)
def open_one(request: AuthenticatedRequest, person_number: str) -> HttpResponse:
    """Say why and from which day; the case is open then, and its contacts stand there."""
    check_may_open(request.user)
    person = get_object_or_404(Person.objects.visible_to(request.user), number=person_number)
    running = Case.objects.visible_to(request.user).open().filter(person=person).first()
    if running is not None:
        return redirect(running)
    test = find_positive(person, request.GET.get("test", ""))
    sampled_on = local_day(test.sampled_at) if test else today()
    form = OpenForm(request.POST or None, initial={"sampled_on": sampled_on})
    if form.is_valid():
        facts = form.cleaned_data | {"test_number": test.number if test else ""}
        try:
            return redirect(open_case(person, **facts, by=request.user))
        except Refused as refused:
            form.add_refusals(refused)
    context = {"form": form, "name": name_of(person, request.user), "person": person}
    return render(request, "tracing/open.html", context, status=422 if form.errors else 200)
