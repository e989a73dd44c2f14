"""How far back contacts are asked for, by the national versions of 2022.

Offices change them from then on, row by row. The documents name no least time of exposure; that
contacts of contacts are looked for ended with the twenty measures.
"""

from datetime import date

from longgang.audit.api import ActsAsActor
from longgang.measures.api import Who

from .actions.tracing_rules import set_tracing_rule
from .models import TracingRule

VERSIONS = (
    ("新型冠状病毒肺炎防控方案（第八版）", date(2022, 1, 1), 4, Who.SECONDARY_CONTACT),
    ("新型冠状病毒肺炎防控方案（第九版）", date(2022, 6, 28), 2, Who.SECONDARY_CONTACT),
    ("进一步优化防控工作的二十条措施", date(2022, 11, 11), 2, ""),
)


def load_rules(*, by: ActsAsActor) -> int:
    """Enter the versions where there is no rule at all; how many rows."""
    if TracingRule.objects.exists():
        return 0
    for document, day, days, second_circle in VERSIONS:
        set_tracing_rule(
            days_before=days,
            first_circle=Who.CLOSE_CONTACT,
            second_circle=second_circle,
            valid_from=day,
            document_number=document,
            by=by,
        )
    return len(VERSIONS)
