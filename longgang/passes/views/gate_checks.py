"""A check once it is made: done, undone, looked at; and what a lead decides about it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.areas.api import find_premises
from longgang.core.clock import now
from longgang.core.errors import Refused, allows
from longgang.core.photos import show_stored

from ..actions.documents import open_photo
from ..actions.gate import confirm_turn_back, overrule_turn_back, undo_check
from ..forms.gate import GateCodeForm, OverruleForm, UndoForm
from ..gate_page import may_undo, show_done, why_not_undone
from ..gate_wording import describe_check, describe_turn_back, moments_of_check, standing_of
from ..models import Check
from ..permissions import check_may_turn_back
from ..queries import list_turn_backs
from .gate import frame

sees_checks = allowed(Permission.CHECK_RECORD, Permission.CHECK_TURN_BACK, Permission.BOARD_VIEW)


@sees_checks
@never_cache
@require_GET
def done(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What the officer does with the vehicle now, and the next scan. Waits for a lead by itself."""
    check = _get_check(request.user, number)
    context = {
        "check": check,
        "verdict": show_done(check),
        "waits": check.is_waiting,
        "may_undo": may_undo(check, officer_id=request.user.pk, moment=now()),
        "form": GateCodeForm(),
    }
    if request.headers.get("HX-Target") == "standing":
        return render(request, "passes/_gate_standing.html", context)
    if gate := find_premises(check.premises_number):
        context |= frame(gate, check.direction)
    return render(request, "passes/gate_done.html", context)


@allowed(Permission.CHECK_RECORD)
@require_http_methods(["GET", "POST"])
def undo(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take my own check back, with a reason; or read why it cannot be."""
    check = _get_check(request.user, number)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            undo_check(check, by=request.user, reason=form.reason())
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("Undone."))
            return redirect("passes:gate_done", check.number)
    context = {
        "check": check,
        "form": form,
        "standing": standing_of(check),
        "why_not": why_not_undone(check, officer_id=request.user.pk, moment=now()),
    }
    status = 422 if form.errors else 200
    return render(request, "passes/gate_undo.html", context, status=status)


@sees_checks
@require_GET
def show_check(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Everything about one stop, for leads and supervisors."""
    check = _get_check(request.user, number)
    context = {
        "check": check,
        "tag": standing_of(check),
        "facts": describe_check(check),
        "moments": moments_of_check(check),
        "may_undo": may_undo(check, officer_id=request.user.pk, moment=now()),
    }
    return render(request, "passes/check.html", context)


@sees_checks
@require_GET
def show_photo(request: AuthenticatedRequest, number: str) -> FileResponse:
    """The photo of a check, for who may see the check."""
    check = _get_check(request.user, number)
    if not check.photo:
        raise Http404
    return show_stored(open_photo(check, by=request.user))


@allowed(Permission.CHECK_TURN_BACK)
@require_GET
def turn_backs(request: AuthenticatedRequest) -> HttpResponse:
    """Turnings back that wait for me, the longest waiting first."""
    return _show_turn_backs(request, OverruleForm(), about="")


@allowed(Permission.CHECK_TURN_BACK)
@require_POST
def confirm(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The vehicle is turned back."""
    confirm_turn_back(_get_check(request.user, number), by=request.user)
    messages.success(request, _("The officer is told: turn back."))
    return redirect("passes:turn_backs")


@allowed(Permission.CHECK_TURN_BACK)
@require_POST
def overrule(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The vehicle is not turned back, and why."""
    check = _get_check(request.user, number)
    form = OverruleForm(request.POST)
    if not form.is_valid():
        return _show_turn_backs(request, form, about=check.number)
    overrule_turn_back(check, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("The officer is told: check it in."))
    return redirect("passes:turn_backs")


def _show_turn_backs(
    request: AuthenticatedRequest, form: OverruleForm, *, about: str
) -> HttpResponse:
    rows = [
        {
            "check": check,
            "facts": describe_turn_back(check),
            "form": form
            if check.number == about
            else OverruleForm(auto_id=f"id_{check.number}_%s"),
            "may_decide": check.officer_id != request.user.pk
            and allows(check_may_turn_back, request.user, check),
        }
        for check in list_turn_backs(request.user)[:50]
    ]
    context = {"rows": rows, "moment": now()}
    return render(request, "passes/turn_backs.html", context, status=422 if form.errors else 200)


def _get_check(user: User, number: str) -> Check:
    checks = Check.objects.visible_to(user).select_related(
        "trip__vehicle_pass", "officer", "confirmed_by", "overruled_by", "undone_by"
    )
    return get_object_or_404(checks, number=number)
