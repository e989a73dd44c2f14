"""The case of the demo: both circles, what was told, and a result that waits."""

import pytest

from longgang.demo.cast import find_account
from longgang.tracing.api import Case
from longgang.trail import asking
from tests.cast import sign_in
from tests.trail.reading import read_index

pytestmark = pytest.mark.django_db


def test_the_investigator_finds_a_case_with_both_circles(small_demo, monkeypatch):
    monkeypatch.setattr(asking, "current_index", read_index)
    browser = sign_in(find_account("investigator"))
    front = browser.get("/tracing/")
    assert len(front.context["positives"]) >= 1
    page = browser.get(Case.objects.get().get_absolute_url())
    counts = [str(tag) for tag in page.context["shown"].counts]
    assert counts == ["第 1 圈：9 人", "第 2 圈：4 人"]
    decisions = {str(row.decision) for row in page.context["shown"].rows}
    assert decisions == {"未处置", "已排除"}
