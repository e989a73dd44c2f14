"""One case: its contacts, where its person was, and every deed on it."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.sentences import beside

from ..actions.cases import note_question
from ..actions.visits import void_visit
from ..asking import Circles, Thresholds, ask
from ..deeds import DEEDS, VISIT
from ..forms import LinkForm, ThresholdsForm, VoidForm
from ..grouping import MOST_PEOPLE
from ..linking import link_context
from ..models import Case
from ..presenting_graph import graph_context
from ..presenting_map import map_context
from ..presenting_places import places_of
from ..queries import other_cases
from ..timeline import visits_of
from ..wording import name_of, question_in_the_book
from .showing import answer_case, answer_timeline, asked_again, get_case, when_ready

OFFERED = 200  # cases to choose from, the latest


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The case with its contacts; a changed threshold asks for the contacts alone."""
    return answer_case(request, get_case(request.user, number), {})


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
def timeline(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Where the person was, in order."""
    return answer_timeline(request, get_case(request.user, number), {})


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def places(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The contacts by the places where they met, under the thresholds of the address."""
    circles, _thresholds = _asked(request, number)
    context = _below(request, circles.case) | {
        "groups": places_of(circles, request.user),
        "is_cut": len(circles.people()) > MOST_PEOPLE,
    }
    return render(request, "tracing/places.html", context)


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def places_map(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The places of the timeline on a map of the district, with how many were met at each."""
    circles, thresholds = _asked(request, number, degrees=1)
    note_question(circles.case, "timeline", by=request.user)
    context = _below(request, circles.case) | map_context(circles, thresholds)
    return render(request, "tracing/map.html", context)


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def graph(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Who was found through whom, drawn and as a table, under the thresholds of the address."""
    circles, _thresholds = _asked(request, number)
    context = _below(request, circles.case) | graph_context(circles, request.user)
    return render(request, "tracing/graph.html", context)


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def link(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """By which chains its person and that of another case are linked."""
    user, case = request.user, get_case(request.user, number)
    others = other_cases(case, user)
    choices = [
        (each.number, beside(each.number, name_of(each.person, user))) for each in others[:OFFERED]
    ]
    asked = request.GET.get("other", "")
    form = LinkForm({"other": asked} if asked else None, cases=choices)
    context = {"case": case, "name": name_of(case.person, user), "form": choices and form}
    if asked:
        other = get_object_or_404(others, number=asked)
        context |= link_context(case, other, user)
    return render(request, "tracing/link.html", context)


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
def do(request: AuthenticatedRequest, number: str, deed: str) -> HttpResponse:
    """One of the deeds; what is refused stands at its field, on the same page."""
    if deed not in DEEDS:
        raise Http404
    chosen, case = DEEDS[deed], get_case(request.user, number)
    form = chosen.form_for(case, request.POST)
    is_done = done(request, form, lambda: chosen.act(case, form, by=request.user), str(chosen.done))
    if chosen is VISIT:
        again = redirect("tracing:timeline", number)
        return again if is_done else answer_timeline(request, case, {deed: form})
    return redirect(case) if is_done else answer_case(request, case, {deed: form})


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
def void(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """A visit of the timeline is wrong: it counts no more."""
    case = get_case(request.user, number)
    visits = {visit.number: visit for visit in visits_of(case)}
    name = request.POST.get("visit", "")
    if name not in visits:
        raise Http404
    form = VoidForm(request.POST, auto_id=f"{name}-%s")
    is_done = done(
        request,
        form,
        lambda: void_visit(case, visits[name], by=request.user, reason=form.cleaned_data["reason"]),
        _("Voided. The next question leaves it out."),
    )
    if is_done:
        return redirect("tracing:timeline", number)
    return answer_timeline(request, case, {name: form})


def _asked(
    request: AuthenticatedRequest, number: str, **changes: Any
) -> tuple[Circles, Thresholds]:
    """The answer to the thresholds of the address, written down before anybody is named."""
    case = get_case(request.user, number)
    asked = ThresholdsForm.asked(case, request.GET)
    if not asked.is_valid():
        raise Http404
    thresholds = replace(asked.thresholds(), **changes)
    circles = ask(case, thresholds)
    note_question(case, "contacts", asked=question_in_the_book(thresholds), by=request.user)
    return circles, thresholds


def _below(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    """Whose contacts they are, and the way back to the list that was asked for."""
    query = asked_again(request.GET)
    return {
        "case": case,
        "name": name_of(case.person, request.user),
        "query": query,
        "back_url": f"{case.get_absolute_url()}?{query}",
    }
