"""One's own declarations, and those of people one acts for: what they mean, and what to do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, User, signed_in

from ..actions.declaring import withdraw_declaration
from ..lifecycle import OPEN
from ..meaning import meaning_of
from ..models import Declaration
from ..models.declaration import DeclarationQuerySet
from ..presenting import facts_of, stays_of
from ..wording import status_tag

GUARD = "one's own declarations, and those of people one acts for"
SHOWN = 20


@require_GET
@signed_in(GUARD)
def mine(request: AuthenticatedRequest) -> HttpResponse:
    """The open ones first, then the last that were settled."""
    rows = _own(request.user).select_related("person", "risk_area", "measure", "declared_by")
    found = sorted(rows[:SHOWN], key=lambda each: each.status not in OPEN)
    lines = [
        {
            "declaration": each,
            "status": status_tag(each),
            "meaning": meaning_of(each),
            "facts": facts_of(each, request.user),
            "stays": stays_of(each),
            "is_open": each.status in OPEN,
        }
        for each in found
    ]
    return render(request, "arrivals/mine.html", {"lines": lines})


@require_POST
@signed_in(GUARD)
def withdraw(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take it back."""
    declaration = get_object_or_404(_own(request.user).select_related("person"), number=number)
    withdraw_declaration(declaration, by=request.user)
    messages.success(request, _("Withdrawn."))
    return redirect("arrivals:mine")


def _own(user: User) -> DeclarationQuerySet:
    """Declared by oneself, of oneself, or of people one acts for."""
    return Declaration.objects.visible_to(user).of(user)
