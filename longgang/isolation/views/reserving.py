"""Finding who is to be isolated, and a room for them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.answering import done
from longgang.core.clock import today
from longgang.core.errors import Refused

from ..actions.stays import reserve_bed, send_to_site
from ..forms import FindForm, ReserveForm, SendForm
from ..models import Site, Stay
from ..permissions import check_may_keep
from ..presenting import find_context, reserve_context, send_context
from ..queries import find_measures, find_waiting
from .stays import get_stay

ALONE = gettext_lazy(
    "They need care and are alone in the room. Move them to the room of a carer, or have isolation "
    "at home assessed."
)


@require_http_methods(["GET", "POST"])
@allowed(Permission.STAY_EDIT)
def find(request: AuthenticatedRequest) -> HttpResponse:
    """Who stands at the door: found by the whole ID number, or the number of the measure."""
    form, found, was_asked = FindForm(request.POST or None), [], False
    if form.is_valid():
        was_asked = True
        try:
            found = find_measures(form.cleaned_data["person"], by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
    context = {"form": form, "was_asked": was_asked, **find_context(found, request.user)}
    return render(request, "isolation/find.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allowed(Permission.STAY_EDIT)
def reserve(request: AuthenticatedRequest, measure_number: str) -> HttpResponse:
    """A room for somebody: first the site, then the bed; the first fitting one is proposed."""
    measure = find_waiting(measure_number)
    if measure is None:
        raise Http404
    site = chosen_site(request)
    if site is None:
        context = reserve_context(measure, request.user, None, None)
        return render(request, "isolation/reserve.html", context)
    form = ReserveForm(request.POST or None, initial={"planned_on": today()})
    form.initial["bed"] = form.fields["bed"].offer(site)  # type: ignore[attr-defined]
    if done(
        request,
        form,
        lambda: reserve_bed(measure, by=request.user, **form.cleaned_data),
        _("The room is reserved."),
    ):
        stay = Stay.objects.visible_to(request.user).open().get(measure=measure)
        if stay.need and stay.carer_id is None:
            messages.warning(request, ALONE)
        return redirect(stay)
    context = reserve_context(measure, request.user, site, form)
    return render(request, "isolation/reserve.html", context, status=422 if form.errors else 200)


def chosen_site(request: AuthenticatedRequest) -> Site | None:
    """The one named in the address, or the only one there is."""
    sites = Site.objects.visible_to(request.user).open().select_related("premises")
    if number := request.GET.get("site"):
        return sites.filter(premises__number=number).first()
    few = list(sites[:2])
    return few[0] if len(few) == 1 else None


@require_http_methods(["GET", "POST"])
@allowed(Permission.STAY_EDIT)
def send(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """To another site: first the site, then the bed."""
    stay = get_stay(request.user, number)
    check_may_keep(request.user, stay.site)
    site = chosen_site(request)
    if site is None or site == stay.site:
        context = send_context(stay, request.user, None, None)
        return render(request, "isolation/send.html", context)
    form = SendForm(request.POST or None)
    form.fields["bed"].offer(site)  # type: ignore[attr-defined]
    sent: list[Stay] = []
    if done(
        request,
        form,
        lambda: sent.append(send_to_site(stay, by=request.user, **form.cleaned_data)),
        _("Handed on. The other site expects them."),
    ):
        return redirect(sent[0])
    context = send_context(stay, request.user, site, form)
    return render(request, "isolation/send.html", context, status=422 if form.errors else 200)
