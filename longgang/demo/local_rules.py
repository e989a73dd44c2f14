"""What the district asks for beside the national rules, and the risk areas of its neighbours."""

from datetime import timedelta

from django.conf import settings

from longgang.accounts.api import User
from longgang.arrivals.api import announce_risk_area, end_risk_area
from longgang.core.clock import today
from longgang.measures.api import Phase, PhaseKind, RuleFigures, Who, propose_moving, set_rule

# Its document is invented like everything else in the demo.
LOCAL_RULES = {
    Who.SECONDARY_CONTACT: (Phase(PhaseKind.HOME, 7, (1, 4, 7), 2, (2, 5)),),
    Who.MIDDLE_RISK: (
        Phase(PhaseKind.HOME, 3, (1, 3), 2, (1,)),
        Phase(PhaseKind.MONITORING, 4, (4,), 1, (3,)),
    ),
}
LOCAL_DOCUMENT = "龙防指〔2022〕21号"


SHENYANG, JINZHOU, DALIAN, BEIJING = "210106", "210703", "210211", "110105"
HARBIN, CHANGCHUN, TIANJIN, OVERSEAS = "230102", "220105", "120102", "00"

# Invented, as everything else: division, place within it, level, since so many days, until.
RISK_AREAS = [
    (SHENYANG, "工人村街道重工社区", "high", 4, None),
    (DALIAN, "机场街道华北路 88 号院", "high", 6, None),
    (JINZHOU, "", "middle", 5, None),
    (CHANGCHUN, "临河街道", "middle", 9, 2),
]
DOCUMENT = "辽疫防指〔2022〕117号"


def set_local_rules(rules_officer: User) -> None:
    """Before anybody is put under a measure."""
    for who, plan in LOCAL_RULES.items():
        set_rule(who, RuleFigures(plan), document_number=LOCAL_DOCUMENT, by=rules_officer)


def announce_risk_areas(rules_officer: User) -> None:
    """What the neighbours have announced before the story begins."""
    for area_code, place, level, since, until in RISK_AREAS:
        area = announce_risk_area(
            area_code=area_code,
            place=place,
            level=level,
            since_on=today() - timedelta(days=since),
            document_number=DOCUMENT,
            by=rules_officer,
        )
        if until is not None:
            day = today() - timedelta(days=until)
            end_risk_area(area, until_on=day, document_number=DOCUMENT, by=rules_officer)


NEWER_DOCUMENT = "龙防指〔2022〕24号"


def propose_newer_rule(rules_officer: User) -> None:
    """Today a shorter rule came; whether it holds for who is at home already, the command says."""
    rule = set_rule(
        Who.MIDDLE_RISK,
        RuleFigures((Phase(PhaseKind.HOME, 3, (1, 3), 2, (1,)), Phase(PhaseKind.SELF, 2, (), 1))),
        document_number=NEWER_DOCUMENT,
        by=rules_officer,
    )
    propose_moving(
        rule,
        area_code=settings.DISTRICT_CODE,
        document_number=NEWER_DOCUMENT,
        reason="对在管人员同步执行新方案",
        by=rules_officer,
    )
