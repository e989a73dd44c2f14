"""The administration of divisions, desks and premises, and the search behind every area field."""

from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed, public
from longgang.core.clock import today
from longgang.core.errors import Refused
from longgang.core.forms import Form
from longgang.core.tables import list_page

from . import actions, forms
from .models import Area, Desk, Level, Premises
from .queries import area_name, count_premises, search_areas
from .tables import DeskTable, PremisesTable, in_use_tag, road_of


@require_GET
@public("names of divisions are published by the state; forms of residents need them")
def search(request: HttpRequest) -> HttpResponse:
    """Suggestions for an area field, as the options of its list."""
    text = request.GET.get(request.GET.get("field", "text"), "")
    level = request.GET.get("level", "")
    found = search_areas(
        text, level=level if level in Level.values else "", within=request.GET.get("within", "")
    )
    return render(request, "areas/_options.html", {"options": found})


@require_GET
@allowed(Permission.AREA_EDIT)
def list_divisions(request: AuthenticatedRequest) -> HttpResponse:
    """The district as a tree, with what lies where."""
    below: dict[str, list[Area]] = defaultdict(list)
    rows = Area.objects.visible_to(request.user).on(today()).within(str(settings.DISTRICT_CODE))
    for area in rows.order_by("code"):
        below[area.parent_code].append(area)
    counts = count_premises()
    streets = [
        (street, below[street.code], counts.get(street.code, 0))
        for parent, areas in sorted(below.items())
        for street in areas
        if street.level == Level.STREET and parent
    ]
    level = [area for areas in below.values() for area in areas if area.level == Level.COUNTY]
    district = level[0] if level else None
    context = {"streets": streets, "district": district, "count": sum(map(len, below.values()))}
    return render(request, "areas/areas.html", context)


@allowed(Permission.AREA_EDIT)
def show_area(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """One division: what lies in it, what it was called before."""
    area = _get_area(request, code)
    history = Area.objects.visible_to(request.user).filter(code=code).order_by("-valid_from")
    within = Area.objects.visible_to(request.user).on(today()).filter(parent_code=code)
    context = {"area": area, "history": history, "below": within.order_by("code")}
    return render(request, "areas/area.html", context)


@allowed(Permission.AREA_EDIT)
def add_area(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """Enter a division that lies in this one."""
    parent = _get_area(request, code)
    form = forms.AddAreaForm(request.POST or None, initial={"code": code, "on": today()})
    if form.is_valid():
        try:
            area = actions.add_area(parent_code=code, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": area})
            return redirect("areas:area", code)
    title = _("Add a division to %(name)s") % {"name": parent}
    return _form_page(request, form, title, back=("areas:area", code))


@allowed(Permission.AREA_EDIT)
def rename_area(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """Give a division a new name from a day on."""
    area = _get_area(request, code)
    form = forms.RenameAreaForm(request.POST or None, row=area, initial={"on": today()})
    if form.is_valid():
        try:
            renamed = actions.rename_area(area, by=request.user, **form.values)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("It is now called %(name)s.") % {"name": renamed})
            return redirect("areas:area", code)
    return _form_page(
        request, form, _("Rename %(name)s") % {"name": area}, back=("areas:area", code)
    )


@allowed(Permission.AREA_EDIT)
def end_area(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """Let a division end."""
    area = _get_area(request, code)
    form = forms.EndAreaForm(request.POST or None, initial={"on": today()})
    if form.is_valid():
        try:
            actions.end_area(area, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("%(name)s has ended.") % {"name": area})
            return redirect("areas:areas")
    return _form_page(request, form, _("End %(name)s") % {"name": area}, back=("areas:area", code))


@list_page
@allowed(Permission.AREA_EDIT)
def list_desks(request: AuthenticatedRequest) -> HttpResponse:
    """The desks of the areas one looks after."""
    return DeskTable(Desk.objects.visible_to(request.user), request).respond("areas/desks.html")


@allowed(Permission.AREA_EDIT)
def add_desk(request: AuthenticatedRequest) -> HttpResponse:
    """Open a desk."""
    form = forms.AddDeskForm(request.POST or None)
    if form.is_valid():
        try:
            desk = actions.add_desk(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": desk})
            return redirect("areas:desks")
    return _form_page(request, form, _("Add a desk"), back=("areas:desks",))


@allowed(Permission.AREA_EDIT)
def correct_desk(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """Correct a desk's name and phone."""
    desk = get_object_or_404(Desk.objects.visible_to(request.user), code=code)
    form = forms.CorrectDeskForm(request.POST or None, row=desk)
    if form.is_valid():
        try:
            actions.correct_desk(desk, by=request.user, **form.values)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("areas:desks")
    title = _("Correct %(name)s") % {"name": desk}
    return _form_page(request, form, title, back=("areas:desks",))


@list_page
@allowed(Permission.PREMISES_EDIT)
def list_places(request: AuthenticatedRequest) -> HttpResponse:
    """The premises of the areas one looks after."""
    rows = Premises.objects.visible_to(request.user)
    return PremisesTable(rows, request).respond("areas/premises.html")


@allowed(Permission.PREMISES_EDIT)
def add_premises(request: AuthenticatedRequest) -> HttpResponse:
    """Enter a place."""
    form = forms.AddPremisesForm(request.POST or None)
    if form.is_valid():
        try:
            premises = actions.add_premises(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": premises})
            return redirect("areas:premises_page", premises.number)
    return _form_page(request, form, _("Add premises"), back=("areas:premises",))


@allowed(Permission.PREMISES_EDIT)
def show_premises(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One place."""
    premises = _get_premises(request, number)
    facts = [
        (_("Kind"), premises.get_kind_display()),
        (_("Number"), premises.number),
        (_("Area"), area_name(premises.area_code)),
        (_("Address"), premises.address),
        (_("Position"), premises.position),
    ]
    if premises.road_kind:
        facts.append((_("Road"), road_of(premises)))
    context = {
        "premises": premises,
        "facts": facts,
        "tag": in_use_tag(premises),
        "close_form": forms.ClosePremisesForm(),
    }
    return render(request, "areas/premises_page.html", context)


@allowed(Permission.PREMISES_EDIT)
def correct_premises(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Correct a place."""
    premises = _get_premises(request, number)
    form = forms.CorrectPremisesForm(request.POST or None, row=premises)
    if form.is_valid():
        try:
            actions.correct_premises(premises, by=request.user, **form.values)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("areas:premises_page", number)
    title = _("Correct %(name)s") % {"name": premises}
    return _form_page(request, form, title, back=("areas:premises_page", number))


@require_POST
@allowed(Permission.PREMISES_EDIT)
def close_premises(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take a place out of use."""
    premises = _get_premises(request, number)
    form = forms.ClosePremisesForm(request.POST)
    if not form.is_valid():
        title = _("Close %(name)s") % {"name": premises}
        return _form_page(request, form, title, back=("areas:premises_page", number))
    actions.close_premises(premises, by=request.user, **form.cleaned_data)
    messages.success(request, _("%(name)s is closed.") % {"name": premises})
    return redirect("areas:premises_page", number)


def _get_area(request: AuthenticatedRequest, code: str) -> Area:
    """The division under this code today, or the last that bore it."""
    rows = Area.objects.visible_to(request.user).filter(code=code)
    area = rows.order_by("-valid_from").first()
    return area or get_object_or_404(rows)


def _get_premises(request: AuthenticatedRequest, number: str) -> Premises:
    return get_object_or_404(Premises.objects.visible_to(request.user), number=number)


def _form_page(
    request: AuthenticatedRequest, form: Form, title: str, *, back: tuple[str, ...]
) -> HttpResponse:
    """A page that is one form; 422 when something in it is wrong."""
    context = {"form": form, "title": title, "back": back[0], "back_to": back[1:]}
    return render(request, "areas/form.html", context, status=422 if form.errors else 200)
