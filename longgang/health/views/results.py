"""The workbooks of the labs: template, upload, how far it is, preview, entering."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.errors import Refused
from longgang.core.excel import Rehearsal, write_faults, write_template
from longgang.core.tables import workbook_answer

from ..actions.result_uploads import ask_to_enter_results, send_result_workbook
from ..forms import EnterResultsForm, ResultWorkbookForm
from ..models import ResultUpload
from ..presenting import upload_context
from ..result_workbook import result_columns


@require_http_methods(["GET", "POST"])
@allowed(Permission.RESULT_IMPORT)
def results(request: AuthenticatedRequest) -> HttpResponse:
    """Send a lab's workbook; the template and the latest ones beside it."""
    form = ResultWorkbookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            sent = send_result_workbook(form.cleaned_data["workbook"], by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            return redirect(sent)
    uploads = ResultUpload.objects.visible_to(request.user).without_lists()[:10]
    context = {"form": form, "uploads": uploads}
    return render(request, "health/results.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.RESULT_IMPORT)
def template(request: AuthenticatedRequest) -> HttpResponse:
    """The workbook to fill in, for labs without a list of their own."""
    notes = [
        _("One row is one sample of one person; the columns may stand in any order."),
        _("A lab's own list can be sent as it is, when its headers say the same."),
        _("A positive mixed tube is entered as to be repeated for everybody in it."),
    ]
    content = write_template(_("Test results"), result_columns(), notes)
    return workbook_answer(content, _("test-results-template"))


@require_GET
@allowed(Permission.RESULT_IMPORT)
def upload(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """How far it is; then what each row would do, and what is wrong with the others."""
    return _answer(request, _get(request, number), EnterResultsForm())


@require_POST
@allowed(Permission.RESULT_IMPORT)
def enter(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Say yes; a second click finds it said."""
    sent, form = _get(request, number), EnterResultsForm(request.POST)
    if sent.asked_at or sent.confirmed_at:
        return redirect(sent)
    if done(
        request,
        form,
        lambda: ask_to_enter_results(sent, **form.cleaned_data, by=request.user),
        _("The results are being entered."),
    ):
        return redirect(sent)
    return _answer(request, sent, form)


@require_GET
@allowed(Permission.RESULT_IMPORT)
def faults(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The faulty rows as a workbook, reasons in red, to correct and send again."""
    faulty = Rehearsal.read(_get(request, number).rows).faulty
    content = write_faults(_("Test results"), result_columns(), faulty)
    words = _("faulty-rows")
    return workbook_answer(content, f"{number}-{words}")


def _get(request: AuthenticatedRequest, number: str) -> ResultUpload:
    rows = ResultUpload.objects.visible_to(request.user).with_lists()
    return get_object_or_404(rows, number=number)


def _answer(
    request: AuthenticatedRequest, sent: ResultUpload, form: EnterResultsForm
) -> HttpResponse:
    is_refresh = request.headers.get("HX-Target") == "upload"
    page = f"health/{'_result_upload' if is_refresh else 'result_upload'}.html"
    status = Refused.status if form.errors else 200
    return render(request, page, upload_context(sent, form), status=status)
