"""In the middle of the spring the rules change, and people are moved to them by two people."""

from django.conf import settings

from longgang.core.errors import Refused
from longgang.measures.actions.moving import confirm_moving, dismiss_moving
from longgang.measures.api import propose_moving, set_rule

from .district import NEWER
from .world import World

DOCUMENT = "龙防指〔2024〕9号"


def change_rules(world: World) -> None:
    """Every new rule is proposed; the first proposal is turned down and made anew."""
    if world.number != world.size.days // 2:
        return
    district = world.district
    for number, (who, figures) in enumerate(NEWER.items()):
        rule = world.do(set_rule, who, figures, document_number=DOCUMENT, by=district.rules)
        assert rule is not None
        facts = {"area_code": str(settings.DISTRICT_CODE), "document_number": DOCUMENT}
        for again in (True, False) if number == 0 else (False,):
            try:
                moving = propose_moving(rule, reason="在管人员同步执行", by=district.rules, **facts)
            except Refused:
                break  # nobody runs by the older rule
            if again:
                world.do(dismiss_moving, moving, by=district.command, reason="先核对名单")
            else:
                world.moved += world.do(confirm_moving, moving, by=district.command) or 0
