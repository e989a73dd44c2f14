"""The people of a site, reserving a room, and the page of a stay with its deeds."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.core.answering import done
from longgang.core.sealed import without_sealed
from longgang.core.tables import list_page
from longgang.people.api import Asked, reveal_on_page

from ..deeds import DEEDS
from ..models import Stay
from ..permissions import check_may_keep
from ..presenting import place_of, stay_context
from ..queries import with_rooms
from ..tables import StaysTable
from .sites import get_site


@list_page
@allowed(Permission.SITE_VIEW)
def list_stays(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Who is at a site, or expected."""
    site = get_site(request.user, number)
    rows = Stay.objects.visible_to(request.user).filter(site=site)
    shown = without_sealed(rows.select_related("person", "measure", "site__premises"), "person")
    return StaysTable(shown, request, may_export=True).respond(
        "isolation/stays.html", {"site": site}
    )


@require_GET
@allowed(Permission.SITE_VIEW)
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One stay with its movements, and what can be done."""
    return answer(request, get_stay(request.user, number), Asked())


@require_POST
@allowed(Permission.STAY_EDIT)
def do(request: AuthenticatedRequest, number: str, deed: str) -> HttpResponse:
    """One of the deeds; what is refused stands at its field, on the same page."""
    if deed not in DEEDS:
        raise Http404
    chosen, stay = DEEDS[deed], get_stay(request.user, number)
    check_may_keep(request.user, stay.site)
    form = chosen.form_for(stay, request.user, request.POST)
    if done(
        request,
        form,
        lambda: chosen.perform(stay, form.cleaned_data, by=request.user),
        str(chosen.done),
    ):
        return redirect(stay)
    return answer(request, stay, Asked(forms={deed: form}))


@require_POST
@allowed(Permission.PERSON_REVEAL)
def show_value(request: AuthenticatedRequest, number: str, field: str) -> HttpResponse:
    """Show a value of the person once, after asking why."""
    stay = get_stay(request.user, number)
    row = stay.measure.home if field == "address" else stay.person
    asked = reveal_on_page(request, row, field, place=place_of(stay))
    return answer(request, stay, asked)


def get_stay(user: User, number: str) -> Stay:
    """The stay, if it is this person's to see; else 404."""
    rows = Stay.objects.visible_to(user).select_related(
        "person", "measure__rule", "measure__held_at", "site__premises", "carer__person",
        "carer__measure", "carer__site__premises",
    )  # fmt: skip
    return get_object_or_404(with_rooms(rows), number=number)


def answer(request: AuthenticatedRequest, stay: Stay, asked: Asked) -> HttpResponse:
    """The page, with what was asked for."""
    context = stay_context(stay, request.user, asked)
    return render(request, "isolation/stay.html", context, status=asked.status)
