"""The risk areas with their dates and their workbooks, and the rules of declarations."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import (
    AuthenticatedRequest,
    Permission,
    allowed,
    check_may_edit_rules,
    rules_page,
)
from longgang.core.answering import done
from longgang.core.errors import Refusal, Refused, allows
from longgang.core.excel import Rehearsal, write_faults, write_template
from longgang.core.tables import list_page, workbook_answer

from ..actions.dated import announce_risk_area, end_risk_area, set_arrival_rule
from ..actions.risk_uploads import enter_risk_workbook, read_risk_workbook
from ..models import ArrivalRule, RiskArea, RiskUpload
from ..risk_tables import RiskAreasTable
from ..risk_words import risk_in_words
from ..risk_workbook import risk_columns
from ..rule_forms import ArrivalRuleForm, EndRiskForm, RiskAreaForm, RiskWorkbookForm

READERS = ArrivalRule.readers


@list_page
@allowed(*READERS)
def risk_areas(request: AuthenticatedRequest) -> HttpResponse:
    """Every place that is one or was."""
    rows = RiskArea.objects.visible_to(request.user)
    context = {"may_edit": allows(check_may_edit_rules, request.user)}
    table = RiskAreasTable(rows, request, may_export=True)
    return table.respond("arrivals/risk_areas.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.RULE_EDIT)
def announce(request: AuthenticatedRequest) -> HttpResponse:
    """Enter one by hand."""
    check_may_edit_rules(request.user)
    form = RiskAreaForm(request.POST or None)
    if done(
        request,
        form,
        lambda: announce_risk_area(**form.cleaned_data, by=request.user),
        _("Announced. It counts for what is declared from now on."),
    ):
        return redirect("arrivals:risk_areas")
    context = {"form": form}
    return render(request, "arrivals/announce.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allowed(*READERS)
def risk_area(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One risk area, and its end."""
    area = get_object_or_404(RiskArea.objects.visible_to(request.user), number=number)
    if request.method == "POST":
        check_may_edit_rules(request.user)
    form = EndRiskForm(request.POST or None)
    if done(
        request,
        form,
        lambda: end_risk_area(area, **form.cleaned_data, by=request.user),
        _("Noted."),
    ):
        return redirect("arrivals:risk_area", number)
    may_end = area.until_on is None and allows(check_may_edit_rules, request.user)
    context = {"area": area, "name": risk_in_words(area), "form": form if may_end else None}
    return render(request, "arrivals/risk_area.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allowed(Permission.RULE_EDIT)
def workbooks(request: AuthenticatedRequest) -> HttpResponse:
    """Upload a day's list; the template and the latest ones beside it."""
    check_may_edit_rules(request.user)
    form = RiskWorkbookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            upload = read_risk_workbook(form.cleaned_data["workbook"], by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            return redirect("arrivals:risk_workbook", upload.number)
    uploads = RiskUpload.objects.visible_to(request.user).defer("rows")[:10]
    context = {"form": form, "uploads": uploads}
    return render(
        request, "arrivals/risk_workbooks.html", context, status=422 if form.errors else 200
    )


@require_GET
@allowed(Permission.RULE_EDIT)
def template(request: AuthenticatedRequest) -> HttpResponse:
    """The workbook to fill in."""
    notes = [
        _("One row is one place; the columns may stand in any order."),
        _("What stands in the list already is left as it is: you may send the whole list again."),
    ]
    content = write_template(_("Risk areas"), risk_columns(), notes)
    return workbook_answer(content, _("risk-areas-template"))


@require_GET
@allowed(Permission.RULE_EDIT)
def workbook(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What was read: counts, new rows, faulty rows with their reasons."""
    return _show(request, _get(request, number))


@require_POST
@allowed(Permission.RULE_EDIT)
def enter(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Announce the new rows, all or none; a second click finds them announced."""
    upload = _get(request, number)
    if upload.confirmed_at is None:
        try:
            count = enter_risk_workbook(upload, by=request.user)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            return _show(request, upload, refused.refusals)
        words = ngettext("%(count)s risk area announced.", "%(count)s risk areas announced.", count)
        messages.success(request, words % {"count": count})
    return redirect("arrivals:risk_workbook", number)


@require_GET
@allowed(Permission.RULE_EDIT)
def faults(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The faulty rows as a workbook, reasons in red, to correct and send again."""
    upload = _get(request, number)
    content = write_faults(_("Risk areas"), risk_columns(), Rehearsal.read(upload.rows).faulty)
    words = _("faulty-rows")
    return workbook_answer(content, f"{number}-{words}")


@require_http_methods(["GET", "POST"])
@allowed(*READERS)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """What holds for declarations, what held before, and, for who may, a new row."""
    return rules_page(
        request,
        "arrivals/rules.html",
        ArrivalRule.objects.visible_to(request.user),
        ArrivalRuleForm,
        set_arrival_rule,
        back_url=reverse("arrivals:risk_areas"),
    )


def _get(request: AuthenticatedRequest, number: str) -> RiskUpload:
    check_may_edit_rules(request.user)
    return get_object_or_404(RiskUpload.objects.visible_to(request.user), number=number)


def _show(
    request: AuthenticatedRequest, upload: RiskUpload, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    context = {
        "upload": upload,
        "refusals": refusals,
        "rehearsal": Rehearsal.read(upload.rows, named=lambda row: row.values.get("place", "")),
    }
    status = Refused.status if refusals else 200
    return render(request, "arrivals/risk_workbook.html", context, status=status)
