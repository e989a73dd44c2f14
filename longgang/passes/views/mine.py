"""One's own applications and passes: the list, one of them, and what can still be done with it."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, User, signed_in
from longgang.areas.api import find_desk_by_code
from longgang.core.clock import now
from longgang.core.errors import allows
from longgang.core.forms import Filters
from longgang.core.photos import show_stored
from longgang.core.sentences import listed
from longgang.core.tables import Column, Empty, Table, list_page
from longgang.people.api import companies_of

from ..actions.applications import withdraw_application
from ..actions.documents import open_document
from ..actions.drafts import start_draft
from ..describing import describe
from ..forms.apply_withdraw import WithdrawForm
from ..knowing import passes_of
from ..lifecycle import PASS, PassStatus
from ..models import Attachment, VehiclePass
from ..models.vehicle_pass import VehiclePassQuerySet
from ..permissions import check_may_change
from ..queries import running_trip
from ..repeating import answers_of
from ..wording import moments_of, pass_tag
from ..wording_of_trips import (
    behalf_words,
    standing_of,
    standing_of_pass,
    standing_words,
    trip_of,
    trip_steps,
    waiting_clock,
)

OWN = "applicants, people aboard, the visited company and the staff in charge find it"


class MineFilters(Filters):
    """What one looks for among one's own."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", gettext_lazy("All")), *PassStatus.choices],
    )


class MineTable(Table[VehiclePass]):
    """Own applications, newest first."""

    name = "mine"
    title = gettext_lazy("My passes")
    filters = MineFilters
    search_label = gettext_lazy("Plate or number")
    lookups = {"status": "status"}
    order = "-submitted"
    empty = Empty(
        gettext_lazy("No applications yet."),
        gettext_lazy("They appear here once you apply; it takes a few minutes."),
    )
    columns = [
        Column(
            "plate",
            gettext_lazy("Plate"),
            sort="plate",
            css="cell-code",
            link=lambda row: row.get_absolute_url(),
            detail=lambda row: row.goods_name or row.get_trip_kind_display(),
        ),
        Column("status", gettext_lazy("Status"), lambda row: pass_tag(row.status), detail=trip_of),
        Column("trip", gettext_lazy("Trip"), trip_of, on_page=False),
        Column("expected", gettext_lazy("Expected entry"), "expected_entry_at"),
        Column("consignee", gettext_lazy("Consignee"), lambda row: row.name_of("consignee")),
        Column("submitted", gettext_lazy("Submitted at"), "submitted_at", sort="submitted_at"),
        Column("number", gettext_lazy("Number"), css="cell-code"),
    ]

    def search_rows(self, rows: QuerySet[VehiclePass], text: str) -> QuerySet[VehiclePass]:
        """By part of the plate, or by the beginning of either number."""
        assert isinstance(rows, VehiclePassQuerySet)
        return rows.looked_for(text)

    @property
    def unit(self) -> str:
        """The companies that this person acts for."""
        assert isinstance(self.request.user, User)
        return listed(company.name for company in companies_of(self.request.user))


@signed_in("everybody sees their own")
@list_page
def list_mine(request: AuthenticatedRequest) -> HttpResponse:
    """Own applications and those of one's companies; those made for one, or with one aboard."""
    rows = VehiclePass.objects.visible_to(request.user).filter(passes_of(request.user))
    return MineTable(rows.prefetch_related("trips"), request, may_export=True).respond(
        "passes/mine.html"
    )


@signed_in(OWN)
@require_GET
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Where an application stands, what was declared, what happened, what can be done."""
    vehicle_pass = _get_pass(request.user, number)
    may_change = allows(check_may_change, request.user, vehicle_pass)
    desk = find_desk_by_code(vehicle_pass.desk_code)
    trip = running_trip(vehicle_pass)
    context = {
        "vehicle_pass": vehicle_pass,
        "tag": standing_of_pass(vehicle_pass),
        "desk": desk,
        "clock": waiting_clock(vehicle_pass, now()),
        "steps": trip_steps(vehicle_pass, trip),
        "trips": [(each, standing_of(each)) for each in vehicle_pass.trips.all()],
        "groups": describe(vehicle_pass),
        "documents": vehicle_pass.attachments.visible_to(request.user),
        "moments": moments_of(vehicle_pass),
        "may_change": may_change,
        "may_withdraw": may_change and PASS.may("withdraw", vehicle_pass.status),
        "may_correct": may_change and PASS.may("resubmit", vehicle_pass.status),
        "is_live": vehicle_pass.status == PassStatus.ISSUED,
        "withdraw_form": WithdrawForm(),
        "standing": standing_words(vehicle_pass),
        "behalf": behalf_words(vehicle_pass),
    }
    return render(request, "passes/show.html", context)


@signed_in("whoever may change it; the action asks")
@require_POST
def withdraw(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take it back before it is decided."""
    vehicle_pass = _get_pass(request.user, number)
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    withdraw_application(vehicle_pass, by=request.user, reason=reason)
    messages.success(request, _("The application is withdrawn."))
    return redirect(vehicle_pass)


@signed_in("whoever may change it; the action asks")
@require_POST
def correct(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Open the wizard with what was declared, at the marked step."""
    vehicle_pass = _get_pass(request.user, number)
    draft = start_draft(answers_of(vehicle_pass), corrects=vehicle_pass, by=request.user)
    return redirect("passes:draft_resume", draft.number)


@signed_in("whoever may change it")
@require_POST
def repeat(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The same trip again: everything but time and test is filled in, its documents included."""
    vehicle_pass = _get_pass(request.user, number)
    check_may_change(request.user, vehicle_pass)
    answers = answers_of(vehicle_pass, again=True)
    draft = start_draft(answers, repeats=vehicle_pass, by=request.user)
    return redirect("passes:draft_resume", draft.number)


@signed_in("whoever applied, and whoever may see personal data at the desk that decides")
@require_GET
def show_document(request: AuthenticatedRequest, number: str) -> FileResponse:
    """A photo of a document; never from a public folder, never kept by a cache."""
    attachments = Attachment.objects.visible_to(request.user).select_related("vehicle_pass")
    photo = open_document(get_object_or_404(attachments, number=number), by=request.user)
    return show_stored(photo)


def _get_pass(user: User, number: str) -> VehiclePass:
    return get_object_or_404(
        VehiclePass.objects.visible_to(user)
        .select_related("applicant", "company", "on_behalf_of", "rule", "superseded_by")
        .prefetch_related("aboard", "steps", "trips"),
        number=number,
    )
