"""Results that come in, and corrections of what was written down, on the page of a measure."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.clock import now
from longgang.core.forms import Form
from longgang.health.api import (
    LabTest,
    Temperature,
    check_may_enter_results,
    check_may_record_seen,
    correct_result,
    correct_temperature,
    report_result,
)
from longgang.people.api import Asked

from ..models import Measure
from ..presenting import reading_form, result_form
from .measures import answer, get_measure


@require_POST
@allowed(Permission.OBSERVATION_VIEW)
def enter_result(request: AuthenticatedRequest, number: str, test: str) -> HttpResponse:
    """What the lab found in a sample, or what it really found."""
    measure = get_measure(request.user, number)
    rows = LabTest.objects.visible_to(request.user).counted().filter(person=measure.person)
    sample = get_object_or_404(rows.select_related("person__user"), number=test)
    check_may_enter_results(request.user, **sample.seen_from)
    form = result_form(sample, request.POST)

    def write() -> None:
        facts = dict(form.cleaned_data)
        if sample.result:
            correct_result(sample, **facts, by=request.user)
        else:
            facts["reported_at"] = facts["reported_at"] or now()
            report_result(sample, **facts, by=request.user)

    return _try(request, measure, {test: form}, write)


@require_POST
@allowed(Permission.OBSERVATION_VIEW)
def correct_reading(request: AuthenticatedRequest, number: str, reading: str) -> HttpResponse:
    """What the thermometer really showed."""
    measure = get_measure(request.user, number)
    rows = Temperature.objects.visible_to(request.user).counted().filter(person=measure.person)
    found = get_object_or_404(rows.select_related("person__user"), number=reading)
    check_may_record_seen(request.user, **found.seen_from)
    form = reading_form(found, request.POST)
    return _try(
        request,
        measure,
        {reading: form},
        lambda: correct_temperature(found, **form.cleaned_data, by=request.user),
    )


def _try(
    request: AuthenticatedRequest,
    measure: Measure,
    forms: dict[str, Form],
    write: Callable[[], object],
) -> HttpResponse:
    """Do it when the one form is right; what is refused stands in it."""
    (form,) = forms.values()
    if done(request, form, write, _("Noted.")):
        return redirect(measure)
    return answer(request, measure, Asked(forms=forms))
