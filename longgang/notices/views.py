"""My notices; the messages that leave the house, for administrators; the demo's phone."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed, public, signed_in
from longgang.audit.api import kind_in_words
from longgang.core.errors import allows
from longgang.core.privacy import mask_phone
from longgang.core.tables import list_page

from .actions import mark_all_read, mark_read, retry_delivery
from .lifecycle import LIFECYCLE
from .models import Delivery, Notice
from .permissions import check_may_retry, deliveries_visible_to
from .queries import newest_deliveries
from .rules import is_local
from .tables import DeliveryTable, NoticeTable, status_tag


@list_page
@signed_in("one's own notices only")
def list_notices(request: AuthenticatedRequest) -> HttpResponse:
    """What I was told: first what asks for a deed, then the newest."""
    user = _me(request)
    own = Notice.objects.visible_to(user)
    return NoticeTable(own, request).respond(
        "notices/list.html", {"has_unread": own.unread().exists()}
    )


@require_safe
@signed_in("one's own notices only")
def open_notice(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Note that I opened it, and go to the page it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(_me(request)), number=number)
    mark_read(notice)
    return redirect(notice.url if is_local(notice.url) else "notices:list")


@require_POST
@signed_in("one's own notices only")
def read_all_notices(request: AuthenticatedRequest) -> HttpResponse:
    """Put all that is new behind me."""
    mark_all_read(_me(request))
    return redirect("notices:list")


@list_page
@allowed(Permission.DELIVERY_MANAGE)
def list_deliveries(request: AuthenticatedRequest) -> HttpResponse:
    """Messages that left the house, wait, or were given up."""
    table = DeliveryTable(deliveries_visible_to(_me(request)), request)
    return table.respond("notices/deliveries.html")


@require_safe
@allowed(Permission.DELIVERY_MANAGE)
def show_delivery(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One message: what became of it, and a button to send it once more."""
    delivery = get_object_or_404(deliveries_visible_to(_me(request)), number=number)
    may_retry = LIFECYCLE.may("retry", delivery.status) and allows(
        check_may_retry, request.user, delivery
    )
    return render(
        request,
        "notices/delivery.html",
        {
            "delivery": delivery,
            "title": kind_in_words(delivery.kind),
            "tag": status_tag(delivery),
            "facts": _facts(delivery),
            "may_retry": may_retry,
        },
    )


@require_POST
@allowed(Permission.DELIVERY_MANAGE)
def retry(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Send a message once more."""
    delivery = get_object_or_404(deliveries_visible_to(_me(request)), number=number)
    retry_delivery(delivery, by=_me(request))
    messages.success(request, _("It is sent with the next round, within a minute."))
    return redirect("notices:delivery", delivery.number)


@require_safe
@public("only in the demo: what the phones of made-up people would have received")
def show_demo_phone(request: HttpRequest) -> HttpResponse:
    """The messages that a carrier would have brought to phones."""
    if not settings.DEMO:
        raise Http404
    return render(request, "notices/demo_phone.html", {"deliveries": newest_deliveries()})


def _facts(delivery: Delivery) -> list[tuple[str, object]]:
    return [
        (_("Phone"), mask_phone(delivery.phone)),
        (_("Written"), _moment(delivery.created_at)),
        (_("Tries"), delivery.attempts),
        (_("Next try"), _moment(delivery.next_try_at) if delivery.is_trying else ""),
        (_("Sent"), _moment(delivery.sent_at) if delivery.sent_at else ""),
        (_("Last error"), delivery.last_error),
    ]


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "Y-m-d H:i:s")


def _me(request: AuthenticatedRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
