"""The rules of tracing."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from longgang.accounts.api import AuthenticatedRequest, allowed, rules_page

from ..actions.tracing_rules import set_tracing_rule
from ..forms import TracingRuleForm
from ..models import TracingRule


@require_http_methods(["GET", "POST"])
@allowed(*TracingRule.readers)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """What holds for cases, what held before, and, for who may, a new row."""
    rows = TracingRule.objects.visible_to(request.user)
    return rules_page(request, "tracing/rules.html", rows, TracingRuleForm, set_tracing_rule)
