"""What is read by more than one caller."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core.clock import local_day, today
from longgang.core.errors import Refusal, Refused
from longgang.people.api import Person

from .lifecycle import OPEN
from .models import ArrivalRule, Declaration, RiskArea
from .triage import Finding, Risk, Stay, look_back, triage


def find_rule(day: date) -> ArrivalRule | None:
    """What holds for declarations on a day."""
    return ArrivalRule.objects.in_force(day).first()


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


def stays_of(declaration: Declaration) -> list[Stay]:
    """Its way, as the triage sees it."""
    return [each.as_stay for each in declaration.stays.all()]


def arrives_on(declaration: Declaration) -> date:
    """The local day of the arrival."""
    return local_day(declaration.arrives_at)


def is_late(declaration: Declaration) -> bool:
    """Whether the day of travel lies behind us and nobody knows what became of it."""
    return declaration.status in OPEN and arrives_on(declaration) < today()
