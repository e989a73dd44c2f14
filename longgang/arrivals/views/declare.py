"""Declaring, on a phone: one question group a screen, plain posts, and a draft that keeps it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, holds, signed_in
from longgang.core.errors import NotAllowed, Refused, refuse_if
from longgang.people.api import (
    Person,
    PersonForm,
    claim_person,
    find_or_register_person,
    person_of,
    represent_person,
)

from ..actions.declaring import OPEN_ALREADY, correct_declaration, declare
from ..actions.drafts import discard_draft, hand_in_draft, save_draft, start_draft
from ..drafting import CHECK, PEOPLE, STAYS, Answers
from ..forms import CheckForm, StartForm, StayForm
from ..kinds import Way
from ..models import Declaration, DeclarationDraft
from ..queries import declared_of
from ..wizard import TITLES, Wizard

OWN_DRAFTS = "everybody declares for their own; only the own drafts are found"


@signed_in("everybody declares for themselves and those they act for")
@require_http_methods(["GET", "POST"])
def begin(request: AuthenticatedRequest) -> HttpResponse:
    """What is declared and why; or go on with a draft."""
    way = way_of(request.user)
    form = StartForm(request.POST or None)
    if form.is_valid():
        answers = Answers(**form.cleaned_data, way=way)
        own = person_of(request.user) if way == Way.SELF else None
        if own is not None and not declared_of([own]):
            answers = answers.with_person(own.number)
        draft = start_draft(answers, by=request.user)
        return redirect("arrivals:draft_people", draft.number)
    drafts = DeclarationDraft.objects.visible_to(request.user).filter(handed_in_as=None)[:5]
    context = {"form": form, "drafts": [Wizard(draft) for draft in drafts], "is_own": way == "self"}
    return render(request, "arrivals/begin.html", context, status=422 if form.errors else 200)


def way_of(user: User) -> str:
    """Residents declare for their own, staff for others, each where their post is."""
    if not user.is_staff_member:
        return str(Way.SELF)
    for permission, way in ((Permission.DECLARATION_HANDLE, Way.COMMUNITY),
                            (Permission.VISIT_RECORD, Way.COMMUNITY),
                            (Permission.CHECK_RECORD, Way.CHECKPOINT)):  # fmt: skip
        if holds(user, permission):
            return str(way)
    raise NotAllowed


@signed_in(OWN_DRAFTS)
@require_GET
def resume(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The first step that is not answered yet."""
    wizard = get_wizard(request, number)
    return redirect(wizard.url(wizard.first_open))


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: AuthenticatedRequest, number: str, step: str) -> HttpResponse:
    """One step: show it filled in with what is known, keep it, go on to the next."""
    wizard = get_wizard(request, number)
    if step not in wizard.steps or step in {PEOPLE, STAYS, CHECK}:
        raise Http404
    sent = request.method == "POST"
    form: Any = wizard.form(step, request.POST if sent else None, wizard.start_of(step))
    if sent and form.is_valid():
        _keep(request, wizard, wizard.answers.having(step, form.answered()))
        return redirect(wizard.url_after(step, request.POST.get("then", "")))
    return show_step(request, wizard, step, {"form": form}, is_bad=bool(form.errors))


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_people(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Who travels: those one knows at a touch, others by typing."""
    wizard = get_wizard(request, number)
    answers = wizard.answers
    if added := request.POST.get("add"):
        if added not in {person.number for person in wizard.known}:
            raise Http404
        if added in wizard.declared:
            return show_step(request, wizard, PEOPLE, {"refusals": [OPEN_ALREADY]}, is_bad=True)
        answers = answers.with_person(added)
    if removed := request.POST.get("remove"):
        answers = answers.without_person(removed)
    if answers != wizard.answers:
        _keep(request, wizard, answers)
        return redirect(wizard.url(PEOPLE, request.POST.get("then", "")))
    if request.method == "POST" and wizard.people:
        return redirect(wizard.url_after(PEOPLE, request.POST.get("then", "")))
    is_bad = request.method == "POST"
    return show_step(request, wizard, PEOPLE, {"nobody": is_bad}, is_bad=is_bad)


@sensitive_post_parameters()
@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_person(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Somebody who is not known yet: oneself, of one's family, or whom the office helps."""
    wizard = get_wizard(request, number)
    is_own = "me" in request.GET and person_of(request.user) is None
    start = {"name": request.user.name, "phone": request.user.phone} if is_own else {}
    form = PersonForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            person = _enter(request.user, form.cleaned_data, way=wizard.answers.way, is_own=is_own)
            refuse_if(OPEN_ALREADY if declared_of([person]) else None)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            _keep(request, wizard, wizard.answers.with_person(person.number))
            return redirect(wizard.url(PEOPLE))
    context = {"form": form, "back_url": wizard.url(PEOPLE), "page": "person"}
    return show_step(request, wizard, PEOPLE, context, is_bad=bool(form.errors))


def _enter(user: User, facts: dict[str, Any], *, way: str, is_own: bool) -> Person:
    if is_own or is_oneself(user, facts):
        return claim_person(by=user, **facts)
    if way == Way.SELF:
        return represent_person(by=user, **facts)
    return find_or_register_person(by=user, **facts)


def is_oneself(user: User, facts: dict[str, Any]) -> bool:
    """Whether a resident who is not registered yet has entered themselves as one of the family:
    under their own name, with the phone they signed in with.
    """
    if user.is_staff_member or person_of(user) is not None:
        return False
    is_same_name = str(facts["name"]).casefold() == user.name.casefold()
    return is_same_name and facts["phone"] == user.phone


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_stays(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Where somebody was, place by place; gaps and overlaps are named before it goes on."""
    wizard = get_wizard(request, number)
    if wizard.is_departure:
        raise Http404
    if not wizard.answers.stays:
        return redirect("arrivals:draft_stay", number, 1)
    if request.method == "POST" and request.POST.get("remove", "").isdecimal():
        place = int(request.POST["remove"][:3])
        _keep(request, wizard, wizard.answers.without_stay(place))
        return redirect(wizard.url(STAYS, request.POST.get("then", "")))
    refusals = wizard.way_faults()
    if request.method == "POST" and not refusals:
        return redirect(wizard.url_after(STAYS, request.POST.get("then", "")))
    is_bad = request.method == "POST"
    shown = refusals if is_bad or "then" in request.GET else []
    return show_step(request, wizard, STAYS, {"refusals": shown}, is_bad=is_bad)


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_stay(request: AuthenticatedRequest, number: str, place: int) -> HttpResponse:
    """One place of the way with its days."""
    wizard = get_wizard(request, number)
    stays = wizard.answers.stays
    if wizard.is_departure or not 1 <= place <= len(stays) + 1:
        raise Http404
    start = dict(stays[place - 1]) if place <= len(stays) else wizard.next_stay()
    form = StayForm(request.POST or None, initial=start)
    if form.is_valid():
        _keep(request, wizard, wizard.answers.having_stay(place, form.answered()))
        return redirect(wizard.url(STAYS, request.POST.get("then", "")))
    back = wizard.url(STAYS) if stays else wizard.url_before(STAYS)
    context = {"form": form, "back_url": back, "page": "stay", "number": place}
    return show_step(request, wizard, STAYS, context, is_bad=bool(form.errors))


@signed_in(OWN_DRAFTS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_check(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Everything once more, what is still wrong, the signature; then it is declared, once."""
    drafts = DeclarationDraft.objects.visible_to(request.user).select_related("handed_in_as")
    before = drafts.filter(number=number).first()
    if before and before.handed_in_as:
        return redirect(_page_of(before.handed_in_as, request.user))
    wizard = get_wizard(request, number)
    problems = wizard.problems()
    corrects = wizard.draft.corrects
    form = CheckForm(request.POST or None, corrects=bool(corrects), name=request.user.name)
    if not problems and form.is_valid():
        try:
            made = _hand_in(wizard, form.cleaned_data)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            problems = [(wizard.url_of(each), each) for each in refused.refusals]
        else:
            messages.success(request, _("Corrected.") if corrects else _("Declared. Thank you."))
            return redirect(_page_of(made, request.user))
    context = {"form": form, "problems": problems, "groups": wizard.groups()}
    is_bad = request.method == "POST"
    return show_step(request, wizard, CHECK, context, is_bad=is_bad)


def _hand_in(wizard: Wizard, data: dict[str, Any]) -> Declaration:
    user, draft, travellers = wizard.draft.user, wizard.draft, wizard.travellers()

    def hand_in() -> Declaration:
        if draft.corrects is not None:
            correct_declaration(
                draft.corrects, wizard.travel(), travellers[0], by=user, reason=data["words"]
            )
            return draft.corrects
        signature = data["signature"]
        return declare(
            wizard.travel(), travellers, way=wizard.answers.way, signature=signature, by=user
        )[0]

    return hand_in_draft(draft, hand_in, by=user)


def _page_of(made: Declaration, user: User) -> str:
    """Where somebody sees what they have declared."""
    may_view = holds(user, Permission.DECLARATION_VIEW, area_code=made.area_code)
    return made.get_absolute_url() if may_view else reverse("arrivals:mine")


@signed_in(OWN_DRAFTS)
@require_POST
def discard(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Throw the draft away."""
    wizard = get_wizard(request, number)
    discard_draft(wizard.draft, by=request.user)
    messages.success(request, _("The draft is discarded."))
    corrects = wizard.draft.corrects
    return redirect(corrects) if corrects else redirect("arrivals:declare")


def get_wizard(request: AuthenticatedRequest, number: str) -> Wizard:
    """The own draft with this number; somebody else's does not exist, and what was handed in is
    a draft no more.
    """
    drafts = DeclarationDraft.objects.visible_to(request.user).filter(handed_in_as=None)
    rows = drafts.select_related("user", "corrects__person")
    return Wizard(get_object_or_404(rows, number=number))


def show_step(
    request: AuthenticatedRequest,
    wizard: Wizard,
    step: str,
    context: dict[str, Any],
    *,
    is_bad: bool = False,
) -> HttpResponse:
    """The page of a step."""
    shown = {
        "wizard": wizard,
        "step": step,
        "title": TITLES[step],
        "then": request.POST.get("then") or request.GET.get("then", ""),
        "way": wizard.way(step),
        "place": wizard.place(step),
        "back_url": wizard.url_before(step),
        "may_enter_self": wizard.answers.way == Way.SELF and person_of(request.user) is None,
        **context,
    }
    page = context.get("page") or (step if step in {PEOPLE, STAYS, CHECK} else "step")
    return render(request, f"arrivals/declare_{page}.html", shown, status=422 if is_bad else 200)


def _keep(request: AuthenticatedRequest, wizard: Wizard, answers: Answers) -> None:
    wizard.keep(answers)
    save_draft(wizard.draft, answers, by=request.user)
