"""What was not let pass at the checkpoints: the list, one scan, and what was scanned."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed, holds
from longgang.areas.api import place_name
from longgang.core.errors import Refused, allows
from longgang.core.privacy import Purpose
from longgang.core.sealed import without_sealed
from longgang.core.tables import Column, Empty, Table, list_page
from longgang.people.api import RevealForm

from ..actions.refused_scans import reveal_scanned
from ..forms.lists import ScanFilters
from ..gate_wording import answer_tag, describe_scan
from ..models import RefusedScan, VehiclePass
from ..models.refused_scan import begins_with
from ..permissions import check_may_reveal_scan
from .gate_checks import sees_checks

HIDDEN = "********"


class ScanTable(Table[RefusedScan]):
    """Refused scans of a post's scope, the latest first."""

    name = "refused-scans"
    title = _("Refused scans")
    filters = ScanFilters
    lookups = {
        "answer": "verdict_code",
        "checkpoint": "premises_number",
        "way": "direction",
        "kind": "code_kind",
        "since": "happened_at__gte",
        "until": "happened_at__lt",
    }
    order = "-happened"
    empty = Empty(
        _("Nothing was refused."),
        _("What is scanned or typed at a checkpoint and may not pass appears here."),
        icon="barrier-block",
    )
    columns = [
        Column(
            "plate",
            _("Plate"),
            lambda row: row.plate or _("No plate"),
            css="cell-code",
            link=lambda row: row.get_absolute_url(),
            detail=lambda row: row.number,
        ),
        Column("answer", _("Answer"), answer_tag, css="cell-said", width=34),
        Column("happened", _("When"), "happened_at", sort="happened_at"),
        Column("checkpoint", _("Checkpoint"), lambda row: place_name(row.premises_number)),
        Column("way", _("Way"), lambda row: row.get_direction_display()),
        Column("kind", _("What was shown"), lambda row: row.get_code_kind_display()),
        Column("officer", _("Officer"), "officer.name"),
        Column("number", _("Number"), on_page=False, width=22),
        Column("pass_number", _("Pass number"), "vehicle_pass.pass_number", on_page=False),
        Column("device", _("Device"), "device_number", on_page=False, width=22),
        Column("learned", _("Known here since"), "learned_at", on_page=False),
        Column("note", _("Note"), "note", on_page=False, width=34),
    ]

    def search_rows(self, rows: QuerySet[RefusedScan], text: str) -> QuerySet[RefusedScan]:
        """By the beginning of the plate, of the scan's number or of the pass's."""
        return rows.filter(begins_with(text.upper()))


@sees_checks
@list_page
def refused_scans(request: AuthenticatedRequest) -> HttpResponse:
    """Every refused scan in scope."""
    visible = RefusedScan.objects.visible_to(request.user).select_related("officer", "vehicle_pass")
    rows = without_sealed(visible, "vehicle_pass")
    table = ScanTable(rows, request, may_export=holds(request.user, Permission.PASS_EXPORT))
    return table.respond("passes/refused_scans.html")


@sees_checks
@require_GET
def refused_scan(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Everything about one refused scan; what was scanned is hidden."""
    return _show(request, _get_scan(request.user, number))


@allowed(Permission.PERSON_REVEAL)
@never_cache
@require_POST
def reveal_scan(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The same page with what was scanned in clear, once a purpose is written down."""
    scan = _get_scan(request.user, number)
    form = RevealForm(request.POST)
    shown = ""
    if form.is_valid():
        try:
            shown = reveal_scanned(scan, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
    return _show(request, scan, shown=shown, form=form)


def _show(
    request: AuthenticatedRequest,
    scan: RefusedScan,
    *,
    shown: str = "",
    form: RevealForm | None = None,
) -> HttpResponse:
    is_faulty = form is not None and bool(form.errors)
    context = {
        "scan": scan,
        "tag": answer_tag(scan),
        "facts": describe_scan(scan),
        "code": shown or HIDDEN,
        "may_see_pass": _may_see_pass(request.user, scan),
        "may_reveal": not shown and allows(check_may_reveal_scan, request.user, scan),
        "form": form or RevealForm(initial={"purpose": Purpose.INVESTIGATE}),
    }
    return render(request, "passes/refused_scan.html", context, status=422 if is_faulty else 200)


def _may_see_pass(user: User, scan: RefusedScan) -> bool:
    mine = VehiclePass.objects.visible_to(user)
    return scan.vehicle_pass is not None and mine.filter(pk=scan.vehicle_pass.pk).exists()


def _get_scan(user: User, number: str) -> RefusedScan:
    scans = RefusedScan.objects.visible_to(user).select_related("officer", "vehicle_pass")
    return get_object_or_404(scans, number=number)
