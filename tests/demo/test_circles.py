"""The case of the demo: both circles, what was told, and a result that waits."""

from itertools import pairwise

import pytest
from django.urls import reverse

from longgang.areas.api import list_premises
from longgang.areas.outline import outline_of
from longgang.demo.cast import find_account
from longgang.tracing.api import Case
from longgang.tracing.mapping import Absence
from longgang.trail import asking
from tests.cast import sign_in
from tests.trail.reading import read_index

pytestmark = pytest.mark.django_db


def test_the_investigator_finds_a_case_with_both_circles(small_demo, monkeypatch):
    monkeypatch.setattr(asking, "current_index", read_index)
    browser = sign_in(find_account("investigator"))
    front = browser.get("/tracing/")
    assert len(front.context["positives"]) >= 1
    case = Case.objects.get()
    page = browser.get(case.get_absolute_url())
    counts = [str(tag) for tag in page.context["shown"].counts]
    assert counts == ["第 1 圈：9 人", "第 2 圈：4 人"]
    decisions = {str(row.decision) for row in page.context["shown"].rows}
    assert decisions == {"未处置", "已排除"}
    drawn = browser.get(reverse("tracing:map", args=[case.number])).context
    assert [(each.line.words, each.line.people) for each in drawn["marked"]] == [
        ("望海早市", "在此接触：6 人"), ("社区卫生服务站", "在此接触：1 人"),
    ]  # fmt: skip
    assert [each.reason for each in drawn["missing"]] == [Absence.HOME.label]


def test_all_premises_stand_inside_the_district(small_demo):
    [land, *_islands] = outline_of("211403").rings
    premises = list_premises()
    assert len(premises) == 9
    for each in premises:
        latitude, longitude = map(float, each.position)
        crossed = [
            one[0] + (latitude - one[1]) * (two[0] - one[0]) / (two[1] - one[1]) > longitude
            for one, two in pairwise(land)
            if (one[1] > latitude) != (two[1] > latitude)
        ]
        assert sum(crossed) % 2 == 1, each
