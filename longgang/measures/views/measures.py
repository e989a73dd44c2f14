"""The list of people under a measure, the page of one, and every deed on it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed, holds
from longgang.core.answering import done
from longgang.core.sealed import without_sealed
from longgang.core.tables import list_page
from longgang.people.api import Asked, reveal_on_page

from ..deeds import DEEDS
from ..forms import SENT
from ..models import HandOver, Measure
from ..presenting import measure_context
from ..tables import MeasuresTable


@list_page
@allowed(Permission.MEASURE_VIEW)
def list_measures(request: AuthenticatedRequest) -> HttpResponse:
    """Everybody whom one's posts look after."""
    rows = Measure.objects.visible_to(request.user, as_staff=True)
    shown = without_sealed(rows.select_related("rule", "person", "held_at"), "person")
    context = {"may_open": holds(request.user, Permission.MEASURE_EDIT)}
    table = MeasuresTable(shown, request, may_export=True)
    return table.respond("measures/list.html", context)


@require_GET
@allowed(Permission.MEASURE_VIEW)
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One measure with the person, its days, what was observed, and what can be done. Who has
    handed it on, and sees it no more, sees on another page how that stands.
    """
    try:
        measure = get_measure(request.user, number)
    except Http404:
        sent = HandOver.objects.visible_to(request.user).sent_by(request.user).handing()
        if sent.filter(measure__number=number).exists():
            return redirect(f"{reverse('measures:handed')}?which={SENT}")
        raise
    return answer(request, measure, Asked())


@require_POST
@allowed(Permission.MEASURE_VIEW)
def do(request: AuthenticatedRequest, number: str, deed: str) -> HttpResponse:
    """One of the deeds; what is refused stands at its field, on the same page."""
    if deed not in DEEDS:
        raise Http404
    chosen, measure = DEEDS[deed], get_measure(request.user, number)
    chosen.check(request.user, measure)
    form = chosen.form_for(measure, request.POST)
    if done(
        request,
        form,
        lambda: chosen.perform(measure, form.cleaned_data, by=request.user),
        str(chosen.done),
    ):
        return redirect(measure)
    return answer(request, measure, Asked(forms={deed: form}))


@require_POST
@allowed(Permission.PERSON_REVEAL)
def show_value(request: AuthenticatedRequest, number: str, field: str) -> HttpResponse:
    """Show a value of the person once, after asking why."""
    measure = get_measure(request.user, number)
    row = measure.home if field == "address" else measure.person
    asked = reveal_on_page(request, row, field, place=measure.seen_from)
    return answer(request, measure, asked)


def get_measure(user: User, number: str) -> Measure:
    """The measure, if it is this person's to see; else 404."""
    rows = Measure.objects.visible_to(user, as_staff=True)
    rows = rows.select_related(
        "rule", "person__user", "held_at", "opened_by", "lifted_by", "cancelled_by"
    )
    return get_object_or_404(rows, number=number)


def answer(request: AuthenticatedRequest, measure: Measure, asked: Asked) -> HttpResponse:
    """The page, with what was asked for."""
    context = measure_context(measure, request.user, asked)
    return render(request, "measures/measure.html", context, status=asked.status)
