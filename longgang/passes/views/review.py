"""Pages of a desk, made for a phone: the queue, and one application with all on one screen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed, scope_of
from longgang.areas.api import Desk, find_desk_by_code, list_desks
from longgang.core.clock import now, today
from longgang.core.errors import Refused, allows
from longgang.core.forms import Form
from longgang.core.parts import Clock

from ..actions.reviews import (
    hand_over_application,
    issue_pass,
    refuse_application,
    return_application,
    revoke_pass,
)
from ..describing import describe
from ..forms.review import HandOverForm, ReasonForm, RefuseForm, ReturnForm
from ..models import VehiclePass
from ..permissions import check_may_hand_over, check_may_review, check_may_revoke
from ..queries import list_conflicts
from ..wording import moments_of, pass_tag

DECIDES = (Permission.PASS_REVIEW, Permission.PASS_REASSIGN)
REMINDER_SHARE = 0.8


@allowed(*DECIDES)
@require_GET
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """Applications waiting at my desks, longest waiting first, with the clock of each."""
    waiting = _waiting_for(request.user)
    desks = _desks_of(request.user)
    chosen = request.GET.get("desk", "")
    if chosen:
        waiting = waiting.filter(desk_code=chosen)
    rows = [(each, clock_of(each)) for each in waiting.select_related("company")[:100]]
    context = {"rows": rows, "desks": desks, "chosen": chosen, "more": len(rows) == 100}
    is_refresh = request.headers.get("HX-Target") == "queue"
    return render(request, "passes/_queue.html" if is_refresh else "passes/queue.html", context)


@allowed(*DECIDES)
@require_GET
def review(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One application: what was declared, conflicts, and the decisions one may take."""
    vehicle_pass = _get_pass(request.user, number)
    return _show(request, vehicle_pass)


@allowed(Permission.PASS_REVIEW)
@require_POST
def issue(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Approve."""
    vehicle_pass = _get_pass(request.user, number)
    try:
        issue_pass(vehicle_pass, by=request.user)
    except Refused as refused:
        if refused.status != Refused.status:
            raise
        return _show(request, vehicle_pass, refusals=refused.refusals)
    messages.success(request, _("Issued: %(plate)s.") % {"plate": vehicle_pass.plate})
    return redirect("passes:queue")


@allowed(Permission.PASS_REVIEW)
@require_POST
def return_for_correction(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Send back with the parts to correct marked."""
    form = ReturnForm(request.POST)

    def act(vehicle_pass: VehiclePass, data: dict[str, Any]) -> None:
        return_application(
            vehicle_pass,
            fields=data["fields_to_correct"],
            by=request.user,
            reason=data["reason"],
        )

    return _decide(request, number, form, "return_form", act, done=_("Returned: %(plate)s."))


@allowed(Permission.PASS_REVIEW)
@require_POST
def refuse(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Refuse with a reason."""
    vehicle_pass = _get_pass(request.user, number)
    form = RefuseForm(request.POST, desk_kind=_desk_of(vehicle_pass).kind)

    def act(vehicle_pass: VehiclePass, data: dict[str, Any]) -> None:
        refuse_application(vehicle_pass, **data, by=request.user)

    return _decide(request, number, form, "refuse_form", act, done=_("Refused: %(plate)s."))


@allowed(*DECIDES)
@require_POST
def hand_over(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Give to another desk."""
    vehicle_pass = _get_pass(request.user, number)
    form = HandOverForm(request.POST, besides=vehicle_pass.desk_code)

    def act(vehicle_pass: VehiclePass, data: dict[str, Any]) -> None:
        hand_over_application(vehicle_pass, **data, by=request.user)

    return _decide(request, number, form, "hand_over_form", act, done=_("Handed over: %(plate)s."))


@allowed(Permission.PASS_REVOKE)
@require_POST
def revoke(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take an issued pass back."""
    form = ReasonForm(request.POST)

    def act(vehicle_pass: VehiclePass, data: dict[str, Any]) -> None:
        revoke_pass(vehicle_pass, **data, by=request.user)

    return _decide(
        request, number, form, "revoke_form", act, done=_("Revoked: %(plate)s."), leads_to="show"
    )


def clock_of(vehicle_pass: VehiclePass) -> Clock:
    """How long the application has waited, against its limit."""
    limit = vehicle_pass.due_at - vehicle_pass.submitted_at
    return Clock(
        since=vehicle_pass.submitted_at,
        remind_at=vehicle_pass.submitted_at + limit * REMINDER_SHARE,
        deadline=vehicle_pass.due_at,
        now=now(),
    )


def _decide(
    request: AuthenticatedRequest,
    number: str,
    form: Form,
    name: str,
    act: Callable[[VehiclePass, dict[str, Any]], None],
    *,
    done: str,
    leads_to: str = "queue",
) -> HttpResponse:
    """Every decision by form: parse, act, say so; what is refused stands at its field."""
    vehicle_pass = _get_pass(request.user, number)
    if form.is_valid():
        try:
            act(vehicle_pass, form.cleaned_data)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            form.add_refusals(refused)
        else:
            messages.success(request, done % {"plate": vehicle_pass.plate})
            args = [] if leads_to == "queue" else [number]
            return redirect(reverse(f"passes:{leads_to}", args=args))
    return _show(request, vehicle_pass, **{name: form})


def _show(
    request: AuthenticatedRequest, vehicle_pass: VehiclePass, refusals: Any = (), **forms: Form
) -> HttpResponse:
    """The review page, with the forms as they were sent or empty."""
    user = request.user
    desk = _desk_of(vehicle_pass)
    context = {
        "vehicle_pass": vehicle_pass,
        "desk": desk,
        "tag": pass_tag(vehicle_pass.status),
        "clock": clock_of(vehicle_pass) if vehicle_pass.status == "submitted" else None,
        "groups": describe(vehicle_pass),
        "conflicts": list_conflicts(vehicle_pass, day=today()),
        "moments": moments_of(vehicle_pass),
        "refusals": refusals,
        "may_review": allows(check_may_review, user, vehicle_pass),
        "may_hand_over": allows(check_may_hand_over, user, vehicle_pass),
        "may_revoke": allows(check_may_revoke, user, vehicle_pass),
        "return_form": ReturnForm(),
        "refuse_form": RefuseForm(desk_kind=desk.kind),
        "hand_over_form": HandOverForm(besides=desk.code),
        "revoke_form": ReasonForm(),
        **forms,
    }
    status = 422 if refusals or forms else 200
    return render(request, "passes/review.html", context, status=status)


def _waiting_for(user: User) -> QuerySet[VehiclePass]:
    """What waits at the desks for which this person decides or hands on."""
    scope = scope_of(user, *DECIDES)
    at_my_desks = scope.as_q(area="desk_code", desk="desk_code")
    return VehiclePass.objects.visible_to(user).waiting().filter(at_my_desks)


def _desks_of(user: User) -> list[Desk]:
    """The desks among which this person can choose; one desk needs no choice."""
    scope = scope_of(user, *DECIDES)
    return [desk for desk in list_desks() if scope.covers(desk_code=desk.code)]


def _desk_of(vehicle_pass: VehiclePass) -> Desk:
    """The desk where the application lies; desks are never deleted."""
    desk = find_desk_by_code(vehicle_pass.desk_code)
    assert desk is not None
    return desk


def _get_pass(user: User, number: str) -> VehiclePass:
    return get_object_or_404(
        VehiclePass.objects.visible_to(user)
        .select_related("company", "vehicle", "applicant", "on_behalf_of", "rule", "upload")
        .prefetch_related("aboard__person", "attachments", "steps"),
        number=number,
    )
