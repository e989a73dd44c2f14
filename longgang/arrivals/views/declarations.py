"""The community's and the street's queue, the list, the page of a declaration, and its deeds."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed, holds
from longgang.core.answering import done
from longgang.core.sealed import without_sealed
from longgang.core.tables import list_page
from longgang.people.api import Asked, answer_call, reveal_on_page

from ..actions.drafts import start_draft
from ..correcting import answers_of
from ..deeds import DEEDS
from ..models import Declaration
from ..presenting import declaration_context
from ..tables import DeclarationsTable
from ..waiting import waiting_groups
from ..wording import name_of


@require_GET
@allowed(Permission.DECLARATION_VIEW)
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for one's community or street; the page keeps itself fresh."""
    groups = waiting_groups(request.user)
    context = {
        "groups": groups,
        "is_busy": any(group.rows for group in groups),
        "may_declare": holds(request.user, Permission.DECLARATION_HANDLE),
    }
    is_refresh = request.headers.get("HX-Target") == "waiting"
    return render(request, f"arrivals/{'_queue' if is_refresh else 'queue'}.html", context)


@list_page
@allowed(Permission.DECLARATION_VIEW)
def list_declarations(request: AuthenticatedRequest) -> HttpResponse:
    """Every declaration of one's area, to search, filter and export."""
    rows = Declaration.objects.visible_to(request.user)
    shown = without_sealed(rows.select_related("person"), "person")
    return DeclarationsTable(shown, request, may_export=True).respond("arrivals/list.html")


@require_GET
@allowed(Permission.DECLARATION_VIEW)
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One declaration: what it means, what was declared, and what can be done."""
    return answer(request, get_declaration(request.user, number), Asked())


@require_POST
@allowed(Permission.DECLARATION_HANDLE)
def do(request: AuthenticatedRequest, number: str, deed: str) -> HttpResponse:
    """One of the deeds; what is refused stands at its field, on the same page."""
    if deed not in DEEDS:
        raise Http404
    chosen, declaration = DEEDS[deed], get_declaration(request.user, number)
    chosen.check(request.user, declaration)
    form = chosen.form_for(declaration, request.POST)
    if done(
        request,
        form,
        lambda: chosen.perform(declaration, form.cleaned_data, by=request.user),
        str(chosen.done),
    ):
        return redirect(_page_after(request.user, declaration))
    return answer(request, declaration, Asked(forms={deed: form}))


def _page_after(user: User, declaration: Declaration) -> str:
    """Its page, or the queue when it is one's own no more: sent back to another community."""
    is_there = Declaration.objects.visible_to(user).filter(pk=declaration.pk).exists()
    return declaration.get_absolute_url() if is_there else "arrivals:queue"


@require_POST
@allowed(Permission.DECLARATION_HANDLE)
def correct(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Go through what was declared and put it right."""
    declaration = get_declaration(request.user, number)
    draft = start_draft(answers_of(declaration), corrects=declaration, by=request.user)
    return redirect("arrivals:draft_check", draft.number)


@never_cache
@require_POST
@allowed(Permission.PERSON_REVEAL)
def call(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The phone number as a link that dials; that it was seen, and why, is written down first."""
    declaration = get_declaration(request.user, number)
    words = _("Call about the declaration %(number)s") % {"number": declaration.number}
    page = {
        "name": name_of(declaration, request.user),
        "number": declaration.number,
        "back_url": reverse("arrivals:declaration", args=[declaration.number]),
        "back_label": _("The declaration"),
    }
    return answer_call(
        request, declaration.person, place=declaration.seen_from, about=words, page=page
    )


@require_POST
@allowed(Permission.PERSON_REVEAL)
def show_value(request: AuthenticatedRequest, number: str, field: str) -> HttpResponse:
    """Show a value once, after asking why."""
    declaration = get_declaration(request.user, number)
    row = declaration if field == "address" else declaration.person
    asked = reveal_on_page(request, row, field, place=declaration.seen_from)
    return answer(request, declaration, asked)


def get_declaration(user: User, number: str) -> Declaration:
    """The declaration, if it is this person's to see; else 404."""
    rows = Declaration.objects.visible_to(user).select_related(
        "person__user", "declared_by", "claimed_by", "closed_by", "risk_area", "measure"
    )
    return get_object_or_404(rows, number=number)


def answer(request: AuthenticatedRequest, declaration: Declaration, asked: Asked) -> HttpResponse:
    """The page, with what was asked for."""
    context = declaration_context(declaration, request.user, asked)
    return render(request, "arrivals/declaration.html", context, status=asked.status)
