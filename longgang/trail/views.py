"""The import of visits: template, upload, preview, entering. No page shows a visit."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.errors import Refusal, Refused
from longgang.core.excel import Rehearsal, write_faults, write_template
from longgang.core.privacy import mask_name
from longgang.core.tables import workbook_answer

from .actions.uploads import enter_visits_of_file, read_visits_of_file
from .forms import VisitFileForm
from .models import VisitUpload
from .visit_file import visit_columns

MOST_SHOWN = 100


@require_http_methods(["GET", "POST"])
@allowed(Permission.TRAIL_IMPORT)
def uploads(request: AuthenticatedRequest) -> HttpResponse:
    """Send a file of visits; the template and the latest ones beside it."""
    form = VisitFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return redirect(read_visits_of_file(form.cleaned_data["workbook"], by=request.user))
        except Refused as refused:
            form.add_refusals(refused)
    latest = VisitUpload.objects.visible_to(request.user).defer("rows")[:10]
    context = {"form": form, "uploads": latest}
    return render(request, "trail/uploads.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.TRAIL_IMPORT)
def template(request: AuthenticatedRequest) -> HttpResponse:
    """The workbook to fill in."""
    notes = [
        _("One row is one visit of one person; the columns may stand in any order."),
        _("A list of guests or passengers can be sent as it is, when its headers say the same."),
    ]
    content = write_template(_("List of visits"), visit_columns(), notes)
    return workbook_answer(content, _("visits-template"))


@require_GET
@allowed(Permission.TRAIL_IMPORT)
def upload(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What was read: counts, and the faulty rows with their reasons."""
    return _show(request, _get(request, number))


@require_POST
@allowed(Permission.TRAIL_IMPORT)
def enter(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Record the new rows, all or none; a second click finds them recorded."""
    read = _get(request, number)
    if read.confirmed_at is None:
        try:
            count = enter_visits_of_file(read, by=request.user)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            return _show(request, read, refused.refusals)
        words = ngettext("%(count)s visit recorded.", "%(count)s visits recorded.", count)
        messages.success(request, words % {"count": count})
    return redirect(read)


@require_GET
@allowed(Permission.TRAIL_IMPORT)
def faults(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The faulty rows as a workbook, reasons in red, to correct and send again."""
    faulty = Rehearsal.read(_get(request, number).rows).faulty
    words = _("faulty-rows")
    return workbook_answer(
        write_faults(_("List of visits"), visit_columns(), faulty), f"{number}-{words}"
    )


def _get(request: AuthenticatedRequest, number: str) -> VisitUpload:
    return get_object_or_404(VisitUpload.objects.visible_to(request.user), number=number)


def _show(
    request: AuthenticatedRequest, read: VisitUpload, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    rehearsal = Rehearsal.read(read.rows, named=lambda row: mask_name(row.values["name"]))
    context = {
        "upload": read,
        "refusals": refusals,
        "rehearsal": Rehearsal(rehearsal.faulty[:MOST_SHOWN]),
        "more_faults": max(read.faulty_count - MOST_SHOWN, 0),
    }
    status = Refused.status if refusals else 200
    return render(request, "trail/upload.html", context, status=status)
