"""One's own measure, and those of people one acts for: days left, duties, whom to call."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, signed_in
from longgang.areas.api import area_name
from longgang.core.answering import done
from longgang.core.forms import Form
from longgang.health.api import record_temperature, report_symptoms

from ..actions.helping import ask_for_help
from ..models import Measure
from ..presenting_own import help_form, own_lines, symptoms_form, temperature_form

GUARD = "one's own measures, and those of people one acts for"


@require_GET
@signed_in(GUARD)
def mine(request: AuthenticatedRequest) -> HttpResponse:
    """Every measure that runs, one below the other."""
    return _answer(request, {})


@require_POST
@signed_in(GUARD)
def report_temperature(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """A reading of one's own, or of somebody one acts for."""
    measure = _get(request, number)
    form = temperature_form(measure, request.POST)
    thanks, level = _thanks_for(form, measure)
    return _try(
        request,
        f"temperature-{number}",
        form,
        lambda: record_temperature(
            measure.person,
            **form.cleaned_data,
            **measure.concern,
            by=request.user,
        ),
        thanks,
        level=level,
    )


@require_POST
@signed_in(GUARD)
def report_own_symptoms(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """How one feels."""
    measure = _get(request, number)
    form = symptoms_form(measure, request.POST)
    return _try(
        request,
        f"symptoms-{number}",
        form,
        lambda: report_symptoms(
            measure.person,
            **form.cleaned_data,
            **measure.concern,
            by=request.user,
        ),
        _("Noted. Thank you."),
    )


@require_POST
@signed_in(GUARD)
def ask(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Help, for oneself or somebody one acts for."""
    measure = _get(request, number)
    form = help_form(measure, request.POST)
    return _try(
        request,
        f"help-{number}",
        form,
        lambda: ask_for_help(measure, **form.cleaned_data, by=request.user),
        _("Sent. Whoever looks after you answers here."),
    )


def _get(request: AuthenticatedRequest, number: str) -> Measure:
    rows = Measure.objects.visible_to(request.user).of(request.user).open()
    return get_object_or_404(rows.select_related("person__user", "rule", "held_at"), number=number)


def _thanks_for(form: Form, measure: Measure) -> tuple[str, int]:
    if not (form.is_valid() and measure.is_fever(form.cleaned_data["celsius"])):
        return _("Noted. Thank you."), messages.SUCCESS
    said = _("This is a fever. %(place)s was told. If you feel very unwell, call 120 at once.")
    return said % {"place": area_name(measure.area_code)}, messages.WARNING


def _try(
    request: AuthenticatedRequest,
    key: str,
    form: Form,
    write: Callable[[], object],
    thanks: str,
    *,
    level: int = messages.SUCCESS,
) -> HttpResponse:
    """Do it when the form is right; what is refused stands in it."""
    if done(request, form, write, thanks, level=level):
        return redirect("measures:mine")
    return _answer(request, {key: form})


def _answer(request: AuthenticatedRequest, asked: dict[str, Form]) -> HttpResponse:
    rows = Measure.objects.visible_to(request.user).of(request.user)
    context = {"lines": own_lines(rows, request.user, asked)}
    return render(request, "measures/mine.html", context, status=422 if asked else 200)
