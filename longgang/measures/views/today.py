"""The phone of whoever looks after people: all of today by building, and a deed with two taps."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.people.api import answer_call

from ..deeds import DAILY, HANDING
from ..presenting_today import day_of
from ..wording import name_of
from .measures import get_measure

QUICK = {deed.verb: deed for deed in [*DAILY, *HANDING]}


@require_GET
@allowed(Permission.VISIT_RECORD)
def show(request: AuthenticatedRequest) -> HttpResponse:
    """My people today."""
    only = request.GET.get("only", "")
    return render(request, "measures/today.html", {"day": day_of(request.user, only), "only": only})


@require_http_methods(["GET", "POST"])
@allowed(Permission.VISIT_RECORD)
def do(request: AuthenticatedRequest, number: str, deed: str) -> HttpResponse:
    """The form of one deed, and back to the people of today when it is done."""
    if deed not in QUICK:
        raise Http404
    chosen, measure = QUICK[deed], get_measure(request.user, number)
    chosen.check(request.user, measure)
    form = chosen.form_for(measure, request.POST if request.method == "POST" else None)
    if form.is_bound and done(
        request,
        form,
        lambda: chosen.perform(measure, form.cleaned_data, by=request.user),
        str(chosen.done),
    ):
        return redirect(f"{reverse('measures:today')}#{measure.number}")
    context = {"measure": measure, "name": name_of(measure, request.user), "deed": chosen}
    status = 422 if form.errors else 200
    return render(request, "measures/quick.html", context | {"form": form}, status=status)


@never_cache
@require_POST
@allowed(Permission.PERSON_REVEAL)
def call(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The phone number as a link that dials; that it was seen, and why, is written down first."""
    measure = get_measure(request.user, number)
    words = _("Call about the measure %(number)s") % {"number": measure.number}
    page = {
        "name": name_of(measure, request.user),
        "number": measure.number,
        "back_url": reverse("measures:today"),
        "back_label": _("My people today"),
    }
    return answer_call(request, measure.person, place=measure.seen_from, about=words, page=page)
