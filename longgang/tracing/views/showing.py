"""Finding a case for somebody, and drawing its pages: each question is written down first."""

import functools
import re
from collections.abc import Callable

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from longgang.accounts.api import AuthenticatedRequest, User
from longgang.areas.api import list_premises
from longgang.trail.api import NotReady

from ..actions.cases import note_question
from ..forms import ChooseForm, ThresholdsForm
from ..models import Case
from ..presenting_case import (
    Forms,
    case_context,
    household_in_words,
    lines_of,
    visit_buttons,
)
from ..presenting_contacts import contacts_of
from ..timeline import timeline_of

View = Callable[..., HttpResponse]
CHOOSE = "choose-%s"
REGION = "contacts"  # what a changed threshold swaps


def get_case(user: User, number: str) -> Case:
    """The case, if it is this person's to see; else 404."""
    rows = Case.objects.visible_to(user).select_related("person", "rule", "opened_by")
    return get_object_or_404(rows, number=number)


def answer_case(request: AuthenticatedRequest, case: Case, forms: Forms) -> HttpResponse:
    """The page of a case, or its contacts alone for a script."""
    asked = ThresholdsForm.asked(case, request.GET)
    context = {
        "case": case,
        "thresholds": asked,
        "query": asked_again(request.GET),
        "choose": forms.get("choose") or ChooseForm(auto_id=CHOOSE),
        "ticked": set(request.POST.getlist("person")),
    }
    if asked.is_valid():
        try:
            page = contacts_of(case, asked, request.user, page=_page(request.GET))
            context["shown"] = page
        except NotReady as waiting:
            context["waiting"] = waiting
    status = 422 if forms or asked.errors else 200
    if request.headers.get("HX-Target") == REGION:
        return render(request, "tracing/_contacts.html", context, status=status)
    context |= case_context(case, request.user, forms)
    return render(request, "tracing/case.html", context, status=status)


def answer_timeline(request: AuthenticatedRequest, case: Case, forms: Forms) -> HttpResponse:
    """Where the person was."""
    note_question(case, "timeline", by=request.user)
    found = timeline_of(case)
    context = case_context(case, request.user, {}) | {
        "homes": lines_of(case, found.homes, request.user, forms),
        "lines": lines_of(case, found.entries, request.user, forms),
        "add": visit_buttons(case, forms),
        "premises": [str(each) for each in list_premises()],
    }
    try:
        context["household"] = household_in_words(case, request.user)
    except NotReady as waiting:
        context["waiting"] = waiting
    return render(request, "tracing/timeline.html", context, status=422 if forms else 200)


def when_ready(view: View) -> View:
    """Lead to the page of the case while the files of the visits are being built: it says so."""

    @functools.wraps(view)
    def wrapped(request: AuthenticatedRequest, number: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, number, **kwargs)
        except NotReady:
            return redirect("tracing:case", number)

    return wrapped


def asked_again(data: QueryDict) -> str:
    """The thresholds of this address for the next one, without the page."""
    kept = data.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _page(data: QueryDict) -> int:
    asked = data.get("page", "1")
    return int(asked) if re.fullmatch(r"[1-9]\d{0,4}", asked) else 1
