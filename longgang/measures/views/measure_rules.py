"""The rules' pages: what holds now, what held before, a new row from a day on, and an end."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import (
    AuthenticatedRequest,
    Permission,
    User,
    allowed,
    check_may_edit_rules,
)
from longgang.core.answering import done
from longgang.core.clock import today
from longgang.core.errors import allows

from ..actions.measure_rules import end_rule, set_rule
from ..kinds import Who
from ..models import MeasureRule, Moving
from ..permissions import check_may_move
from ..presenting_moving import moving_title
from ..presenting_rules import rule_lines, start_of
from ..rule_forms import EndRuleForm, RuleForm
from ..wording import moving_tag

MOVINGS = 30  # the newest, below the rules


@require_GET
@allowed(*MeasureRule.readers)
def list_all(request: AuthenticatedRequest) -> HttpResponse:
    """Each kind of person with the rule in force, or none."""
    rules = MeasureRule.objects.visible_to(request.user).in_force(today())
    held = {rule.who: rule for rule in rules}
    kinds = [(who, rule_lines([held[who]]) if who in held else []) for who in Who]
    movings = Moving.objects.visible_to(request.user).select_related("rule")[:MOVINGS]
    context = {
        "kinds": kinds,
        "movings": [(each, moving_title(each), moving_tag(each)) for each in movings],
    }
    return render(request, "measures/rules.html", context)


@require_http_methods(["GET", "POST"])
@allowed(*MeasureRule.readers)
def show(request: AuthenticatedRequest, who: str) -> HttpResponse:
    """What holds for one kind of person, how it came to that, and, for who may, a new row."""
    history = _history(request.user, who)
    if request.method == "POST":
        check_may_edit_rules(request.user)
    form = RuleForm(request.POST or None, initial=start_of(history))
    if done(
        request,
        form,
        lambda: set_rule(who, form.figures(), **form.order(), by=request.user),
        form.noted,
    ):
        return redirect("measures:rule", who)
    return _answer(request, who, history, form, EndRuleForm(auto_id="end-%s"))


@require_POST
@allowed(Permission.RULE_VIEW)
def end(request: AuthenticatedRequest, who: str) -> HttpResponse:
    """Let no rule hold for this kind of person from a day on."""
    history = _history(request.user, who)
    check_may_edit_rules(request.user)
    last = next((rule for rule in history if rule.valid_to is None), None)
    if last is None:
        raise Http404
    form = EndRuleForm(request.POST, auto_id="end-%s")
    new = RuleForm(initial=start_of(history))
    if done(request, form, lambda: end_rule(last, **form.cleaned_data, by=request.user), new.noted):
        return redirect("measures:rule", who)
    return _answer(request, who, history, new, form)


def _history(user: User, who: str) -> list[MeasureRule]:
    if who not in Who.values:
        raise Http404
    return list(MeasureRule.objects.visible_to(user).filter(who=who).order_by("-valid_from"))


def _answer(
    request: AuthenticatedRequest,
    who: str,
    history: list[MeasureRule],
    form: RuleForm,
    end_form: EndRuleForm,
) -> HttpResponse:
    may_edit = allows(check_may_edit_rules, request.user)
    context = {
        "who": Who(who),
        "back_url": reverse("measures:rules"),
        "lines": rule_lines(history),
        "form": form if may_edit else None,
        "may_move": any(row.holds_on(today()) for row in history)
        and allows(check_may_move, request.user, area_code=settings.DISTRICT_CODE),
        "end_form": end_form if may_edit and any(not row.valid_to for row in history) else None,
    }
    status = 422 if form.errors or end_form.errors else 200
    return render(request, "measures/rule.html", context, status=status)
