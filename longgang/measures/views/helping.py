"""Answering what somebody under a measure asked for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.people.api import Asked

from ..actions.helping import answer_help
from ..models import HelpRequest
from ..permissions import check_may_answer
from ..presenting import answer_form
from .measures import answer as answer_page
from .measures import get_measure


@require_POST
@allowed(Permission.MEASURE_VIEW)
def answer(request: AuthenticatedRequest, number: str, request_number: str) -> HttpResponse:
    """Say what is done about it."""
    measure = get_measure(request.user, number)
    rows = HelpRequest.objects.visible_to(request.user).filter(measure=measure)
    row = get_object_or_404(
        rows.select_related("measure__held_at", "asked_by"), number=request_number
    )
    check_may_answer(request.user, measure)
    form = answer_form(row, request.POST)
    if done(
        request,
        form,
        lambda: answer_help(row, **form.cleaned_data, by=request.user),
        _("Answered. The person reads it on their page."),
    ):
        return redirect(measure)
    return answer_page(request, measure, Asked(forms={request_number: form}))
