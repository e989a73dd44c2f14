"""Applying, on a phone: one question group a screen, plain posts, and a draft that keeps it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, User, signed_in
from longgang.core.errors import Refused
from longgang.people.api import Person, find_or_register_person

from ..actions.applications import resubmit_application, submit_application
from ..actions.drafts import (
    attach_document,
    discard_draft,
    hand_in_draft,
    save_draft,
    start_draft,
)
from ..drafting import CHECK_STEP, PEOPLE_STEP, Answers
from ..forms.apply import Asked, BehalfForm, CheckForm, DocumentsForm, StepForm, TripForm
from ..forms.apply_places import search_places
from ..forms.apply_whole import FORMS, Whole, problems_of
from ..models import PassDraft, VehiclePass
from ..wizard import PICK, Wizard, announced_for, answered_form, default_texts, picks_for

OWN_DRAFTS = "everybody applies for themselves; only the own drafts are found"


@signed_in("everybody applies for themselves")
@require_http_methods(["GET", "POST"])
def apply(request: AuthenticatedRequest) -> HttpResponse:
    """Begin: for whom and what for; or go on with a draft."""
    asked = Asked(request.user, Answers(), None)
    form = TripForm(asked, request.POST or None)
    if form.is_valid():
        draft = start_draft(Answers().having("trip", form.answered()), by=request.user)
        return redirect("passes:draft_resume", draft.number)
    drafts = PassDraft.objects.visible_to(request.user).filter(submitted_as=None)[:5]
    context = {
        "form": form,
        "drafts": [Wizard(draft) for draft in drafts],
        "recent": VehiclePass.objects.visible_to(request.user).filter(applicant=request.user)[:3],
    }
    return render(request, "passes/apply.html", context, status=422 if form.errors else 200)


@signed_in(OWN_DRAFTS)
@require_GET
def draft_resume(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The first step that is not answered yet."""
    wizard = get_wizard(request, number)
    if wizard.draft.submitted_as:
        return redirect(wizard.draft.submitted_as)
    return redirect("passes:draft", number, wizard.first_open)


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: AuthenticatedRequest, number: str, step: str) -> HttpResponse:
    """One step: show it filled in with what is known, keep it, go on to the next.

    Whoever names a vehicle that is announced already is told so before they go on, once.
    """
    wizard = get_wizard(request, number)
    if wizard.draft.submitted_as:
        return redirect(wizard.draft.submitted_as)
    if step not in wizard.steps or step in {PEOPLE_STEP, CHECK_STEP}:
        raise Http404
    form = _form(request, wizard, step)
    is_kept = is_sent(request) and form.is_valid() and _kept(request, wizard, step, form)
    announced = announced_for(wizard, form) if step == "vehicle" else []
    if is_kept and (not announced or request.POST.get("told") == announced[0].number):
        return redirect(wizard.url_after(step, request.POST.get("then", "")))
    context = {"form": form, "picks": picks_for(wizard, step), "announced": announced}
    return show_step(request, wizard, step, context)


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_check(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Everything once more, what is still wrong, the declaration; then it is handed in, once."""
    wizard = get_wizard(request, number)
    if wizard.draft.submitted_as:
        return redirect(wizard.draft.submitted_as)
    whole = wizard.whole
    form = CheckForm(whole.asked, request.POST or None)
    problems = whole.problems or whole.check()
    if not problems and form.is_valid():
        try:
            made = _hand_in(wizard, whole, form.cleaned_data)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            problems = problems_of(refused)
        else:
            messages.success(request, _("Submitted. The desk's clock is running."))
            return redirect(made)
    context = {
        "form": form,
        "problems": [(wizard.url_to_correct(one.step, one.place), one.refusal) for one in problems],
        "doubts": [] if problems else whole.doubts(),
        "groups": [(wizard.url_to_correct(one.key), one) for one in whole.groups()],
    }
    return show_step(request, wizard, CHECK_STEP, context)


@signed_in(OWN_DRAFTS)
@require_POST
def draft_discard(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Throw the draft away."""
    wizard = get_wizard(request, number)
    if wizard.draft.submitted_as is None:
        discard_draft(wizard.draft, by=request.user)
        messages.success(request, _("The draft is discarded."))
    return redirect("passes:apply")


@signed_in("names of divisions are public; an account keeps robots away")
@require_GET
def places(request: AuthenticatedRequest) -> HttpResponse:
    """Suggestions while a place is typed."""
    text = str(next(iter(request.GET.values()), ""))
    return render(request, "passes/widgets/_places.html", {"areas": search_places(text)})


def get_wizard(request: AuthenticatedRequest, number: str) -> Wizard:
    """The own draft with this number; somebody else's does not exist."""
    drafts = PassDraft.objects.visible_to(request.user).select_related("corrects", "submitted_as")
    return Wizard(get_object_or_404(drafts, number=number))


def show_step(
    request: AuthenticatedRequest, wizard: Wizard, step: str, context: dict[str, Any]
) -> HttpResponse:
    """The page of a step."""
    form = context.get("form")
    is_refused = (form and form.errors) or context.get("problems") or context.get("refusals")
    is_bad = request.method == "POST" and bool(is_refused)
    corrects = wizard.draft.corrects
    shown = {
        "wizard": wizard,
        "step": step,
        "title": wizard.title_of(PEOPLE_STEP if step == "person" else step),
        "then": request.POST.get("then") or request.GET.get("then", ""),
        "place": wizard.place_of(step),
        "way": wizard.way(step),
        "back_url": wizard.url_before(step),
        "marked_words": corrects.reason_words if corrects else "",
        "is_marked": step in wizard.marked,
        **context,
    }
    return render(request, f"passes/apply_{_page(step)}.html", shown, status=422 if is_bad else 200)


def is_sent(request: AuthenticatedRequest) -> bool:
    """Whether a step is handed in; a pick is sent with the form too, but only fills it in."""
    return request.method == "POST" and PICK not in request.POST


def _page(step: str) -> str:
    return step if step in {PEOPLE_STEP, CHECK_STEP, "documents", "person"} else "step"


def _form(request: AuthenticatedRequest, wizard: Wizard, step: str) -> StepForm:
    """The step's form: as sent, else filled in with what was picked, answered or is known."""
    sent = is_sent(request)
    data, files = (request.POST, request.FILES) if sent else (None, None)
    asked = wizard.whole.asked
    if step == "documents":
        return DocumentsForm(asked, data, files, attached=wizard.attached)
    if sent:
        return FORMS[step](asked, data)
    if request.GET.dict() == {"then": CHECK_STEP} and wizard.answers.is_answered(step):
        return answered_form(wizard, step)
    return FORMS[step](asked, initial=default_texts(wizard, step, request.POST.dict()))


def _kept(request: AuthenticatedRequest, wizard: Wizard, step: str, form: StepForm) -> bool:
    """Save the answers, and photos if the step has any; a refused photo is shown at its field, and
    at the time of arrival what would have expired by then.
    """
    try:
        for kind in form.asked.documents:
            upload = form.cleaned_data.get(f"document_{kind}")
            if upload:
                attach_document(wizard.draft, kind=kind, upload=upload, by=request.user)
    except Refused as refused:
        form.add_refusals(refused)
        return False
    answers = wizard.answers.having(step, form.answered())
    if step == "journey" and (outdated := wizard.outdated_by(answers)):
        form.refuse(outdated, otherwise="expected_entry_at")
        return False
    wizard.keep(answers)
    save_draft(wizard.draft, wizard.answers, by=request.user)
    return True


def _hand_in(wizard: Wizard, whole: Whole, data: dict[str, Any]) -> VehiclePass:
    """Submit, or submit again what was returned."""
    user, draft = wizard.draft.user, wizard.draft
    application = whole.application(signature=data["signature"])

    def hand_in() -> VehiclePass:
        if draft.corrects is not None:
            return resubmit_application(
                draft.corrects,
                application,
                has_new_documents=draft.attachments.exists(),
                by=user,
                reason=data["words"],
            )
        return submit_application(
            application, by=user, company=whole.company, on_behalf_of=_helped(whole, user)
        )

    return hand_in_draft(draft, hand_in, by=user)


def _helped(whole: Whole, user: User) -> Person | None:
    """The person on whose behalf somebody applies, found or entered in the register."""
    form = whole.forms.get("behalf")
    if not isinstance(form, BehalfForm):
        return None
    if form.person is not None:
        return form.person
    who = form.who()
    try:
        return find_or_register_person(
            name=who["name"],
            id_kind=who["id_kind"],
            id_number=who["id_number"],
            phone=who["phone"],
            by=user,
        )
    except Refused as refused:
        reasons = [replace(reason, field="behalf") for reason in refused.refusals]
        raise Refused(*reasons) from refused
