"""What is read by more than one caller."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core.clock import local_day, today
from longgang.core.errors import Refusal, Refused
from longgang.core.prepared import Prepared
from longgang.core.sealed import without_sealed
from longgang.core.statements import Given
from longgang.measures.api import Base, MeasureRule, list_rules
from longgang.people.api import Person

from .lifecycle import NOT_TRAVELLED, OPEN
from .models import ArrivalRule, Declaration, RiskArea
from .rules import BEHIND_DAYS
from .triage import Finding, Risk, Stay, look_back, triage

JOURNEYS = 20  # of one person


def find_rule(day: date) -> ArrivalRule | None:
    """What holds for declarations on a day."""
    return _RULE.first(day=day)


_RULE = Prepared(lambda: ArrivalRule.objects.in_force(Given("day")))


def get_rule(day: date) -> ArrivalRule:
    """The same; Refused when nothing does."""
    rule = find_rule(day)
    if rule is None:
        raise Refused(
            Refusal(
                "arrivals.no_rule",
                _("No rule says how far back a way is looked at."),
                _("Let a rules officer enter it first."),
            )
        )
    return rule


def risks_between(first: date, last: date) -> list[Risk]:
    """The risk areas on any of these days."""
    return [each.as_risk for each in RiskArea.objects.between(first, last)]


def find_meaning(stays: list[Stay], *, arrives_on: date, rule: ArrivalRule) -> Finding | None:
    """What a way means under the risk areas of its days."""
    near = look_back(stays, arrives_on=arrives_on, days=rule.look_back_days)
    first = arrives_on - timedelta(days=rule.look_back_days)
    cut = [Stay(each.area_code, max(each.since, first), each.until, each.named) for each in near]
    return triage(cut, risks_between(first, arrives_on))


def find_open(person: Person) -> Declaration | None:
    """The declaration of this person that is not settled yet."""
    return Declaration.objects.filter(person=person, status__in=OPEN).first()


def declared_of(people: Iterable[Person]) -> set[str]:
    """The numbers of those of them whose declaration is not settled yet. One query."""
    rows = Declaration.objects.filter(person__in=[one.pk for one in people], status__in=OPEN)
    return set(rows.values_list("person__number", flat=True))


def list_declarations(person: Person, *, since: datetime) -> list[Declaration]:
    """The last 20 journeys of this person, ahead of us or not before a moment, the earliest first;
    not those that did not take place. Two queries with the places of their ways.
    """
    rows = Declaration.objects.filter(person=person, arrives_at__gte=since)
    rows = rows.exclude(status__in=NOT_TRAVELLED).order_by("-arrives_at", "-id")
    return list(without_sealed(rows).prefetch_related("stays")[:JOURNEYS])[::-1]


def companions_of(declarations: Collection[Declaration]) -> dict[str, list[Person]]:
    """Who was declared together with these people and has not called it off, by party. One query
    for all of them.
    """
    rows = Declaration.objects.filter(party__in={each.party for each in declarations})
    rows = rows.exclude(pk__in=[each.pk for each in declarations])
    rows = rows.exclude(status__in=NOT_TRAVELLED).select_related("person").order_by("id")
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for each in without_sealed(rows, "person"):
        found[each.party].append(each.person)
    return found


def longest_days() -> int:
    """How many days the longest of today's rules counts; beyond that nothing is asked any more."""
    lengths = [sum(phase.days for phase in rule.plan) for rule in list_rules(on=today())]
    return max(lengths, default=BEHIND_DAYS)


def base_of(rule: MeasureRule, *, exposed_on: date | None, arrived_on: date) -> date | None:
    """The day that a rule counts from, where it is known before somebody has checked in."""
    days = {Base.LAST_EXPOSURE: exposed_on, Base.ARRIVAL: arrived_on}
    return days.get(Base(rule.base))


def counted_from(rule: MeasureRule, base_on: date) -> tuple[date, date]:
    """Day one and the last day under a rule."""
    first = rule.first_day(base_on)
    return first, first + timedelta(days=sum(phase.days for phase in rule.plan) - 1)


def stays_of(declaration: Declaration) -> list[Stay]:
    """Its way, as the triage sees it."""
    return [each.as_stay for each in declaration.stays.all()]


def arrives_on(declaration: Declaration) -> date:
    """The local day of the arrival."""
    return local_day(declaration.arrives_at)


def is_late(declaration: Declaration) -> bool:
    """Whether the day of travel lies behind us and nobody knows what became of it."""
    return declaration.status in OPEN and arrives_on(declaration) < today()
