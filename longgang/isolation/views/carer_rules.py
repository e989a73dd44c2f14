"""The carer rules: what holds, what held before, and, for who may, a new row."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from longgang.accounts.api import AuthenticatedRequest, allowed, rules_page

from ..actions.carer_rules import set_carer_rule
from ..forms import CarerRuleForm
from ..models import CarerRule


@require_http_methods(["GET", "POST"])
@allowed(*CarerRule.readers)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """From and up to which age somebody is a child, a carer, elderly, with its dates."""
    rows = CarerRule.objects.visible_to(request.user)
    return rules_page(request, "isolation/rules.html", rows, CarerRuleForm, set_carer_rule)
