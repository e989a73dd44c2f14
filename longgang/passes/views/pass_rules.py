"""The rules' pages: what holds now, what held before, and a new row from a day on."""

import dataclasses

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from longgang.accounts.api import (
    AuthenticatedRequest,
    Permission,
    User,
    allowed,
    check_may_edit_rules,
)
from longgang.areas.api import DeskKind
from longgang.audit.api import name_in_words
from longgang.core.clock import now
from longgang.core.errors import Refused, allows

from ..actions.pass_rules import RuleFigures, set_rule
from ..application import GoodsClass, TripKind
from ..forms.pass_rules import RuleForm
from ..models import PassRule


@allowed(Permission.RULE_VIEW)
@require_GET
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """The rules in force, one row per kind of trip and class of goods, and when each changes."""
    rows, moment = PassRule.objects.visible_to(request.user), now()
    planned = rows.filter(valid_from__gt=moment).order_by("-valid_from")
    changes = {(row.trip_kind, row.goods_class): row.valid_from for row in planned}
    shown = [
        (row, DeskKind(row.desk_kind).label, changes.get((row.trip_kind, row.goods_class)))
        for row in rows.in_force(moment).order_by("trip_kind", "goods_class")
    ]
    context = {"rules": shown}
    return render(request, "passes/rules.html", context)


@allowed(Permission.RULE_VIEW)
@require_http_methods(["GET", "POST"])
def rule(request: AuthenticatedRequest, trip_kind: str, goods_class: str) -> HttpResponse:
    """What holds for one kind of trip, how it came to that, and, for who may, a new row."""
    if trip_kind not in TripKind.values or goods_class not in GoodsClass.values:
        raise Http404
    if request.method == "POST":
        check_may_edit_rules(request.user)
    rows = PassRule.objects.visible_to(request.user)
    history = list(rows.filter(trip_kind=trip_kind, goods_class=goods_class))
    may_edit = allows(check_may_edit_rules, request.user)
    form = RuleForm(request.POST or None, initial=_figures_of(history))
    if form.is_valid() and _set_rule(trip_kind, goods_class, form, by=request.user):
        messages.success(request, _("Noted. What was submitted before stays as it was."))
        return redirect("passes:rule", trip_kind, goods_class)
    context = {
        "history": [_row_in_words(row) for row in history],
        "form": form if may_edit else None,
        "trip_kind": TripKind(trip_kind).label,
        "goods_class": GoodsClass(goods_class).label,
        "now": now(),
    }
    return render(request, "passes/rule.html", context, status=422 if form.errors else 200)


def _row_in_words(row: PassRule) -> tuple[PassRule, object, str]:
    return row, DeskKind(row.desk_kind).label, name_in_words(row.author_name)


def _set_rule(trip_kind: str, goods_class: str, form: RuleForm, *, by: User) -> bool:
    """Write the new row; why it was refused stands in the form."""
    facts = form.cleaned_data
    try:
        set_rule(
            trip_kind,
            goods_class,
            form.figures(),
            valid_from=facts["valid_from"],
            document_number=facts["document_number"],
            by=by,
        )
    except Refused as refused:
        form.add_refusals(refused)
        return False
    return True


def _figures_of(history: list[PassRule]) -> dict[str, object]:
    """The newest row's figures as a start; the defaults where there is none yet."""
    if not history:
        return dataclasses.asdict(RuleFigures(desk_kind=DeskKind.INDUSTRY))
    return {
        field.name: getattr(history[0], field.name) for field in dataclasses.fields(RuleFigures)
    }
