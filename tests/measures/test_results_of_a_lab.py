"""Positive results that come in by the hundred: each owner told once, each measure extended."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.audit.models import Event
from longgang.core.clock import as_if
from longgang.health.actions.result_uploads import ask_to_enter_results, enter_result_workbook
from longgang.health.models import LabTest
from longgang.measures.actions.measures import open_measure
from longgang.measures.models import Measure, Term
from longgang.notices.models import Delivery, Notice
from longgang.people.api import claim_person
from tests.health import lab

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def measures(kang, ada):
    """Three in Wanghaisi, one of them `ada`, and one in Gongjian, all opened two days ago."""
    own = claim_person(name="何静", id_number=build.id_number(1), area_code=build.WANGHAISI, by=ada)
    others = [build.a_person(kang, 2), build.a_person(kang, 3)]
    away = build.a_person(kang, 4, area_code=build.GONGJIAN)
    with as_if(build.local(2024, 2, 24, 9)):
        return [
            open_measure(
                person, "close_contact", base_on=build.DAY.replace(day=23), by=kang, reason="同车厢"
            )
            for person in (own, *others, away)
        ]


def enter(kang, *rows):
    upload = lab.read(kang, *rows)
    ask_to_enter_results(upload, with_changes=True, by=kang)
    upload.refresh_from_db()
    enter_result_workbook(upload)
    upload.refresh_from_db()
    assert upload.confirmed_at, upload.trouble


def ends() -> list[str]:
    return [str(each.ends_on) for each in Measure.objects.order_by("pk")]


def told(kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for notice in Notice.objects.filter(kind=kind).select_related("user").order_by("pk"):
        found.setdefault(notice.user.name, []).append(notice.text_en)
    return found


def test_each_owner_is_told_once_and_each_measure_extended(measures, kang, lin, bo, jie, ada):
    before = ends()
    rows = [lab.a_row(serial, result="阳性") for serial in (1, 2, 4)]
    enter(kang, *rows, lab.a_row(3))
    after = ends()
    assert [old < new for old, new in zip(before, after, strict=True)] == [True, True, False, True]
    positive = told("test.positive")
    assert {name: len(texts) for name, texts in positive.items()} == {
        "林": 1, "博": 1, "洁": 1, "康": 1,
    }  # fmt: skip
    assert positive["林"][0].startswith("2 tests"), positive
    assert measures[3].number in positive["博"][0], "one of one's own is named"
    assert positive["洁"][0].startswith("3 tests")
    assert Delivery.objects.filter(kind="test.positive").count() == 4, "and by message"
    assert set(told("measure.extended")) == {"林", "博", "洁", "康", "艾达"}
    assert Term.objects.filter(why="positive", is_by_rule=True).count() == 3
    assert Event.objects.filter(kind="measure.extended").count() == 3


def test_the_same_file_costs_as_many_statements_for_many_as_for_few(measures, kang, lin, bo):
    def statements(*serials: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            enter(kang, *(lab.a_row(n, result="阳性", lab=f"室{len(serials)}") for n in serials))
        return len(captured)

    for serial in range(5, 10):
        open_measure(
            build.a_person(kang, serial), "close_contact", base_on=build.DAY, by=kang,
            reason="同车厢",
        )  # fmt: skip
    assert statements(5, 6) == statements(7, 8, 9)


def test_corrected_ones_are_told_to_the_same_people_once(measures, kang, lin, bo):
    enter(kang, *(lab.a_row(serial, result="阳性") for serial in (1, 2, 3)))
    extended = ends()
    enter(kang, *(lab.a_row(serial) for serial in (1, 2, 3)))
    assert ends() == extended, "whoever owns them decides"
    assert told("test.positive_corrected")["林"][0].startswith("3 positive tests")
    assert "博" not in told("test.positive_corrected")


def test_results_belong_to_whoever_looks_after_the_person(measures, kang, lin, jie):
    Measure.objects.filter(pk=measures[0].pk).update(area_code=build.GONGJIAN)
    enter(kang, lab.a_row(1))
    person = measures[0].person
    assert person.area_code == build.WANGHAISI
    assert LabTest.objects.get().area_code == build.GONGJIAN
