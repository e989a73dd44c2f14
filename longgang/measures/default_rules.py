"""The three national versions of 2022, as data. Offices change them from then on, row by row.

Of each version what it says about days and tests; which districts deviated is not told here. Days
of contacts are counted from the last exposure, of people from risk areas from the day they left
them: the day after is day one. Whoever arrives from overseas has the day of arrival as day one.
"""

from dataclasses import dataclass, field
from datetime import date

from longgang.audit.api import ActsAsActor

from .actions.measure_rules import RuleFigures, end_rule, set_rule
from .days import Phase, Plan
from .kinds import Base, DayOne, PhaseKind, Who
from .models import MeasureRule

EIGHTH = "新型冠状病毒肺炎防控方案（第八版）"
NINTH = "新型冠状病毒肺炎防控方案（第九版）"
TWENTY = "进一步优化防控工作的二十条措施"

_NINTH_TESTS = (1, 2, 3, 5, 7)


@dataclass(frozen=True)
class Version:
    """What changed with one document, from a day on."""

    document: str
    valid_from: date
    plans: dict[Who, Plan]
    dropped: tuple[Who, ...] = field(default=())


def _central(days: int, *tests: int) -> Phase:
    return Phase(PhaseKind.CENTRAL, days, tests)


def _home(days: int, *tests: int) -> Phase:
    return Phase(PhaseKind.HOME, days, tests)


def _monitoring(days: int, *tests: int) -> Phase:
    return Phase(PhaseKind.MONITORING, days, tests)


_EIGHTH_CLOSE = (_central(14, 1, 4, 7, 14), _monitoring(7, 2, 7))
_NINTH_CLOSE = (_central(7, *_NINTH_TESTS), _monitoring(3, 3))
_TWENTY_CLOSE = (_central(5, 1, 2, 3, 5), _home(3, 1, 3))

VERSIONS = (
    Version(
        EIGHTH,
        date(2022, 1, 1),  # it is older; the year is as far back as anybody looks
        {
            Who.CLOSE_CONTACT: _EIGHTH_CLOSE,
            Who.OVERSEAS: _EIGHTH_CLOSE,
            Who.SECONDARY_CONTACT: (_central(7, 1, 4, 7),),
        },
    ),
    Version(
        NINTH,
        date(2022, 6, 28),
        {
            Who.CLOSE_CONTACT: _NINTH_CLOSE,
            Who.OVERSEAS: _NINTH_CLOSE,
            Who.SECONDARY_CONTACT: (_home(7, 1, 4, 7),),
            Who.HIGH_RISK: (_central(7, *_NINTH_TESTS),),
            Who.MIDDLE_RISK: (_home(7, 1, 4, 7),),
            # Two tests within three days, 24 hours apart.
            Who.LOW_RISK: (Phase(PhaseKind.SELF, 3, (1, 3), 1),),
        },
    ),
    Version(
        TWENTY,
        date(2022, 11, 11),
        {
            Who.CLOSE_CONTACT: _TWENTY_CLOSE,
            Who.OVERSEAS: _TWENTY_CLOSE,
            Who.HIGH_RISK: (_home(7, 1, 3, 5, 7),),
        },
        dropped=(Who.SECONDARY_CONTACT, Who.MIDDLE_RISK),
    ),
)


def load_rules(*, by: ActsAsActor) -> int:
    """Enter the versions for each kind of person of whom there is no rule at all; how many rows."""
    known = set(MeasureRule.objects.values_list("who", flat=True))
    count = 0
    for version in VERSIONS:
        for who, plan in version.plans.items():
            if who not in known:
                _set(who, plan, version, by=by)
                count += 1
        for who in version.dropped:
            if who not in known:
                rule = MeasureRule.objects.get(who=who, valid_to=None)
                end_rule(rule, valid_to=version.valid_from, document_number=version.document, by=by)
    return count


def _set(who: Who, plan: Plan, version: Version, *, by: ActsAsActor) -> None:
    is_arrival = who == Who.OVERSEAS
    figures = RuleFigures(
        plan,
        base=Base.ARRIVAL if is_arrival else Base.LAST_EXPOSURE,
        day_one=DayOne.SAME_DAY if is_arrival else DayOne.NEXT_DAY,
    )
    set_rule(who, figures, valid_from=version.valid_from, document_number=version.document, by=by)
