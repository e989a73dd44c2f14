"""Moving people to the rule in force: the preview with its proposal, and the page that decides."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed, scope_of
from longgang.areas.api import full_area_name
from longgang.core.clock import today
from longgang.core.errors import Refused, allows
from longgang.core.forms import Form
from longgang.core.sealed import without_sealed
from longgang.core.tables import list_page

from ..actions.moving import confirm_moving, dismiss_moving, propose_moving
from ..forms import ConfirmMovingForm, DismissMovingForm, ProposeMovingForm
from ..lifecycle import MOVING
from ..models import Measure, MeasureQuerySet, MeasureRule, Moving
from ..moving import changes_under, list_movable, total_of
from ..permissions import check_may_decide
from ..presenting_moving import (
    LinesTable,
    PreviewTable,
    moving_facts,
    moving_title,
    total_facts,
)
from ..presenting_rules import rule_lines
from ..queries import find_rule
from ..wording import moving_tag

Decisions = dict[str, Form]


@list_page
@allowed(Permission.MEASURE_MOVE)
def propose(request: AuthenticatedRequest, who: str) -> HttpResponse:
    """Whom it would concern and how, by area; and the form that proposes just that."""
    rule = find_rule(who, on=today())
    if rule is None:
        raise Http404
    table = PreviewTable(_movable(request, rule), request, rule=rule)
    form = ProposeMovingForm(request.POST if "document_number" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        return table.respond("measures/move.html")
    if form.is_valid():
        try:
            moving = propose_moving(
                rule, area_code=_area_of(table), **form.cleaned_data, by=request.user
            )
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            form.add_refusals(refused)
        else:
            messages.success(request, _("Proposed. The command centre sees it on its home page."))
            return redirect(moving)
    return _answer_preview(request, rule, table, form)


@list_page
@allowed(Permission.MEASURE_MOVE, Permission.MEASURE_MOVE_CONFIRM, Permission.MEASURE_VIEW)
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One proposal with everybody it names; and its decision, for a second person."""
    moving = _get_moving(request, number)
    forms: Decisions = {"confirm": ConfirmMovingForm(), "dismiss": DismissMovingForm()}
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        if verb not in forms:
            raise Http404
        form = forms[verb] = type(forms[verb])(request.POST)
        if form.is_valid() and _decide(request, moving, form):
            return redirect(moving)
    return _answer(request, moving, forms)


def _movable(request: AuthenticatedRequest, rule: MeasureRule) -> QuerySet[Measure]:
    """Those whom one's post may propose to move."""
    scope = scope_of(request.user, Permission.MEASURE_MOVE)
    rows = list_movable(rule, area_code="").filter(scope.as_q(area="area_code"))
    return without_sealed(rows.select_related("person"), "person")


def _area_of(table: PreviewTable) -> str:
    """The area that was chosen, else the whole district."""
    return str(table.values.get("place", settings.DISTRICT_CODE))


def _answer_preview(
    request: AuthenticatedRequest, rule: MeasureRule, table: PreviewTable, form: Form
) -> HttpResponse:
    rows = table.rows.select_related(None).select_related("rule")
    assert isinstance(rows, MeasureQuerySet)
    total = total_of(changes_under(rows, rule))
    context = {
        "table": table,
        "line": rule_lines([rule])[0],
        "facts": [(_("Area"), full_area_name(_area_of(table))), *total_facts(total)],
        "form": form if total.people or form.errors else None,
    }
    if form.errors:
        return render(request, "measures/move.html", context, status=422)
    return table.respond("measures/move.html", context)


def _get_moving(request: AuthenticatedRequest, number: str) -> Moving:
    rows = Moving.objects.visible_to(request.user)
    rows = rows.select_related("rule", "proposed_by", "decided_by")
    return get_object_or_404(rows, number=number)


def _decide(request: AuthenticatedRequest, moving: Moving, form: Form) -> bool:
    """Do what was chosen; what is refused stands at the form."""
    facts: dict[str, Any] = dict(form.cleaned_data)
    try:
        if facts.pop("verb") == "confirm":
            count = confirm_moving(moving, by=request.user)
            messages.success(request, _("Done: %(n)s people moved.") % {"n": count})
        else:
            dismiss_moving(moving, **facts, by=request.user)
            messages.success(request, _("Turned down. Everybody keeps their rule."))
    except Refused as refused:
        if refused.status != Refused.status:
            raise
        form.add_refusals(refused)
        return False
    return True


def _answer(request: AuthenticatedRequest, moving: Moving, forms: Decisions) -> HttpResponse:
    lines = moving.lines.visible_to(request.user)
    rows = lines.select_related("moving", "measure__person")
    table = LinesTable(without_sealed(rows, "measure__person"), request)
    is_waiting = MOVING.may("confirm", moving.status)
    may_decide = is_waiting and allows(check_may_decide, request.user, moving)
    context = {
        "table": table,
        "moving": moving,
        "title": moving_title(moving),
        "tag": moving_tag(moving),
        "totals": total_facts(total_of(line.change for line in lines)),
        "facts": moving_facts(moving),
        "line": rule_lines([moving.rule])[0],
        "confirm_form": forms["confirm"] if may_decide else None,
        "dismiss_form": forms["dismiss"],
    }
    if request.method == "POST":
        return render(request, "measures/moving.html", context, status=422)
    return table.respond("measures/moving.html", context)
