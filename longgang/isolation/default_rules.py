"""The ages of the carer rules, by the national guide to quarantine sites of 2022; offices change
them from then on, row by row. The guide says who may be no carer; that an adult is one from 18 and
elderly from 60 on is the law of the country.
"""

from datetime import date

from longgang.audit.api import ActsAsActor

from .actions.carer_rules import set_carer_rule
from .models import CarerRule

DOCUMENT = "新型冠状病毒肺炎防控方案（第八版）"


def load_rules(*, by: ActsAsActor) -> int:
    """Enter them where there is no rule at all; how many rows."""
    if CarerRule.objects.exists():
        return 0
    ages = {"child_below": 14, "adult_from": 18, "elderly_from": 60}
    set_carer_rule(**ages, valid_from=date(2022, 1, 1), document_number=DOCUMENT, by=by)
    return 1
