"""What the district asks for beside the national rules of isolation and monitoring."""

from longgang.accounts.api import User
from longgang.measures.api import Phase, PhaseKind, RuleFigures, Who, set_rule

# Its document is invented like everything else in the demo.
LOCAL_RULES = {
    Who.SECONDARY_CONTACT: (Phase(PhaseKind.HOME, 7, (1, 4, 7), 2, (2, 5)),),
    Who.MIDDLE_RISK: (
        Phase(PhaseKind.HOME, 3, (1, 3), 2, (1,)),
        Phase(PhaseKind.MONITORING, 4, (4,), 1, (3,)),
    ),
}
LOCAL_DOCUMENT = "龙防指〔2022〕21号"


def set_local_rules(rules_officer: User) -> None:
    """Before anybody is put under a measure."""
    for who, plan in LOCAL_RULES.items():
        set_rule(who, RuleFigures(plan), document_number=LOCAL_DOCUMENT, by=rules_officer)
