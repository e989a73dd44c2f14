"""What the pages of a bus show, and the three times its list is ticked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from longgang.accounts.api import User
from longgang.core.clock import local_day, today
from longgang.core.days import short_moment
from longgang.core.errors import Words, allows
from longgang.core.tags import Tag, Tone

from .actions.transfers import list_riders, set_off, tick_at_the_door
from .forms import ReasonForm, StaysForm
from .lifecycle import TRANSFER, StayStatus, TransferStatus
from .models import Site, Stay, Transfer
from .permissions import check_may_keep
from .queries import with_rooms
from .wording import name_of, positive_tags

SHOWN = 30
TONES = {
    TransferStatus.PLANNED: (Tone.INFO, "clock"),
    TransferStatus.UNDER_WAY: (Tone.SOON, "truck"),
    TransferStatus.ARRIVED: (Tone.GOOD, "checks"),
    TransferStatus.CALLED_OFF: (Tone.IDLE, "x"),
}


@dataclass(frozen=True)
class Ride:
    """One time that the list is ticked."""

    verb: str
    move: str
    title: Words
    button: Words
    done: Words
    act: Callable[..., object]
    stays: Callable[[Transfer], list[Stay]]
    ticked: Callable[[Transfer], set[int]]  # from the start, by the keys of the stays


def _expected(transfer: Transfer) -> list[Stay]:
    """Everybody who has a room at the site and has not come, and is on no other bus."""
    rows = Stay.objects.filter(site=transfer.site, status=StayStatus.RESERVED)
    others = rows.filter(rides__transfer__in=Transfer.objects.open().exclude(pk=transfer.pk))
    return _shown(rows.exclude(pk__in=others.values("pk")).order_by("planned_on", "pk"))


def _listed(transfer: Transfer) -> list[Stay]:
    return _shown(Stay.objects.filter(rides__transfer=transfer).order_by("rides__pk"))


def _aboard(transfer: Transfer) -> list[Stay]:
    rows = Stay.objects.filter(
        rides__transfer=transfer, rides__boarded_at__isnull=False, rides__arrived_at=None
    )
    return _shown(rows.order_by("rides__pk"))


def _shown(rows: Any) -> list[Stay]:
    return list(with_rooms(rows.select_related("person", "measure", "site__premises")))


RIDES = {
    ride.verb: ride
    for ride in [
        Ride(
            "list", "list", gettext_lazy("Who comes along"), gettext_lazy("Save the list"),
            gettext_lazy("The list is saved."), list_riders, _expected,
            lambda transfer: set(transfer.riders.values_list("stay", flat=True)),
        ),
        Ride(
            "set-off", "set_off", gettext_lazy("Who has got on"), gettext_lazy("The bus leaves"),
            gettext_lazy("On the way."), set_off, _listed, lambda _transfer: set(),
        ),
        Ride(
            "door", "arrive", gettext_lazy("Who came through the door"),
            gettext_lazy("They are here"), gettext_lazy("Noted. Check them in next."),
            tick_at_the_door, _aboard, lambda _transfer: set(),
        ),
    ]
}  # fmt: skip


def transfer_tag(transfer: Transfer) -> Tag:
    """Where a bus is."""
    status = TransferStatus(transfer.status)
    tone, sign = TONES[status]
    return Tag(status.label, tone, sign)


def transfers_context(site: Site) -> dict[str, Any]:
    """The buses of a site, the latest first."""
    rows = site.transfers.prefetch_related("riders")[:SHOWN]
    return {
        "site": site,
        "lines": [
            (each, _when(each.leaves_at), transfer_tag(each), len(each.riders.all()))
            for each in rows
        ],
    }


def _when(moment: datetime) -> str:
    """With the year when it is another one."""
    year = local_day(moment).year
    said = short_moment(moment)
    return said if year == today().year else f"{year} {said}"


def transfer_context(transfer: Transfer, user: User) -> dict[str, Any]:
    """A bus: its list, and what is ticked next."""
    may_keep = allows(check_may_keep, user, transfer.site)
    rows = transfer.riders.select_related(
        "stay__person", "stay__measure", "stay__site__premises"
    ).prefetch_related("stay__uses__bed__room__floor__building")
    rides = [
        (ride, ride.stays(transfer))
        for ride in RIDES.values()
        if may_keep and TRANSFER.may(ride.move, transfer.status)
    ]
    shown = [each.stay for each in rows] + [stay for _ride, stays in rides for stay in stays]
    tags = positive_tags([stay.measure for stay in shown])
    return {
        "transfer": transfer,
        "tag": transfer_tag(transfer),
        "facts": [
            (_("Site"), transfer.site),
            (_("Driver"), transfer.driver_name),
            (pgettext("bus", "Escort"), transfer.escort_name),
            (_("Leaves from"), transfer.leaves_from),
            (_("Leaves at"), transfer.leaves_at),
            (_("Set off"), transfer.set_off_at),
            (_("Arrived"), transfer.arrived_at),
        ],
        "riders": [
            (each, name_of(each.stay, user), tags.get(each.stay.measure_id)) for each in rows
        ],
        "rides": [
            (ride, _form(ride, ride.ticked(transfer), stays, user, tags)) for ride, stays in rides
        ],
        "may_call_off": may_keep and TRANSFER.may("call_off", transfer.status),
        "call_off_form": ReasonForm(),
    }


def _form(
    ride: Ride, ticked: set[int], stays: list[Stay], user: User, tags: Mapping[int, Tag]
) -> StaysForm:
    form = StaysForm(
        initial={"stays": [each.number for each in stays if each.pk in ticked]},
        auto_id=f"{ride.verb}-%s",
    )
    form.offer(stays, user, tags=tags)
    return form
