"""Hazardous goods: where the register says less about the papers than was declared."""

from datetime import date, timedelta

import pytest

from longgang.core.identifiers import PlateColour
from longgang.passes.actions.applications import submit_application
from longgang.passes.rules import papers_in_doubt
from longgang.people.api import register_vehicle
from tests.cast import sign_in

from . import build

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
