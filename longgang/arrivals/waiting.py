"""What waits for a community or a street, in the order in which it should be done."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds, scope_of
from longgang.areas.api import area_name
from longgang.core.clock import now, today
from longgang.core.errors import Words
from longgang.core.parts import Clock
from longgang.core.sealed import without_sealed
from longgang.core.tags import Tag
from longgang.measures.api import Measure
from longgang.people.api import may_call

from .kinds import Kind, Transport
from .lifecycle import DeclarationStatus
from .meaning import verdict_tag
from .models import ArrivalRule, Declaration
from .queries import find_rule
from .wording import name_of

SHOWN = 50  # of each group, as on a page of a list; the list has them all


@dataclass(frozen=True)
class Row:
    """One declaration of the queue."""

    declaration: Declaration
    name: str
    kind: Words
    transport: Words
    tag: Tag
    area: str
    clock: Clock | None
    may_call: bool


@dataclass(frozen=True)
class Group:
    """Declarations that wait for the same."""

    key: str
    title: Words
    rows: list[Row]
    has_more: bool


def looked_after_by(user: User) -> QuerySet[Declaration]:
    """Those that a post of this person looks after: not their own family's."""
    scope = scope_of(user, Permission.DECLARATION_VIEW)
    return Declaration.objects.filter(scope.as_q(area="area_code"))


def handed_to(user: User) -> QuerySet[Declaration]:
    """Those that others have handed to this person's area."""
    scope = scope_of(user, Permission.DECLARATION_VIEW)
    rows = Declaration.objects.filter(status=DeclarationStatus.HANDED)
    return rows.filter(scope.as_q(area="handed_to_code"))


def waiting_groups(user: User) -> list[Group]:
    """To be accepted, to be claimed, not reached, to be verified, handed over; empty ones too."""
    own = looked_after_by(user)
    status = DeclarationStatus
    received, handed = handed_to(user), status.HANDED
    sent = own.filter(status=handed).exclude(pk__in=received)
    is_ours = holds(user, Permission.DECLARATION_HANDLE)
    if not is_ours:  # they only read along
        received, sent = received.none(), received | own.filter(status=handed)
    groups = [
        ("handed", _("Handed to you: accept or send back"), received, "declared_at"),
        ("unclaimed", _("New: nobody has claimed them"),
         own.filter(status=status.DECLARED), "declared_at"),
        ("unreachable", _("Not reached so far"),
         own.filter(status=status.UNREACHABLE), "arrives_at"),
        ("claimed", _("To be verified"), own.filter(status=status.CLAIMED), "arrives_at"),
        ("sent", _("Handed over by you, not accepted yet") if is_ours else handed.label,
         sent, "declared_at"),
    ]  # fmt: skip
    rule = find_rule(today())
    return [
        _group(key, title, _first_of(rows, order), user, rule) for key, title, rows, order in groups
    ]


def _first_of(rows: QuerySet[Declaration], order: str) -> QuerySet[Declaration]:
    """Those that are shown and one more; only of them it is asked who of those leaving is held."""
    chosen = rows.order_by(order).values("pk")[: SHOWN + 1]
    shown = Declaration.objects.filter(pk__in=chosen).select_related("person").order_by(order)
    return without_sealed(shown, "person").annotate(is_held=_is_held())


def _group(
    key: str, title: Words, rows: QuerySet[Declaration], user: User, rule: ArrivalRule | None
) -> Group:
    found = list(rows)
    return Group(
        key,
        title,
        [
            Row(
                each,
                name_of(each, user),
                Kind(each.kind).label,
                Transport(each.transport).label,
                verdict_tag(each, is_held=each.is_held),  # type: ignore[attr-defined]
                area_name(each.handed_to_code or each.area_code),
                claim_clock(each, rule),
                may_call(each.person, user, place=each.seen_from),
            )
            for each in found[:SHOWN]
        ],
        len(found) > SHOWN,
    )


def _is_held() -> Q:
    """Whether somebody who declares to leave is under a measure."""
    measures = Measure.objects.open().filter(person=OuterRef("person"))
    return Q(Exists(measures), kind=Kind.DEPARTURE)


def claim_clock(declaration: Declaration, rule: ArrivalRule | None) -> Clock | None:
    """How long it has lain unclaimed, against the time the rule gives."""
    if declaration.status != DeclarationStatus.DECLARED or rule is None:
        return None
    limit, since = timedelta(minutes=rule.claim_minutes), declaration.declared_at
    return Clock(since, since + limit / 2, since + limit, now())
