"""The day at a site: requests, supplies, and one shift that hands over to the next."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, StaleRow, check_two_people, refuse_if
from longgang.core.tokens import new_number
from longgang.notices.api import mark_dealt_with

from ..lifecycle import HERE
from ..models import GuestRequest, ShiftChange, Site, Stay, Supply
from ..permissions import check_may_ask, check_may_keep
from ..queries import open_matters
from ..rules import check_reason, check_supply
from . import notices


@transaction.atomic
def ask_for(stay: Stay, kind: str, words: str, *, by: User) -> GuestRequest:
    """A guest asks for something: by themselves, or through whoever knocked at the door."""
    check_may_ask(by, stay)
    refuse_if(_NOT_HERE if stay.status not in HERE else None, check_reason(words))
    request = GuestRequest.objects.create(
        number=new_number("SU"), stay=stay, kind=kind, words=words.strip(), asked_at=now(),
        asked_by=by,
    )  # fmt: skip
    record("request.made", request, by=by, area_code=stay.site.area_code, after={"kind": kind})
    notices.tell_asked(request, doer=by)
    return request


@transaction.atomic
def settle_request(request: GuestRequest, *, answer: str, by: User) -> None:
    """Say what was done about it. Of two at once one has it, the other is told."""
    check_may_keep(by, request.stay.site)
    refuse_if(_NO_ANSWER if not answer.strip() else None)
    rows = GuestRequest.objects.open().filter(pk=request.pk)
    if not rows.update(settled_at=now(), settled_by=by, answer=answer.strip()):
        raise StaleRow
    record("request.settled", request, by=by, area_code=request.stay.site.area_code)
    mark_dealt_with(request)
    notices.tell_settled(request, doer=by)


@transaction.atomic
def add_supply(site: Site, *, name: str, unit: str, count: int, low_at: int, by: User) -> Supply:
    """Something the site needs, how many there are, and from how many on it is low."""
    check_may_keep(by, site)
    refuse_if(check_supply(name, unit))
    supply = Supply(
        number=new_number("WZ"), site=site, name=name.strip(), unit=unit.strip(), count=count,
        low_at=low_at, counted_at=now(), counted_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            supply.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_SUPPLY_KNOWN) from error
    record("supply.added", supply, by=by, area_code=site.area_code, after={"count": count})
    return supply


@transaction.atomic
def count_supply(supply: Supply, *, count: int, by: User) -> None:
    """How many are left, or have come."""
    check_may_keep(by, supply.site)
    rows = Supply.objects.filter(pk=supply.pk, counted_at=supply.counted_at, count=supply.count)
    if not rows.update(count=count, counted_at=now(), counted_by=by):
        raise StaleRow
    record(
        "supply.counted",
        supply,
        by=by,
        area_code=supply.site.area_code,
        before={"count": supply.count},
        after={"count": count},
    )


@transaction.atomic
def hand_over_shift(site: Site, *, words: str = "", by: User) -> ShiftChange:
    """Hand the site to the next shift, with every matter that is open now."""
    check_may_keep(by, site)
    change = ShiftChange(
        number=new_number("JB"), site=site, at=now(), by=by, words=words.strip(),
        matters=open_matters(site),
    )  # fmt: skip
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        raise StaleRow(_WAITS_ALREADY) from error
    record("shift.handed_over", change, by=by, area_code=site.area_code, after=change.matters)
    return change


@transaction.atomic
def accept_shift(change: ShiftChange, *, by: User) -> None:
    """Take the site over; never from oneself."""
    check_may_keep(by, change.site)
    refuse_if(check_two_people(change.by_id, by.pk))
    rows = ShiftChange.objects.filter(pk=change.pk, accepted_at=None)
    if not rows.update(accepted_at=now(), accepted_by=by):
        raise StaleRow
    record("shift.accepted", change, by=by, area_code=change.site.area_code)


_NOT_HERE = Refusal(
    "isolation.asks_from_elsewhere",
    _("Only who is at the site can ask."),
    _("Call the site instead."),
)
_NO_ANSWER = Refusal("isolation.answer_missing", _("Say what was done about it."), field="answer")
_SUPPLY_KNOWN = Refusal(
    "isolation.supply_known",
    _("This is in the list already."),
    _("Count it there."),
    field="name",
)
_WAITS_ALREADY = Refusal(
    "isolation.shift_waits",
    _("A hand-over waits to be accepted already."),
    _("Let the next shift accept it first."),
)
