"""Deciding about several contacts: chosen, seen with what the rules give, carried out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.core.answering import done
from longgang.core.clock import now
from longgang.core.errors import Refused
from longgang.core.tables import workbook_answer

from ..actions.batches import carry_out, choose_contacts, discard_batch
from ..actions.cases import note_question
from ..actions.lists import export_list, print_orders
from ..asking import ask, undecided
from ..forms import TICKED, ChooseForm, ReasonForm, ThresholdsForm
from ..lifecycle import LISTED
from ..models import Batch, Case, Contact
from ..permissions import check_may_investigate
from ..presenting_batches import FOUND, batch_context
from ..presenting_orders import orders_context
from ..queries import people_numbered
from ..wording import counts_in_words
from ..workbook import write_contacts
from .showing import CHOOSE, answer_case, get_case, when_ready


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
@when_ready
def choose(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Those who were ticked, or a whole circle, as the thresholds of the address find it now."""
    case = get_case(request.user, number)
    check_may_investigate(request.user, case)
    form = ChooseForm(request.POST, auto_id=CHOOSE)
    asked = ThresholdsForm.asked(case, request.GET)
    if form.is_valid() and asked.is_valid():
        try:
            batch = _choose(request, case, form, asked)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            form.add_refusals(refused)
        else:
            return redirect(batch)
    return answer_case(request, case, {"choose": form})


def _choose(
    request: AuthenticatedRequest, case: Case, form: ChooseForm, asked: ThresholdsForm
) -> Batch:
    circles, whom = ask(case, asked.thresholds()), form.cleaned_data["whom"]
    if whom == TICKED:
        people = people_numbered(request.POST.getlist("person"))
    else:
        people = circles.people(int(whom))
    met = circles.last_days(undecided(circles, people))
    return choose_contacts(case, met, by=request.user, reason=form.cleaned_data["reason"])


@require_GET
@allowed(Permission.CASE_INVESTIGATE)
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Who was chosen, and what the rules give each; once carried out, what each was given."""
    return _answer(request, _get(request.user, number), ReasonForm())


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
def do(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Open the measures."""
    batch = _get(request.user, number)
    counts = carry_out(batch, by=request.user)
    words = _("Carried out: %(counts)s. Whoever looks after the people sees them now.")
    messages.success(request, words % {"counts": counts_in_words(counts)})
    return redirect(batch)


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
def discard(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Let them go."""
    batch = _get(request.user, number)
    form = ReasonForm(request.POST)
    if done(
        request,
        form,
        lambda: discard_batch(batch, by=request.user, **form.cleaned_data),
        _("Discarded. Nothing is decided about them."),
    ):
        return redirect(batch.case)
    return _answer(request, batch, form)


@require_POST
@allowed(Permission.CASE_INVESTIGATE)
def take_list(request: AuthenticatedRequest, number: str, group: str) -> HttpResponse:
    """The workbook of one group, for whoever has to find the people."""
    if group not in LISTED:
        raise Http404
    batch, moment = _get(request.user, number), now()
    form = _list_form(group, request.POST)
    found: list[Contact] = []
    if done(
        request,
        form,
        lambda: found.extend(export_list(batch, group, by=request.user, **form.cleaned_data)),
        _("The list was taken; that is written down."),
    ):
        content = write_contacts(batch, group, found, by=request.user, moment=moment)
        return workbook_answer(content, f"{batch.number}-{group}")
    return _answer(request, batch, ReasonForm(), {group: form})


@require_http_methods(["GET", "POST"])
@allowed(Permission.CASE_INVESTIGATE)
def orders(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """An order on A4 for each whose measure was opened; values in clear only after asking why."""
    batch = _get(request.user, number)
    is_asked = request.method == "POST"
    form = ReasonForm(request.POST if is_asked else None, initial={"reason": _("Orders on paper")})
    is_clear = is_asked and done(
        request,
        form,
        lambda: print_orders(batch, by=request.user, **form.cleaned_data),
        _("The numbers are shown; that is written down."),
    )
    note_question(batch.case, "contacts", asked=batch.number, by=request.user)
    context = orders_context(batch, request.user, form=form, is_clear=is_clear)
    return render(request, "tracing/orders.html", context, status=422 if form.errors else 200)


def _list_form(group: str, data: Any = None) -> ReasonForm:
    return ReasonForm(data, auto_id=f"{group}-%s")


def _get(user: User, number: str) -> Batch:
    rows = Batch.objects.visible_to(user)
    rows = rows.select_related("case__rule", "case__person", "proposed_by", "decided_by")
    return get_object_or_404(rows, number=number)


def _answer(
    request: AuthenticatedRequest,
    batch: Batch,
    form: ReasonForm,
    lists: Mapping[str, ReasonForm] = MappingProxyType({}),
) -> HttpResponse:
    note_question(batch.case, "contacts", asked=batch.number, by=request.user)
    asked = request.GET.get("found", "")
    only = asked if asked in FOUND else ""
    context = batch_context(batch, request.user, only=only) | {"form": form}
    context["groups"] = [
        (tag, rows, group, (lists.get(group) or _list_form(group)) if group else None)
        for tag, rows, group in context["groups"]
    ]
    status = 422 if form.errors or lists else 200
    return render(request, "tracing/batch.html", context, status=status)
