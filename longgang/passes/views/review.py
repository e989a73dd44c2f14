"""Pages of a desk, made for a phone: the queue, and one application with all on one screen."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import (
    AuthenticatedRequest,
    Permission,
    User,
    allowed,
    area_of_desk,
    scope_of,
)
from longgang.areas.api import Desk, find_desk_by_code, list_desks, place_name
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, Refused, StaleRow, allows
from longgang.core.forms import Form
from longgang.people.api import Person, RevealForm, reveal

from ..actions.reviews import (
    hand_over_application,
    issue_pass,
    refuse_application,
    return_application,
    revoke_pass,
)
from ..correcting import last_correction
from ..describing import said_otherwise
from ..forms.review import HandOverForm, ReasonForm, RefuseForm, ReturnForm
from ..lifecycle import LIVE, PASS
from ..models import VehiclePass
from ..permissions import (
    check_may_hand_over,
    check_may_reveal,
    check_may_review,
    check_may_revoke,
)
from ..queries import ConflictKind, list_conflicts, list_waiting
from ..reviewing import (
    SHOWN_OF_PARTY,
    SHOWN_OF_PERSON,
    Shown,
    groups_of,
    parts_of,
    riders_of,
)
from ..wording import moments_of
from ..wording_of_trips import standing_of, standing_of_pass, waiting_clock

DECIDES = (Permission.PASS_REVIEW, Permission.PASS_REASSIGN)
QUEUE_SHOWN = 100


@allowed(*DECIDES)
@require_GET
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """Applications waiting at my desks, longest waiting first, with the clock of each."""
    waiting = list_waiting(request.user)
    chosen = request.GET.get("desk", "")
    if chosen:
        waiting = waiting.filter(desk_code=chosen)
    if company := request.GET.get("company", ""):
        waiting = waiting.filter(company__number=company)
    found = list(waiting[: QUEUE_SHOWN + 1])
    rows = [
        (each, waiting_clock(each, now()), place_name(each.desk_code))
        for each in found[:QUEUE_SHOWN]
    ]
    context = {
        "rows": rows,
        "desks": _desks_of(request.user),
        "chosen": chosen,
        "is_narrowed": bool(company),
        "has_more": len(found) > QUEUE_SHOWN,
    }
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
        return _answer_refused(request, vehicle_pass, refused)
    messages.success(request, _("Issued: %(plate)s.") % {"plate": vehicle_pass.plate})
    return redirect("passes:queue")


@allowed(Permission.PASS_REVIEW)
@require_POST
def return_for_correction(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Send back with the parts to correct marked."""
    vehicle_pass = _get_pass(request.user, number)
    form = ReturnForm(request.POST, parts=parts_of(vehicle_pass))

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


@allowed(Permission.PERSON_REVEAL)
@require_POST
def reveal_aboard(
    request: AuthenticatedRequest, number: str, person_number: str, field: str
) -> HttpResponse:
    """Show one value of somebody aboard, once, after asking why."""
    vehicle_pass = _get_pass(request.user, number)
    people = vehicle_pass.aboard.select_related("person")
    aboard = get_object_or_404(people, person__number=person_number)
    if field not in SHOWN_OF_PERSON:
        raise Http404
    declared = Shown(person_number, field, str(getattr(aboard, field)))
    return _reveal(request, vehicle_pass, aboard.person, declared)


@allowed(Permission.PERSON_REVEAL)
@require_POST
def reveal_party(request: AuthenticatedRequest, number: str, field: str) -> HttpResponse:
    """The same for one value of who sends or receives."""
    vehicle_pass = _get_pass(request.user, number)
    if field not in SHOWN_OF_PARTY:
        raise Http404
    declared = Shown(number, field, str(getattr(vehicle_pass, field)))
    return _reveal(request, vehicle_pass, vehicle_pass, declared)


def _reveal(
    request: AuthenticatedRequest,
    vehicle_pass: VehiclePass,
    subject: Person | VehiclePass,
    declared: Shown,
) -> HttpResponse:
    """Write down who sees it and why; then show what was declared."""
    check_may_reveal(request.user, vehicle_pass)
    form = RevealForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the purpose and write the reason."))
        return redirect("passes:review", vehicle_pass.number)
    area_code = area_of_desk(vehicle_pass.desk_code)
    reveal(subject, declared.field, concerns_area=area_code, by=request.user, **form.cleaned_data)
    return _show(request, vehicle_pass, shown=declared)


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
                return _answer_refused(request, vehicle_pass, refused)
            form.add_refusals(refused)
        else:
            messages.success(request, done % {"plate": vehicle_pass.plate})
            args = [] if leads_to == "queue" else [number]
            return redirect(reverse(f"passes:{leads_to}", args=args))
    return _show(request, vehicle_pass, sent={name: form})


def _answer_refused(
    request: AuthenticatedRequest, vehicle_pass: VehiclePass, refused: Refused
) -> HttpResponse:
    """Why not, on the page of the application; or, when somebody was faster, who and what."""
    if refused.status == Refused.status:
        return _show(request, vehicle_pass, refusals=refused.refusals)
    if refused.status != StaleRow.status:
        raise refused
    context = {"vehicle_pass": vehicle_pass, "refusals": refused.refusals}
    return render(request, "passes/decided.html", context, status=refused.status)


def _show(
    request: AuthenticatedRequest,
    vehicle_pass: VehiclePass,
    *,
    refusals: Sequence[Refusal] = (),
    shown: Shown | None = None,
    sent: Mapping[str, Form] = MappingProxyType({}),
) -> HttpResponse:
    """The review page, with the forms as they were sent or empty."""
    user, desk = request.user, _desk_of(vehicle_pass)
    may_reveal = allows(check_may_reveal, user, vehicle_pass)
    context = {
        "vehicle_pass": vehicle_pass,
        "desk": desk,
        "tag": standing_of_pass(vehicle_pass),
        "clock": waiting_clock(vehicle_pass, now()),
        "groups": groups_of(vehicle_pass, may_reveal=may_reveal, shown=shown),
        "riders": riders_of(vehicle_pass, may_reveal=may_reveal, shown=shown),
        "refusals": refusals,
        **_what_to_look_at(user, vehicle_pass),
        **_what_may_be_done(user, vehicle_pass),
        **_empty_forms(vehicle_pass, desk),
        **sent,
    }
    return render(request, "passes/review.html", context, status=422 if refusals or sent else 200)


def _what_to_look_at(user: User, vehicle_pass: VehiclePass) -> dict[str, Any]:
    """What speaks for or against it, besides what was declared."""
    conflicts = list_conflicts(vehicle_pass, day=today())
    correction, changes = last_correction(vehicle_pass)
    return {
        "conflicts": conflicts,
        "said_otherwise": said_otherwise(vehicle_pass) if vehicle_pass.status in LIVE else [],
        "is_blocked": any(kind == ConflictKind.BLOCKED for kind, _thing in conflicts),
        "documents": vehicle_pass.attachments.visible_to(user),
        "moments": moments_of(vehicle_pass),
        "trips": [(each, standing_of(each)) for each in vehicle_pass.trips.all()],
        "correction": correction,
        "changes": changes,
    }


def _empty_forms(vehicle_pass: VehiclePass, desk: Desk) -> dict[str, Form]:
    return {
        "return_form": ReturnForm(parts=parts_of(vehicle_pass)),
        "refuse_form": RefuseForm(desk_kind=desk.kind),
        "hand_over_form": HandOverForm(besides=desk.code),
        "revoke_form": ReasonForm(),
    }


def _what_may_be_done(user: User, vehicle_pass: VehiclePass) -> dict[str, bool]:
    """The buttons this person gets."""
    may_revoke = allows(check_may_revoke, user, vehicle_pass)
    return {
        "may_review": allows(check_may_review, user, vehicle_pass),
        "may_hand_over": allows(check_may_hand_over, user, vehicle_pass),
        "may_revoke": may_revoke and PASS.may("revoke", vehicle_pass.status),
    }


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
        .select_related(
            "company", "vehicle__company", "applicant", "on_behalf_of", "rule", "upload"
        )
        .prefetch_related("aboard__person", "steps", "trips"),
        number=number,
    )
