"""Hazardous goods: where the register says less about the papers than was declared."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localtime

from longgang.core.identifiers import PlateColour
from longgang.passes.actions.applications import submit_application
from longgang.passes.models import VehiclePass
from longgang.passes.rules import RuleFacts, old_tests_at_entry, papers_in_doubt
from longgang.people.api import register_vehicle
from tests.cast import sign_in

from . import build, filling

DAY = date(2026, 3, 2)
GOOD = {
    "licence_number": "211400000001", "licence_expires_on": DAY, "tank_number": "G0001",
    "tank_inspected_until": DAY, "certificates_until": DAY, "entry_day": DAY, "last_day": DAY,
}  # fmt: skip
EARLIER = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 0),
        ({"licence_number": "", "licence_expires_on": None}, 1),
        ({"licence_expires_on": EARLIER}, 1),
        ({"licence_expires_on": None}, 1),
        ({"tank_inspected_until": EARLIER}, 1),
        ({"tank_inspected_until": None}, 1),
        ({"tank_number": "", "tank_inspected_until": None}, 0),
        ({"certificates_until": EARLIER}, 1),
        ({"certificates_until": None}, 0),
        ({"licence_expires_on": EARLIER, "certificates_until": EARLIER}, 2),
    ],
)
def test_papers_are_in_doubt_where_the_register_says_less(change, count):
    assert len(papers_in_doubt(**GOOD | change)) == count


@pytest.mark.parametrize(
    ("ages", "limit", "said"),
    [
        ((timedelta(hours=48), None), 48, []),
        ((timedelta(hours=48, minutes=1), timedelta(hours=92.5)), 48, ["张 48 48", "王 92 48"]),
        ((timedelta(hours=92),), None, []),
    ],
)
def test_a_test_is_in_doubt_that_is_too_old_at_the_entry(ages, limit, said):
    entry_at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    samples = [(name, age and entry_at - age) for name, age in zip("张王", ages, strict=False)]
    rule = RuleFacts("industrial", "freight", test_max_hours=limit)
    found = old_tests_at_entry(samples, rule=rule, entry_at=entry_at)
    heard = [
        re.match(r"(.)的核酸.*已满 (\d+) 小时（规定 (\d+) 小时以内）", str(each)) for each in found
    ]
    assert [" ".join(each.groups()) for each in heard if each] == said
    assert len(found) == len(said)


@pytest.mark.django_db
@pytest.mark.usefixtures("district")
def test_applicant_and_desk_are_told_that_a_test_will_be_too_old(ada, lin):
    build.a_rule("freight", "industrial", test_max_hours=48)
    sampled = {"sampled_at": f"{localtime(build.in_hours(-20)):%Y-%m-%dT%H:%M}"}
    client = sign_in(ada)
    draft = filling.a_filled_draft(client, people=sampled, journey=filling.journey(hours=72))
    check = f"/passes/drafts/{draft.number}/check/"
    assert "张伟的核酸到预计入区时已满 92 小时" in client.get(check).content.decode()
    assert filling.hand_in(client, draft).status_code == 302
    waiting = VehiclePass.objects.get()
    page = sign_in(lin).get(f"/passes/queue/{waiting.number}/").content.decode()
    assert "张*的核酸到预计入区时已满 92 小时（规定 48 小时以内）" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("district")
def test_desk_is_told_that_the_register_knows_no_licence_of_somebody_elses_vehicle(
    ada, wen, acid_works, lin
):
    register_vehicle("辽P12345", PlateColour.YELLOW, company=acid_works, kind="tanker", by=wen)
    waiting = submit_application(build.an_acid_application(), by=ada)
    page = sign_in(lin).get(f"/passes/queue/{waiting.number}/").content.decode()
    assert "登记库中没有该车的道路运输证" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("district")
def test_desk_is_told_nothing_when_the_register_has_all_papers(wen, acid_works, lin):
    waiting = submit_application(build.an_acid_application(), by=wen, company=acid_works)
    conflicts = sign_in(lin).get(f"/passes/queue/{waiting.number}/").context["conflicts"]
    assert conflicts == []
