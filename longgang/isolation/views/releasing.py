"""Whose days are over: each with every item of the check, released one by one or all at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.sentences import join_sentences
from longgang.people.api import check_may_reveal

from ..actions.releasing import Released, confirm_release, release_list
from ..forms import ReleaseForm
from ..permissions import check_may_release
from ..presenting import place_of
from ..presenting_release import (
    leaving_context,
    notice_context,
    notice_form,
    reveal_for_notice,
)
from .sites import get_site
from .stays import get_stay


@require_http_methods(["GET", "POST"])
@allowed(Permission.SITE_VIEW)
def leaving_today(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Whose days are over; those who are ticked are released at once, and what fails is named."""
    site = get_site(request.user, number)
    if request.method == "GET":
        is_ticked = request.GET.get("tick") == "all"
        context = leaving_context(site, request.user, is_ticked=is_ticked)
        return render(request, "isolation/leaving.html", context)
    check_may_release(request.user, site)
    form = ReleaseForm(request.POST)
    form.offer_of(site, request.user)
    if form.is_valid():
        found = release_list(by=request.user, **form.cleaned_data)
        tell(request, found)
        context = leaving_context(site, request.user, kept=found.kept)
        return render(request, "isolation/leaving.html", context)
    context = leaving_context(site, request.user, form=form)
    return render(request, "isolation/leaving.html", context, status=422)


def tell(request: AuthenticatedRequest, found: Released) -> None:
    """How many are out, how many wait for a second person, and how many stay: a warning with all
    the counts where somebody does.
    """
    counts = [
        (_("Released: %(n)s."), len(found.out), messages.SUCCESS),
        (_("Waiting for a second person: %(n)s."), len(found.proposed), messages.INFO),
        (_("Not released: %(n)s."), len(found.kept), messages.WARNING),
    ]
    told = [(words % {"n": count}, level) for words, count, level in counts if count]
    if found.kept:
        told = [(join_sentences(*(words for words, _level in told)), messages.WARNING)]
    for words, level in told:
        messages.add_message(request, level, words)


@require_POST
@allowed(Permission.STAY_RELEASE)
def confirm(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Release somebody, or send them home early, as the second person."""
    stay = get_stay(request.user, number)
    row = confirm_release(stay, by=request.user)
    messages.success(request, _("They are sent home.") if row.is_early else _("Released."))
    return redirect(stay)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SITE_VIEW)
def notice(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The notice of release on A4; ID number, phone and address in full only after asking why."""
    stay = get_stay(request.user, number)
    form, shown = notice_form(request.POST or None), {}
    if request.method == "POST":
        check_may_reveal(request.user, **place_of(stay))
        if form.is_valid():
            shown = reveal_for_notice(stay, by=request.user, **form.cleaned_data)
    context = notice_context(stay, request.user, shown=shown, form=form)
    return render(request, "isolation/notice.html", context, status=422 if form.errors else 200)
