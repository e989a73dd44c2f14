"""The carer rules: what holds, what held before, and, for who may, a new row."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.errors import allows

from ..actions.carer_rules import set_carer_rule
from ..forms import CarerRuleForm
from ..models import CarerRule
from ..permissions import check_may_edit_rules


@require_http_methods(["GET", "POST"])
@allowed(Permission.RULE_VIEW, Permission.SITE_VIEW)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """From and up to which age somebody is a child, a carer, elderly, with its dates."""
    history = list(CarerRule.objects.visible_to(request.user))
    if request.method == "POST":
        check_may_edit_rules(request.user)
    form = CarerRuleForm(request.POST or None, initial=CarerRuleForm.start(history))
    if done(
        request,
        form,
        lambda: set_carer_rule(by=request.user, **form.cleaned_data),
        _("Noted. Nobody who has a room is moved."),
    ):
        return redirect("isolation:rules")
    may_edit = allows(check_may_edit_rules, request.user)
    context = {"history": history, "form": form if may_edit else None}
    return render(request, "isolation/rules.html", context, status=422 if form.errors else 200)
