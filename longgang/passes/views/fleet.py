"""Pages of a company's dispatcher: the workbook, its preview, a day sent again."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, User, signed_in
from longgang.core.clock import local_day, now, today
from longgang.core.days import parse_day
from longgang.core.errors import Refusal, Refused
from longgang.core.excel import Rehearsal, write_faults, write_template
from longgang.core.tables import workbook_answer
from longgang.people.api import Company, companies_of, waiting_companies_of

from ..actions.fleet import read_workbook, repeat_passes, submit_workbook
from ..fleet import columns
from ..forms.fleet import FleetForm, RepeatForm
from ..models import FleetUpload, VehiclePass

# Refused, taken back or replaced: nobody means these when a day is sent again.
NOT_AGAIN = ("withdrawn", "refused", "revoked", "superseded")
MOST_DAYS_OFF = timedelta(days=3650)
OWN_COMPANIES = "only uploads and passes of the companies this person acts for are found"


@signed_in(OWN_COMPANIES)
@require_http_methods(["GET", "POST"])
def fleet(request: AuthenticatedRequest) -> HttpResponse:
    """Upload a workbook; the template and the latest uploads beside it."""
    companies = companies_of(request.user)
    sent = (request.POST or None, request.FILES or None)
    form = FleetForm(*sent, companies=companies, signatory=request.user.name)
    if form.is_valid():
        data = form.cleaned_data
        try:
            upload = read_workbook(
                data["workbook"],
                company=data["company"],
                signature=data["signature"],
                by=request.user,
            )
        except Refused as refused:
            form.add_refusals(refused)
        else:
            return redirect("passes:fleet_upload", upload.number)
    uploads = FleetUpload.objects.visible_to(request.user).select_related("company")[:10]
    waiting = None if companies else waiting_companies_of(request.user).first()
    context = {"form": form, "companies": companies, "waiting": waiting, "uploads": uploads}
    return render(request, "passes/fleet.html", context, status=422 if form.errors else 200)


@signed_in("the template holds no data")
@require_GET
def fleet_template(request: AuthenticatedRequest) -> HttpResponse:
    """The workbook to fill in."""
    notes = [
        _("One row is one trip of one vehicle."),
        _("Drivers on the company's list need only their name; known vehicles need no papers."),
        _("For hazardous goods fill in the UN number, the waybill and the escort."),
        _("The same trip twice is announced once: you may send the file again."),
    ]
    content = write_template(_("Vehicle pass applications"), columns(), notes)
    return workbook_answer(content, _("vehicle-passes-template"))


@signed_in(OWN_COMPANIES)
@require_GET
def fleet_upload(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """What was read: counts, good rows, faulty rows with their reasons."""
    return _show_upload(request, _get_upload(request.user, number))


def _show_upload(
    request: AuthenticatedRequest, upload: FleetUpload, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    context = {
        "upload": upload,
        "refusals": refusals,
        "rehearsal": Rehearsal.read(upload.rows, named=lambda row: row.values["plate"]),
        "passes": upload.passes.order_by("id") if upload.confirmed_at else [],
    }
    status = Refused.status if refusals else 200
    return render(request, "passes/fleet_upload.html", context, status=status)


@signed_in(OWN_COMPANIES)
@require_POST
def fleet_submit(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Submit the good rows, all or none; a second click finds them submitted."""
    upload = _get_upload(request.user, number)
    if upload.confirmed_at is None:
        try:
            submitted = submit_workbook(upload, by=request.user)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            return _show_upload(request, upload, refusals=refused.refusals)
        messages.success(
            request,
            ngettext("%(count)s trip submitted.", "%(count)s trips submitted.", len(submitted))
            % {"count": len(submitted)},
        )
    return redirect("passes:fleet_upload", number)


@signed_in(OWN_COMPANIES)
@require_GET
def fleet_faults(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The faulty rows as a workbook, reasons in red, to correct and send again."""
    upload = _get_upload(request.user, number)
    rehearsal = Rehearsal.read(upload.rows)
    content = write_faults(_("Vehicle pass applications"), columns(), rehearsal.faulty)
    faults = _("faulty-rows")
    return workbook_answer(content, f"{number}-{faults}")


@signed_in(OWN_COMPANIES)
@require_http_methods(["GET", "POST"])
def fleet_repeat(request: AuthenticatedRequest) -> HttpResponse:
    """Again for tomorrow: the trips of a day for another day, all ticked unless asked otherwise."""
    company = _get_company(request)
    source = _read_day(request.GET.get("from", ""))
    passes = VehiclePass.objects.visible_to(request.user).filter(company=company)
    trips = passes.filter(expected_entry_at__date=source)
    trips = trips.exclude(status__in=NOT_AGAIN).order_by("expected_entry_at", "id")
    ticked = trips.none() if request.GET.get("tick") == "none" else trips
    start = {"day": source + timedelta(days=1), "passes": [trip.number for trip in ticked]}
    signatory = request.user.name
    form = RepeatForm(request.POST or None, passes=trips, signatory=signatory, initial=start)
    refused_passes: list[tuple[VehiclePass, Refusal]] = []
    if form.is_valid():
        refused_passes = _repeat(request, form, company=company, source=source)
        if not refused_passes:
            return redirect("passes:mine")
    context = {
        "form": form,
        "company": company,
        "source": source,
        "refused_passes": refused_passes,
        "latest": _latest_day(passes),
    }
    return render(request, "passes/fleet_repeat.html", context, status=422 if form.errors else 200)


def _repeat(
    request: AuthenticatedRequest, form: RepeatForm, *, company: Company, source: date
) -> list[tuple[VehiclePass, Refusal]]:
    """Submit the chosen trips for the chosen day; those that could not be, with the reason."""
    chosen = form.cleaned_data["passes"].select_related("vehicle")
    submitted, refused_passes = repeat_passes(
        chosen.prefetch_related("aboard__person", "attachments"),
        days=(form.cleaned_data["day"] - source).days,
        signature=form.cleaned_data["signature"],
        company=company,
        by=request.user,
    )
    known = len(chosen) - len(submitted) - len(refused_passes)
    if submitted:
        words = ngettext("%(count)s trip submitted.", "%(count)s trips submitted.", len(submitted))
        messages.success(request, words % {"count": len(submitted)})
    if known:
        words = ngettext(
            "%(count)s trip had been announced before, and is not announced twice.",
            "%(count)s trips had been announced before, and are not announced twice.",
            known,
        )
        messages.info(request, words % {"count": known})
    return refused_passes


def _get_upload(user: User, number: str) -> FleetUpload:
    uploads = FleetUpload.objects.visible_to(user).select_related("company")
    return get_object_or_404(uploads, number=number)


def _get_company(request: AuthenticatedRequest) -> Company:
    companies = companies_of(request.user)
    number = request.GET.get("company", "")
    wanted = companies.filter(number=number) if number else companies
    first = wanted.first()
    return first or get_object_or_404(wanted, number=number)


def _read_day(text: str) -> date:
    """The day asked for, else today; what cannot be read, or lies years off, is today too."""
    try:
        day = parse_day(text) if text else today()
    except Refused:
        return today()
    return day if abs(day - today()) < MOST_DAYS_OFF else today()


def _latest_day(passes: QuerySet[VehiclePass]) -> date | None:
    """The last day on which there were trips, to offer it."""
    known = passes.filter(expected_entry_at__lt=now() + timedelta(days=1))
    latest = known.order_by("-expected_entry_at").first()
    return local_day(latest.expected_entry_at) if latest else None
