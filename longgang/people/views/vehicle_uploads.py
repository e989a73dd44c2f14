"""A company's vehicles from a workbook: template, upload, preview, entering."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, signed_in
from longgang.core.errors import Refusal, Refused
from longgang.core.excel import Rehearsal, write_faults, write_template
from longgang.core.tables import workbook_answer

from .. import forms
from ..actions.vehicle_uploads import (
    enter_vehicle_workbook,
    read_vehicle_workbook,
)
from ..models import VehicleUpload
from ..queries import companies_of
from ..vehicle_workbook import vehicle_columns

OWN_COMPANIES = "only uploads of the companies this person acts for are found"


@signed_in(OWN_COMPANIES)
@require_http_methods(["GET", "POST"])
def upload_vehicles(request: AuthenticatedRequest) -> HttpResponse:
    """Upload a workbook; the template and the latest uploads beside it."""
    companies = companies_of(request.user)
    form = forms.VehicleWorkbookForm(
        request.POST or None, request.FILES or None, companies=companies
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            upload = read_vehicle_workbook(
                data["workbook"], company=data["company"], by=request.user
            )
        except Refused as refused:
            form.add_refusals(refused)
        else:
            return redirect("people:vehicle_upload", upload.number)
    uploads = VehicleUpload.objects.visible_to(request.user).defer("rows")[:10]
    context = {"form": form, "companies": companies, "uploads": uploads}
    return render(
        request, "people/vehicle_uploads.html", context, status=422 if form.errors else 200
    )


@signed_in("the template holds no data")
@require_GET
def template(request: AuthenticatedRequest) -> HttpResponse:
    """The workbook to fill in."""
    notes = [
        _("One row is one vehicle; a trailer has a row of its own."),
        _("Vehicles the company has already are brought up to date, blank cells change nothing."),
    ]
    content = write_template(_("Vehicles of the company"), vehicle_columns(), notes)
    return workbook_answer(content, _("vehicles-template"))


@signed_in(OWN_COMPANIES)
@require_GET
def show_upload(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What was read: counts, good rows, faulty rows with their reasons."""
    return _answer(request, _get(request, number))


@signed_in(OWN_COMPANIES)
@require_POST
def enter(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Enter the good rows, all or none; a second click finds them entered."""
    upload = _get(request, number)
    if upload.confirmed_at is None:
        try:
            entered = enter_vehicle_workbook(upload, by=request.user)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            return _answer(request, upload, refusals=refused.refusals)
        words = ngettext("%(count)s vehicle entered.", "%(count)s vehicles entered.", len(entered))
        messages.success(request, words % {"count": len(entered)})
    return redirect("people:vehicle_upload", number)


@signed_in(OWN_COMPANIES)
@require_GET
def faults(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The faulty rows as a workbook, reasons in red, to correct and send again."""
    rehearsal, name = Rehearsal.read(_get(request, number).rows), _("faults")
    content = write_faults(_("Vehicles of the company"), vehicle_columns(), rehearsal.faulty)
    return workbook_answer(content, f"{number}-{name}")


def _get(request: AuthenticatedRequest, number: str) -> VehicleUpload:
    uploads = VehicleUpload.objects.visible_to(request.user).select_related("company")
    return get_object_or_404(uploads, number=number)


def _answer(
    request: AuthenticatedRequest, upload: VehicleUpload, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    rehearsal = Rehearsal.read(upload.rows, named=lambda row: row.values["plate"])
    context = {"upload": upload, "rehearsal": rehearsal, "refusals": refusals}
    status = Refused.status if refusals else 200
    return render(request, "people/vehicle_upload.html", context, status=status)
