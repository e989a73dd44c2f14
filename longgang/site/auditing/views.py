"""What auditors read: both books, and one event with what it changed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.areas.api import area_name
from longgang.audit.api import actor_in_words, chain_head, kind_in_words, subject_in_words
from longgang.core.tables import list_page

from .scopes import disclosures_visible_to, events_visible_to
from .tables import DisclosureTable, EventTable
from .wording import changes_of, posts_in_words


@allowed(Permission.EVENT_VIEW)
@list_page
def list_events(request: AuthenticatedRequest) -> HttpResponse:
    """What was done, newest first, with the head of the chain to note down."""
    table = EventTable(events_visible_to(_reader(request)), request, may_export=True)
    length, last = chain_head()
    return table.respond("auditing/events.html", {"length": length, "last": last})


@allowed(Permission.EVENT_VIEW)
def show_event(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One event: who, what, why, and every value before and after."""
    event = get_object_or_404(events_visible_to(_reader(request)), number=number)
    context = {
        "event": event,
        "title": kind_in_words(event.kind),
        "changes": list(changes_of(event)),
        "facts": [
            (_("When"), date_format(localtime(event.at), "Y-m-d H:i:s")),
            (_("Who"), actor_in_words(event)),
            (_("Account number"), event.by_id),
            (_("Posts held"), posts_in_words(event.post)),
            (
                _("About"),
                f"{capfirst(subject_in_words(event.subject_kind))} {event.subject_number}",
            ),
            (_("Area"), area_name(event.area_code)),
            (_("Reason"), event.reason),
            (_("Request"), event.request_id),
        ],
    }
    return render(request, "auditing/event.html", context)


@allowed(Permission.DISCLOSURE_VIEW)
@list_page
def list_disclosures(request: AuthenticatedRequest) -> HttpResponse:
    """Who saw whose personal data, newest first."""
    table = DisclosureTable(disclosures_visible_to(_reader(request)), request, may_export=True)
    return table.respond("auditing/disclosures.html")


def _reader(request: AuthenticatedRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
