"""The page of dated rules: what holds, what held before, and, for who may, a new row."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.answering import done
from longgang.core.errors import Words, allows
from longgang.core.forms import DateInput, Form
from longgang.core.sentences import join_lazy, join_sentences

from .access import AuthenticatedRequest
from .dated import DatedRule, check_may_edit_rules


class DatedRuleForm(Form):
    """The figures of a rule, and then from when and on whose word."""

    kept: Words  # a sentence: what stays as it was under the rule before

    valid_from = forms.DateField(
        label=pgettext_lazy("rule", "Holds from"), widget=DateInput(), required=False
    )
    document_number = forms.CharField(label=_("Number of the document"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].help_text = join_lazy(_("Blank: today."), self.kept)
        for name in ("valid_from", "document_number"):
            self.fields[name] = self.fields.pop(name)

    @property
    def noted(self) -> str:
        """What is said once the new row is there."""
        return join_sentences(_("Noted."), self.kept)


def rules_page(
    request: AuthenticatedRequest,
    template: str,
    rows: models.QuerySet[Any],
    form_class: type[DatedRuleForm],
    set_rule: Callable[..., DatedRule],
    *,
    back_url: str = "",
) -> HttpResponse:
    """Show the rows that the person sees, newest first; set the next, which begins as the last."""
    history = list(rows)
    if request.method == "POST":
        check_may_edit_rules(request.user)
    form = form_class(request.POST or None, initial=history[0].told() if history else {})
    if done(request, form, lambda: set_rule(**form.cleaned_data, by=request.user), form.noted):
        return redirect(request.path)
    may_edit = allows(check_may_edit_rules, request.user)
    context = {"history": history, "form": form if may_edit else None, "back_url": back_url}
    return render(request, template, context, status=422 if form.errors else 200)
