"""The rules of tracing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.errors import allows

from ..actions.tracing_rules import set_tracing_rule
from ..forms import TracingRuleForm
from ..models import TracingRule
from ..permissions import check_may_edit_rules


@require_http_methods(["GET", "POST"])
@allowed(Permission.RULE_VIEW, Permission.CASE_INVESTIGATE)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """What holds for cases, what held before, and, for who may, a new row."""
    history = list(TracingRule.objects.visible_to(request.user))
    may_edit = allows(check_may_edit_rules, request.user)
    if request.method == "POST":
        check_may_edit_rules(request.user)
    form = TracingRuleForm(request.POST or None, initial=_as_now(history))
    if form.is_bound and done(
        request,
        form,
        lambda: set_tracing_rule(**form.cleaned_data, by=request.user),
        _("Noted. Cases opened before keep their rule."),
    ):
        return redirect("tracing:rules")
    context = {"history": history, "form": form if may_edit else None}
    return render(request, "tracing/rules.html", context, status=422 if form.errors else 200)


def _as_now(history: list[TracingRule]) -> dict[str, object]:
    """The figures of the newest rule, from which the next one usually differs little."""
    names = ("days_before", "least_minutes", "linger_minutes", "first_circle", "second_circle")
    return {name: getattr(history[0], name) for name in names} if history else {}
