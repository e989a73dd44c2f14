"""People under a measure in the district at work: one in each state, through the real actions."""

from datetime import timedelta
from typing import Any

from longgang.accounts.actions import open_account
from longgang.accounts.api import Role, User
from longgang.audit.api import SYSTEM, disclose
from longgang.core.clock import as_if, now, today
from longgang.core.privacy import Purpose
from longgang.health.api import (
    record_result,
    record_sample,
    record_temperature,
    report_symptoms,
)
from longgang.measures.actions.moving import confirm_moving, propose_moving
from longgang.measures.api import (
    Measure,
    Phase,
    PhaseKind,
    RuleFigures,
    ask_for_help,
    cancel_measure,
    extend_by_hand,
    extend_for_exposure,
    hand_over,
    load_rules,
    open_measure,
    record_visit,
    set_rule,
    suspend_measure,
)
from longgang.people.api import Person, claim_person, find_or_register_person
from tests.cast import DISTRICT, LONGWAN, appoint
from tests.measures import build as rules
from tests.passes import build

COMMUNITY = f"{LONGWAN}001"


def people_of_the_community() -> dict[str, User]:
    """Who looks after them, and `he`, who is under a measure and has a login."""
    return {
        "kang": appoint("康宁", Role.HEALTH_OFFICER, phone="13900000021"),
        "she": appoint("佘芳", Role.COMMUNITY_OFFICER, COMMUNITY, phone="13900000022"),
        "wang": appoint("网格", Role.GRID_WORKER, COMMUNITY, phone="13900000023"),
        "he": open_account("13800000021", name="何静", language="zh-hans"),
    }


def measures_of(people: dict[str, User]) -> dict[str, Measure]:
    """By what has become of them."""
    with as_if(rules.local(2022, 1, 1)):
        load_rules(by=SYSTEM)
    with as_if(now() - timedelta(days=1)):
        own = claim_person(
            name="何静",
            id_number=build.id_number(80),
            area_code=COMMUNITY,
            address="锦湾小区 3 号楼",
            by=people["he"],
        )
        found = {"home": _opened(own, "high_risk", 4, people["she"])}
        elsewhere = _person(4, people["she"])
        found["handed"] = _opened(elsewhere, "high_risk", 1, people["kang"], area_code=LONGWAN)
        for place, (name, who, days) in enumerate(
            [("central", "close_contact", 1), ("away", "close_contact", 2),
             ("mistake", "high_risk", 0), ("over", "low_risk", 3)]
        ):  # fmt: skip
            found[name] = _opened(_person(place, people["she"]), who, days, people["she"])
    _what_was_seen(found, own, people)
    suspend_measure(_now_of(found["away"]), hospital="葫芦岛市中心医院", by=people["she"])
    cancel_measure(_now_of(found["mistake"]), by=people["kang"], reason="登记错人")
    hand_over(_now_of(found["handed"]), to_area=COMMUNITY, words="现住父母家", by=people["kang"])
    ask_for_help(_now_of(found["home"]), words="降压药只剩一天", by=people["he"])
    return {name: _now_of(each) for name, each in found.items()}


def movings_of(rui: User, ling: User) -> dict[str, str]:
    """One carried out, one that waits: numbers by what became of them."""
    found = {}
    for name, who, days in (("moved", "close_contact", 6), ("moving", "high_risk", 12)):
        plan = (Phase(PhaseKind.HOME, days, (1, days)),)
        orders = {"document_number": "龙防指〔2026〕5号"}
        rule = set_rule(who, RuleFigures(plan), **orders, by=SYSTEM)
        moving = propose_moving(rule, area_code=DISTRICT, reason="执行新方案", **orders, by=rui)
        found[name] = moving.number
        if name == "moved":
            confirm_moving(moving, by=ling)
    return found


def _what_was_seen(found: dict[str, Measure], own: Person, people: dict[str, User]) -> None:
    she, kang = people["she"], people["kang"]
    a_minute_ago = now() - timedelta(minutes=1)
    record_temperature(own, 37, taken_at=now() - timedelta(hours=20), by=people["he"])
    record_temperature(own, 38.1, taken_at=a_minute_ago, by=people["he"])
    report_symptoms(own, ["1", "9"], words="头痛", by=people["he"])
    record_sample(own, sampled_at=a_minute_ago, lab="龙港区疾控中心", by=she)
    at = now() - timedelta(hours=22)
    record_result(
        own,
        sampled_at=at,
        lab="龙港区疾控中心",
        result="negative",
        reported_at=a_minute_ago,
        by=kang,
    )
    record_visit(found["home"], was_met=False, words="晚间再来", by=people["she"])
    extend_by_hand(found["home"], days=2, by=she, reason="同楼出现阳性")
    extend_for_exposure(found["central"], exposed_on=today(), by=kang, reason="转运途中再次接触")
    disclose(own, "phone", by=she, purpose=Purpose.CONTACT, reason="电话未接")


def _opened(person: Person, who: str, days_ago: int, by: User, area_code: str = "") -> Measure:
    base_on = today() - timedelta(days=days_ago)
    reason = "自中高风险区返回"
    return open_measure(person, who, base_on=base_on, area_code=area_code, by=by, reason=reason)


def _person(place: int, by: User) -> Person:
    facts: dict[str, Any] = {"area_code": COMMUNITY, "by": by}
    name = "赵钱孙李周"[place] + "秋实"
    return find_or_register_person(
        name=name, id_number=build.id_number(81 + place), phone=f"1370002{place:04d}", **facts
    )


def _now_of(measure: Measure) -> Measure:
    return Measure.objects.select_related("person__user", "rule").get(pk=measure.pk)
