"""The duty page: who is told about waiting applications at my desks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from longgang.core.clock import now
from longgang.core.errors import Refused

from . import roster
from .access import allowed
from .forms import ShiftForm
from .models import Shift, User
from .permissions import Permission
from .places import known_places, work_of
from .queries import on_duty, users_with
from .scopes import holds


@allowed(Permission.DUTY_VIEW)
def list_desks(request: HttpRequest) -> HttpResponse:
    """The desks of my post, who is on duty there now and who comes next."""
    moment = now()
    shifts = Shift.objects.visible_to(request.user).upcoming(moment).select_related("user")
    by_desk: dict[str, list[Shift]] = {}
    for shift in shifts:
        by_desk.setdefault(shift.desk_code, []).append(shift)
    desks = [
        {"code": code, "name": name, "shifts": by_desk.get(code, [])}
        for code, name in _my_desks(request)
    ]
    return render(request, "accounts/duty.html", {"desks": desks, "moment": moment})


@allowed(Permission.DUTY_VIEW)
def show_desk(request: HttpRequest, desk_code: str) -> HttpResponse:
    """One desk's roster."""
    return _desk_page(request, desk_code, _shift_form(desk_code))


@allowed(Permission.DUTY_EDIT)
@require_POST
def add_to_desk(request: HttpRequest, desk_code: str) -> HttpResponse:
    """Plan a shift at the desk."""
    _desk_name(request, desk_code)
    form = _shift_form(desk_code, request.POST)
    if form.is_valid():
        values = dict(form.cleaned_data)
        assert isinstance(request.user, User)
        try:
            roster.add_shift(values.pop("user"), desk_code=desk_code, **values, by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("The shift is planned."))
            return redirect("accounts:desk", desk_code)
    return _desk_page(request, desk_code, form)


@allowed(Permission.PASS_REVIEW, Permission.CONFLICT_RESOLVE)
@require_POST
def take_over_desk(request: HttpRequest, desk_code: str) -> HttpResponse:
    """Go on duty now."""
    _desk_name(request, desk_code)
    assert isinstance(request.user, User)
    roster.take_over(desk_code, by=request.user)
    messages.success(request, _("You are on duty now; the roster shows until when."))
    return redirect("accounts:desk", desk_code)


@allowed(Permission.DUTY_VIEW)
@require_POST
def remove_shift(request: HttpRequest, desk_code: str, number: str) -> HttpResponse:
    """Take a shift off the roster."""
    shifts = Shift.objects.visible_to(request.user)
    shift = get_object_or_404(shifts, desk_code=desk_code, number=number)
    assert isinstance(request.user, User)
    roster.remove_shift(shift, by=request.user)
    messages.success(request, _("The shift is removed."))
    return redirect("accounts:desk", desk_code)


def _shift_form(desk_code: str, data: Any = None) -> ShiftForm:
    return ShiftForm(data, people=users_with(work_of(desk_code), desk_code=desk_code))


def _desk_page(request: HttpRequest, desk_code: str, form: ShiftForm) -> HttpResponse:
    shifts = Shift.objects.visible_to(request.user).filter(desk_code=desk_code)
    context = {
        "form": form,
        "name": _desk_name(request, desk_code),
        "desk_code": desk_code,
        "now_on_duty": on_duty(desk_code, now()),
        "shifts": shifts.upcoming(now()).select_related("user"),
        "may_edit": holds(request.user, Permission.DUTY_EDIT, desk_code=desk_code),
        "may_take_over": holds(request.user, work_of(desk_code), desk_code=desk_code),
    }
    return render(request, "accounts/desk.html", context, status=422 if form.errors else 200)


def _my_desks(request: HttpRequest) -> list[tuple[str, str]]:
    places = known_places()
    return [
        (code, name)
        for code, name in [*places.duty_offices, *places.desks]
        if holds(request.user, Permission.DUTY_VIEW, desk_code=code)
    ]


def _desk_name(request: HttpRequest, desk_code: str) -> str:
    """The desk's name, or 404 when it is none of mine."""
    name = dict(_my_desks(request)).get(desk_code)
    if name is None:
        raise Http404
    return name
