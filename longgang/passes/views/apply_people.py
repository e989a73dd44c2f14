"""The people aboard: a list, and one person a screen."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, signed_in

from ..actions.drafts import save_draft
from ..drafting import PEOPLE_STEP
from ..forms.apply_people import RiderForm
from ..wizard import Wizard, default_person, picks_for_person
from .apply import OWN_DRAFTS, get_wizard, is_sent, show_step


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_people(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Who is aboard so far; the first person is asked for at once, and nobody may be missing."""
    wizard = get_wizard(request, number)
    if wizard.draft.submitted_as:
        return redirect(wizard.draft.submitted_as)
    if not wizard.answers.people:
        return redirect("passes:draft_person", number, 1)
    sent, refusals = request.method == "POST", wizard.whole.check_crew()
    if sent and not refusals:
        return redirect(wizard.url_after(PEOPLE_STEP, request.POST.get("then", "")))
    is_told = sent or "then" in request.GET  # nobody is told of a gap that they are about to fill
    context = {"riders": wizard.whole.riders, "refusals": refusals if is_told else []}
    return show_step(request, wizard, PEOPLE_STEP, context)


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_person(request: AuthenticatedRequest, number: str, place: int) -> HttpResponse:
    """One person aboard, picked or typed."""
    wizard = get_wizard(request, number)
    if wizard.draft.submitted_as:
        return redirect(wizard.draft.submitted_as)
    if not 1 <= place <= min(len(wizard.answers.people) + 1, wizard.most_people):
        raise Http404
    form = _form(request, wizard, place)
    if is_sent(request) and form.is_valid():
        wizard.keep(wizard.answers.having_person(place, form.answered()))
        save_draft(wizard.draft, wizard.answers, by=request.user)
        return redirect(wizard.url(PEOPLE_STEP, request.POST.get("then", "")))
    picks = picks_for_person(wizard, form)
    return show_step(request, wizard, "person", {"form": form, "picks": picks, "number": place})


def _form(request: AuthenticatedRequest, wizard: Wizard, place: int) -> RiderForm:
    """As sent; as answered, with what is wrong; or filled in as far as anything is known."""
    asked = wizard.whole.asked
    if is_sent(request):
        return RiderForm(asked, request.POST)
    if request.method == "GET" and place <= len(wizard.whole.riders):
        return wizard.whole.riders[place - 1]
    return RiderForm(asked, initial=default_person(wizard, place, request.POST.dict()))


@signed_in(OWN_DRAFTS)
@require_POST
def draft_person_remove(request: AuthenticatedRequest, number: str, place: int) -> HttpResponse:
    """Leave somebody out again."""
    wizard = get_wizard(request, number)
    if wizard.draft.submitted_as is None:
        wizard.keep(wizard.answers.without_person(place))
        save_draft(wizard.draft, wizard.answers, by=request.user)
    return redirect("passes:draft_people", number)
