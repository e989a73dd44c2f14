"""The three national versions of 2022, told apart to the day. The expected days are written out."""

from datetime import date

import pytest
from django.core.management import call_command

from longgang.audit.api import SYSTEM
from longgang.core.errors import Refused
from longgang.measures.days import Count, dates_of_tests, phase_days
from longgang.measures.default_rules import load_rules
from longgang.measures.kinds import Who
from longgang.measures.models import MeasureRule
from longgang.measures.queries import find_rule, get_rule

pytestmark = pytest.mark.django_db


def days(text: str) -> list[date]:
    return [date.fromisoformat(f"2022-{each}") for each in text.split()]


# who, exposure or arrival on, under the rule of: phases "kind first last", test days
CASES = [
    # The last day of the eighth version and the first of the ninth.
    ("close_contact", "06-27", "06-27", ["central 06-28 07-11", "monitoring 07-12 07-18"],
     "06-28 07-01 07-04 07-11 07-13 07-18"),
    ("close_contact", "06-27", "06-28", ["central 06-28 07-04", "monitoring 07-05 07-07"],
     "06-28 06-29 06-30 07-02 07-04 07-07"),
    ("overseas", "06-27", "06-27", ["central 06-27 07-10", "monitoring 07-11 07-17"],
     "06-27 06-30 07-03 07-10 07-12 07-17"),
    ("overseas", "06-28", "06-28", ["central 06-28 07-04", "monitoring 07-05 07-07"],
     "06-28 06-29 06-30 07-02 07-04 07-07"),
    ("secondary_contact", "06-27", "06-27", ["central 06-28 07-04"], "06-28 07-01 07-04"),
    ("secondary_contact", "06-28", "06-28", ["home 06-29 07-05"], "06-29 07-02 07-05"),
    ("high_risk", "06-28", "06-28", ["central 06-29 07-05"],
     "06-29 06-30 07-01 07-03 07-05"),
    ("middle_risk", "06-28", "06-28", ["home 06-29 07-05"], "06-29 07-02 07-05"),
    ("low_risk", "06-28", "06-28", ["self 06-29 07-01"], "06-29 07-01"),
    # The last day of the ninth version and the first of the twenty points.
    ("close_contact", "11-10", "11-10", ["central 11-11 11-17", "monitoring 11-18 11-20"],
     "11-11 11-12 11-13 11-15 11-17 11-20"),
    ("close_contact", "11-10", "11-11", ["central 11-11 11-15", "home 11-16 11-18"],
     "11-11 11-12 11-13 11-15 11-16 11-18"),
    ("overseas", "11-11", "11-11", ["central 11-11 11-15", "home 11-16 11-18"],
     "11-11 11-12 11-13 11-15 11-16 11-18"),
    ("secondary_contact", "11-10", "11-10", ["home 11-11 11-17"], "11-11 11-14 11-17"),
    ("middle_risk", "11-10", "11-10", ["home 11-11 11-17"], "11-11 11-14 11-17"),
    ("high_risk", "11-10", "11-10", ["central 11-11 11-17"],
     "11-11 11-12 11-13 11-15 11-17"),
    ("high_risk", "11-10", "11-11", ["home 11-11 11-17"], "11-11 11-13 11-15 11-17"),
    ("low_risk", "11-11", "11-11", ["self 11-12 11-14"], "11-12 11-14"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "base", "on", "phases", "tests"), CASES)
def test_each_version_to_the_day(rules, who, base, on, phases, tests):
    rule = get_rule(who, on=days(on)[0])
    day_one = rule.first_day(days(base)[0])
    count = Count(day_one, day_one, rule.plan)
    found = [
        f"{phase.kind} {first:%m-%d} {last:%m-%d}"
        for place, phase in enumerate(rule.plan)
        for first, last in [phase_days(place, count)]
    ]
    assert found == phases
    assert dates_of_tests(count) == days(tests)


@pytest.mark.parametrize(
    ("who", "on"),
    [
        ("secondary_contact", "11-11"),
        ("middle_risk", "11-11"),
        ("middle_risk", "06-27"),
        ("other", "07-05"),
    ],
)
def test_nothing_is_asked_for_where_no_version_does(rules, who, on):
    day = days(on)[0]
    assert find_rule(who, on=day) is None
    with pytest.raises(Refused) as refused:
        get_rule(who, on=day)
    assert refused.value.code == "measures.no_rule"


def test_every_day_of_the_year_has_at_most_one_rule_for_each(rules):
    for who in Who.values:
        for month in range(1, 13):
            for day in (1, 10, 11, 27, 28):
                assert (
                    MeasureRule.objects.in_force(date(2022, month, day)).filter(who=who).count() < 2
                )


def test_the_command_loads_once(rules, capsys):
    MeasureRule.objects.all().delete()
    call_command("load_measure_rules")
    call_command("load_measure_rules")
    assert capsys.readouterr().out == "12 rules added\n0 rules added\n"
    assert load_rules(by=SYSTEM) == 0


def test_what_somebody_has_set_is_left_alone(rules):
    before = list(MeasureRule.objects.values())
    MeasureRule.objects.filter(who="low_risk").delete()
    assert load_rules(by=SYSTEM) == 1
    assert MeasureRule.objects.count() == len(before)
