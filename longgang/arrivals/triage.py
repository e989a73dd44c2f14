"""What a declared way means under the risk areas of those days. Plain values: no table, no clock.

Source of the order and of the low risk of the rest of a county: the national plan for prevention
and control, ninth edition (June 2022), and the twenty measures of November 2022.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from longgang.measures.api import Who

from .kinds import RiskLevel

COUNTY_DIGITS = 6  # of a division's code
OVERSEAS = "00"  # the code of everything that lies outside the country


@dataclass(frozen=True)
class Stay:
    """Where somebody was: division, first day, last day; and the risk areas they say they were in,
    by number: whether a stay in a county was in the village concerned, only they know.
    """

    area_code: str
    since: date
    until: date
    named: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Risk:
    """A risk area: division, level, the first day, and the first day on which it is none; whether
    it is but a part of that division, a village or some streets.
    """

    number: str
    area_code: str
    level: str
    since: date
    until: date | None = None
    is_part: bool = False

    def holds(self, stay: Stay) -> bool:
        """Whether the stay was in it, for certain or because the person says so."""
        is_whole = stay.area_code.startswith(self.area_code) and not self.is_part
        return is_whole or self.number in stay.named

    def days_within(self, stay: Stay) -> tuple[date, date] | None:
        """The first and last day of the stay on which this was a risk area; None without any."""
        begin = max(self.since, stay.since)
        end = stay.until if self.until is None else min(stay.until, self.until - timedelta(days=1))
        return (begin, end) if begin <= end else None


@dataclass(frozen=True)
class Finding:
    """Why somebody is of interest: which kind of person, which stay, since which risk area."""

    who: str
    exposed_on: date  # the last day there
    stay: Stay
    risk: Risk | None = None


_ORDER = (Who.OVERSEAS, Who.HIGH_RISK, Who.MIDDLE_RISK, Who.LOW_RISK)
_WHO = {RiskLevel.HIGH: Who.HIGH_RISK, RiskLevel.MIDDLE: Who.MIDDLE_RISK}


def look_back(stays: Iterable[Stay], *, arrives_on: date, days: int) -> list[Stay]:
    """The stays that touch the last so many days before the arrival."""
    first = arrives_on - timedelta(days=days)
    return [stay for stay in stays if stay.until >= first and stay.since <= arrives_on]


def triage(stays: Sequence[Stay], risks: Sequence[Risk]) -> Finding | None:
    """The strictest finding, of the same strictness the latest exposure; None without any."""
    found = [each for stay in stays for each in _findings(stay, risks)]
    return min(
        found,
        key=lambda each: (_ORDER.index(Who(each.who)), -each.exposed_on.toordinal()),
        default=None,
    )


def _findings(stay: Stay, risks: Sequence[Risk]) -> Iterable[Finding]:
    if stay.area_code == OVERSEAS:
        yield Finding(Who.OVERSEAS, stay.until, stay)
        return
    for risk in risks:
        days = risk.days_within(stay)
        if days is None or not is_near(stay.area_code, risk.area_code):
            continue
        who = _WHO[RiskLevel(risk.level)] if risk.holds(stay) else Who.LOW_RISK
        yield Finding(who, days[1], stay, risk)


def is_near(area_code: str, risk_code: str) -> bool:
    """Whether both lie in one county, or one contains the other."""
    shorter = min(len(area_code), len(risk_code), COUNTY_DIGITS)
    return area_code[:shorter] == risk_code[:shorter]


def to_be_asked(stay: Stay, risks: Sequence[Risk]) -> list[Risk]:
    """The risk areas of which only the person knows whether they were there: smaller than what was
    said of the stay, and such an area on one of its days.
    """
    return [
        risk
        for risk in risks
        if (risk.area_code.startswith(stay.area_code) or stay.area_code.startswith(risk.area_code))
        and not replace(risk, number="").holds(stay)
        and risk.days_within(stay)
    ]
