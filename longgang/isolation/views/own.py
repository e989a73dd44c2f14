"""One's own stay at a site, and those of people one acts for: the room, the days, and asking."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, signed_in
from longgang.core.answering import done

from ..actions.day import ask_for
from ..forms import RequestForm
from ..presenting_own import own_context
from ..queries import find_own

GUARD = "one's own stay, and those of people one acts for"


@require_GET
@signed_in(GUARD)
def mine(request: AuthenticatedRequest) -> HttpResponse:
    """Where one is, until when, and what one has asked for."""
    return render(request, "isolation/mine.html", own_context(request.user))


@require_POST
@signed_in(GUARD)
def ask(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Ask the site for something."""
    stay = find_own(request.user, number)
    if stay is None:
        raise Http404
    form = RequestForm(request.POST, auto_id=f"{number}-%s")
    if done(
        request,
        form,
        lambda: ask_for(stay, by=request.user, **form.cleaned_data),
        _("The site has been told."),
    ):
        return redirect("isolation:mine")
    context = own_context(request.user, {number: form})
    return render(request, "isolation/mine.html", context, status=422)
