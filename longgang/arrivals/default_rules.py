"""How far back a way is looked at, by the national versions of 2022, and how soon somebody calls.

Offices change them from then on, row by row. The documents say the days; that a declaration is
claimed within two hours is the local habit.
"""

from datetime import date

from longgang.audit.api import ActsAsActor

from .actions.dated import set_arrival_rule
from .models import ArrivalRule

CLAIM_MINUTES = 120
VERSIONS = (
    ("新型冠状病毒肺炎防控方案（第八版）", date(2022, 1, 1), 14),
    ("新型冠状病毒肺炎防控方案（第九版）", date(2022, 6, 28), 7),
)


def load_rules(*, by: ActsAsActor) -> int:
    """Enter the versions where there is no rule at all; how many rows."""
    if ArrivalRule.objects.exists():
        return 0
    for document, day, days in VERSIONS:
        set_arrival_rule(
            look_back_days=days,
            claim_minutes=CLAIM_MINUTES,
            asks_codes=True,
            valid_from=day,
            document_number=document,
            by=by,
        )
    return len(VERSIONS)
