"""A bus to a site: planned with its list, ticked when people get on, and at the door."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, about, refuse_if
from longgang.core.identifiers import parse_plate_number
from longgang.core.names import check_person_name
from longgang.core.tokens import new_number
from longgang.measures.api import unattended_positives
from longgang.notices.api import mark_dealt_with

from ..lifecycle import TRANSFER, StayStatus, TransferStatus
from ..models import Rider, Site, Stay, Transfer
from ..permissions import check_may_keep
from ..rules import check_aboard, check_departure
from ..wording import name_of
from . import notices


@transaction.atomic
def plan_transfer(
    site: Site,
    *,
    plate: str,
    driver_name: str,
    escort_name: str,
    leaves_from: str,
    leaves_at: datetime,
    by: User,
) -> Transfer:
    """A bus will bring people; its list is filled next."""
    check_may_keep(by, site)
    refuse_if(
        _SITE_CLOSED if site.closed_on else None,
        check_departure(leaves_at, now=now()),
        check_person_name(driver_name, field="driver_name"),
        check_person_name(escort_name, field="escort_name"),
    )
    with about("plate"):
        plate = parse_plate_number(plate)
    transfer = Transfer.objects.create(
        number=new_number("ZY"),
        site=site,
        status=TransferStatus.PLANNED,
        plate=plate,
        driver_name=driver_name.strip(),
        escort_name=escort_name.strip(),
        leaves_from=leaves_from.strip(),
        leaves_at=leaves_at,
        planned_by=by,
    )
    _record("transfer.planned", transfer, by=by)
    notices.tell_planned(transfer, doer=by)
    return transfer


@transaction.atomic
def list_riders(transfer: Transfer, stays: Collection[Stay], *, by: User) -> None:
    """Exactly these come with the bus; nobody is on two buses. Who is positive, and nobody has seen
    to it yet, is on the list of a bus for them alone.
    """
    check_may_keep(by, transfer.site)
    TRANSFER.check("list", transfer.status)
    wrong = [stay for stay in stays if stay.site_id != transfer.site_id]
    late = [stay for stay in stays if stay.status != StayStatus.RESERVED]
    refuse_if(
        _OTHER_SITE if wrong else None,
        _NOT_EXPECTED if late else None,
        _check_company(stays, by=by),
    )
    keys = [stay.pk for stay in stays]
    others = Rider.objects.filter(stay__in=keys, transfer__status__in=OPEN_BUSES)
    refuse_if(_ON_ANOTHER_BUS if others.exclude(transfer=transfer).exists() else None)
    TRANSFER.move(transfer, "list")
    transfer.riders.exclude(stay__in=keys).delete()
    known = set(transfer.riders.values_list("stay", flat=True))
    try:
        with transaction.atomic():
            Rider.objects.bulk_create(
                Rider(transfer=transfer, stay=stay) for stay in stays if stay.pk not in known
            )
    except IntegrityError as error:
        raise Refused(_ON_ANOTHER_BUS) from error
    _record("transfer.listed", transfer, by=by, people=len(keys))


@transaction.atomic
def set_off(transfer: Transfer, boarded: Collection[Stay], *, by: User) -> None:
    """The bus leaves with these of its list; the others stay expected. Whose positive test has
    become known since the list was written does not get on together with others.
    """
    check_may_keep(by, transfer.site)
    keys = [stay.pk for stay in boarded]
    riders = transfer.riders.filter(stay__in=keys)
    refuse_if(_NOBODY if not keys or riders.count() != len(keys) else None)
    refuse_if(_check_company(boarded, by=by))
    TRANSFER.move(transfer, "set_off", set_off_at=now())
    riders.update(boarded_at=now(), boarded_by=by)
    _record("transfer.set_off", transfer, by=by, people=len(keys))
    notices.tell_set_off(transfer, people=len(keys), doer=by)


@transaction.atomic
def tick_at_the_door(transfer: Transfer, arrived: Collection[Stay], *, by: User) -> None:
    """These have come through the door. When all who got on are there, the bus has arrived."""
    check_may_keep(by, transfer.site)
    TRANSFER.check("arrive", transfer.status)
    keys = [stay.pk for stay in arrived]
    aboard = transfer.riders.exclude(boarded_at=None)
    refuse_if(
        _NOT_ABOARD if not keys or aboard.filter(stay__in=keys).count() != len(keys) else None
    )
    aboard.filter(stay__in=keys, arrived_at=None).update(arrived_at=now(), arrived_by=by)
    if not aboard.filter(arrived_at=None).exists():
        TRANSFER.move(transfer, "arrive", arrived_at=now())
        _record("transfer.arrived", transfer, by=by, people=aboard.count())
        mark_dealt_with(transfer)
    else:
        TRANSFER.move(transfer, "tick")
        _record("transfer.ticked", transfer, by=by, people=len(keys))


@transaction.atomic
def call_off_transfer(transfer: Transfer, *, by: User, reason: str) -> None:
    """The bus does not go; its people are free for another."""
    check_may_keep(by, transfer.site)
    TRANSFER.move(transfer, "call_off")
    transfer.riders.all().delete()
    _record("transfer.called_off", transfer, by=by, reason=reason)
    mark_dealt_with(transfer)


def _check_company(stays: Collection[Stay], *, by: User) -> Refusal | None:
    found = unattended_positives([stay.measure for stay in stays])
    positive = [name_of(stay, by) for stay in stays if stay.measure_id in found]
    return check_aboard(positive, len(stays) - len(positive))


def _record(
    kind: str, transfer: Transfer, *, by: User, people: int | None = None, reason: str = ""
) -> None:
    record(
        kind,
        transfer,
        by=by,
        area_code=transfer.site.area_code,
        after=None if people is None else {"people": people},
        reason=reason,
    )


OPEN_BUSES = (TransferStatus.PLANNED, TransferStatus.UNDER_WAY)
_SITE_CLOSED = Refusal(
    "isolation.site_closed", _("This site is closed."), _("Choose another site.")
)
_OTHER_SITE = Refusal(
    "isolation.rider_of_another_site",
    _("Somebody on the list has a room at another site."),
    _("Each bus goes to one site."),
    field="stays",
)
_NOT_EXPECTED = Refusal(
    "isolation.rider_not_expected",
    _("Somebody on the list is here already, or does not come."),
    _("Look at the list again."),
    field="stays",
)
_ON_ANOTHER_BUS = Refusal(
    "isolation.rider_on_another_bus",
    _("Somebody is on the list of another bus."),
    _("Take them off that list first."),
    field="stays",
)
_NOBODY = Refusal(
    "isolation.nobody_aboard",
    _("Nobody of the list was ticked."),
    _("Tick who has got on."),
    field="stays",
)
_NOT_ABOARD = Refusal(
    "isolation.rider_not_aboard",
    _("Tick those who have come through the door: only who got on can."),
    field="stays",
)
