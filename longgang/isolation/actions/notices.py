"""What the staff of a site are told, in the deed's own transaction; it ends with the deed that
settles it, whoever did that.
"""

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, users_with
from longgang.core.days import short_moment_lazy
from longgang.core.errors import Words
from longgang.notices.api import Bundle, notify

from ..models import GuestRequest, Site, Stay, Transfer


def tell_reserved(stay: Stay, *, doer: User) -> None:
    """Somebody is expected; until they are checked in, or do not come."""
    site = stay.site
    text = format_lazy(
        _("Somebody is expected at {site} on {day}: make the room ready."),
        site=site,
        day=stay.planned_on,
    )
    url = reverse("isolation:stays", args=[site.number]) + "?state=reserved"
    several = Bundle(_("People who are expected at your site: {n}."), url, key=site.number)
    page = stay.get_absolute_url()
    _tell(site, "stay.reserved", text, about=stay, url=page, bundle=several, doer=doer)


def tell_ended(stay: Stay, *, doer: User) -> None:
    """The measure of a guest has ended elsewhere; until they have left."""
    text = format_lazy(
        _("The measure of a guest in room {room} has ended: let them go, and note it here."),
        room=stay.room or "—",
    )
    page = stay.get_absolute_url()
    _tell(stay.site, "stay.measure_ended", text, about=stay, url=page, doer=doer)


def tell_asked(request: GuestRequest, *, doer: User) -> None:
    """A guest asks for something; until somebody has seen to it."""
    site = request.stay.site
    text = format_lazy(
        _("A guest asks for something: {kind}. See to it."), kind=request.get_kind_display()
    )
    url = reverse("isolation:requests", args=[site.number])
    several = Bundle(_("Requests of guests that are open: {n}."), url, key=site.number)
    _tell(site, "request.made", text, about=request, url=url, bundle=several, doer=doer)


def tell_settled(request: GuestRequest, *, doer: User) -> None:
    """Whoever asked."""
    if request.asked_by != doer:
        text = _("The site has answered what you asked for.")
        url = reverse("isolation:mine")
        notify(request.asked_by, kind="request.settled", text=text, url=url, key=request.number)


def tell_planned(transfer: Transfer, *, doer: User) -> None:
    """A bus is planned; until it has arrived or was called off."""
    text = format_lazy(
        _("A bus is planned for {when}, from {place}."),
        when=short_moment_lazy(transfer.leaves_at),
        place=transfer.leaves_from,
    )
    page = transfer.get_absolute_url()
    _tell(transfer.site, "transfer.planned", text, about=transfer, url=page, doer=doer)


def tell_set_off(transfer: Transfer, *, people: int, doer: User) -> None:
    """It is on the way."""
    text = format_lazy(_("A bus with {n} people is on the way to you."), n=people)
    page = transfer.get_absolute_url()
    _tell(transfer.site, "transfer.set_off", text, about=transfer, url=page, doer=doer)


def _tell(
    site: Site,
    kind: str,
    text: Words,
    *,
    about: Stay | GuestRequest | Transfer,
    url: str,
    bundle: Bundle | None = None,
    doer: User,
) -> None:
    """Whoever keeps the site, but not whoever did it; nor the district, which has its overview."""
    staff = users_with(Permission.STAY_EDIT, premises_number=site.number)
    notify(
        [user for user in staff if user != doer],
        kind=kind,
        text=text,
        url=url,
        key=about.number,
        about=about,
        waits=True,
        bundle=bundle,
    )
