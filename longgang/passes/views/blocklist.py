"""The blocklist's pages: who is on it, propose, confirm by a second person, lift."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.core.clock import today
from longgang.core.errors import Refused, allows
from longgang.core.identifiers import tidy_part_of_plate
from longgang.core.privacy import mask_name
from longgang.core.tables import Column, Empty, Table, list_page
from longgang.core.tags import Tag, Tone
from longgang.people.api import find_company

from ..actions.blocklist import confirm_block, lift_block, propose_block
from ..forms.blocklist import BlockForm
from ..forms.review import ReasonForm
from ..models import BlockEntry
from ..permissions import check_may_confirm_block, check_may_propose_block


def block_tag(entry: BlockEntry) -> Tag:
    """Whether the entry counts today."""
    if entry.lifted_at is not None:
        is_declined = entry.confirmed_at is None  # it was a proposal, and never counted
        return Tag(gettext_lazy("Declined") if is_declined else gettext_lazy("Lifted"), Tone.IDLE)
    if entry.ends_on < today():
        return Tag(gettext_lazy("Over"), Tone.IDLE)
    if entry.confirmed_at is None:
        return Tag(gettext_lazy("Proposed"), Tone.SOON)
    return Tag(gettext_lazy("In force"), Tone.BAD)


def blocked_in_words(entry: BlockEntry) -> str:
    """The plate, the credit code, or the masked name."""
    person = entry.person
    return entry.plate or entry.credit_code if person is None else mask_name(person.name)


class BlockTable(Table[BlockEntry]):
    """All entries, the newest first."""

    name = "blocklist"
    title = gettext_lazy("Blocklist")
    search_label = gettext_lazy("Plate, credit code, document or number")
    order = "-proposed"
    empty = Empty(
        gettext_lazy("Nobody is on the blocklist."),
        gettext_lazy("An entry needs a document, an end date and a second person."),
        icon="ban",
    )
    columns = [
        Column(
            "what",
            gettext_lazy("Blocked"),
            blocked_in_words,
            link=lambda row: reverse("passes:block", args=[row.number]),
            detail=lambda row: row.get_kind_display(),
        ),
        Column("document", gettext_lazy("Document"), "document_number"),
        Column("proposed", gettext_lazy("Proposed at"), "proposed_at", sort="proposed_at"),
        Column("ends", gettext_lazy("Last day"), "ends_on", sort="ends_on"),
        Column("status", gettext_lazy("Status"), block_tag),
    ]

    def search_rows(self, rows: QuerySet[BlockEntry], text: str) -> QuerySet[BlockEntry]:
        """By plate, credit code, document or number; people are found through the register."""
        return rows.filter(
            Q(plate__contains=tidy_part_of_plate(text))
            | Q(credit_code=text.upper())
            | Q(document_number__startswith=text)
            | Q(number=text.upper())
        )


@allowed(Permission.BLOCKLIST_VIEW)
@list_page
def blocklist(request: AuthenticatedRequest) -> HttpResponse:
    """The list; it is one for the district, because a gate anywhere must know it."""
    rows = BlockEntry.objects.visible_to(request.user).select_related("person")
    may_propose = allows(check_may_propose_block, request.user)
    return BlockTable(rows, request).respond("passes/blocklist.html", {"may_propose": may_propose})


@allowed(Permission.BLOCKLIST_PROPOSE)
@require_http_methods(["GET", "POST"])
def propose(request: AuthenticatedRequest) -> HttpResponse:
    """Propose an entry."""
    form = BlockForm(request.POST or None, by=request.user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            entry = propose_block(
                plate=data.get("vehicle"),
                person=data.get("person"),
                credit_code=data.get("company", ""),
                document_number=data["document_number"],
                ends_on=data["ends_on"],
                by=request.user,
                reason=data["reason"],
            )
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("Proposed. It counts once a second person confirms it."))
            return redirect("passes:block", entry.number)
    status = 422 if form.errors else 200
    return render(request, "passes/block_propose.html", {"form": form}, status=status)


@allowed(Permission.BLOCKLIST_VIEW)
@require_GET
def block(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One entry, and what one may do with it."""
    return _show(request, _get_entry(request.user, number), ReasonForm())


@allowed(Permission.BLOCKLIST_CONFIRM)
@require_POST
def confirm(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Make a proposal count."""
    entry = _get_entry(request.user, number)
    confirm_block(entry, by=request.user)
    messages.success(request, _("Confirmed: it counts from now on."))
    return redirect("passes:block", number)


@allowed(Permission.BLOCKLIST_CONFIRM)
@require_POST
def lift(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """End an entry or turn a proposal down."""
    entry = _get_entry(request.user, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, entry, form, status=422)
    lift_block(entry, **form.cleaned_data, by=request.user)
    messages.success(request, _("Lifted.") if entry.confirmed_at else _("Declined."))
    return redirect("passes:block", number)


def _show(
    request: AuthenticatedRequest, entry: BlockEntry, form: ReasonForm, status: int = 200
) -> HttpResponse:
    may_confirm = allows(check_may_confirm_block, request.user)
    context = {
        "entry": entry,
        "what": blocked_in_words(entry),
        "company": find_company(entry.credit_code) if entry.credit_code else None,
        "tag": block_tag(entry),
        "lift_form": form,
        "may_confirm": may_confirm
        and entry.confirmed_at is None
        and entry.lifted_at is None
        and entry.proposed_by_id != request.user.pk,
        "may_lift": may_confirm and entry.lifted_at is None,
    }
    return render(request, "passes/block.html", context, status=status)


def _get_entry(user: User, number: str) -> BlockEntry:
    entries = BlockEntry.objects.visible_to(user).select_related(
        "person", "proposed_by", "confirmed_by", "lifted_by"
    )
    return get_object_or_404(entries, number=number)
