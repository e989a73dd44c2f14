"""The whole way with the engine's own files: what is committed now is in the next answer."""

import pytest

from longgang.core.clock import as_if
from longgang.tracing.actions.visits import add_visit, void_visit
from longgang.tracing.asking import Thresholds, ask
from longgang.tracing.timeline import visits_of
from longgang.trail import asking, files
from longgang.trail.api import NotReady, current_index
from longgang.trail.files import build_files
from tests.measures.build import NOW
from tests.measures.committed import rules  # noqa: F401 - found by being here

from . import build
from .build import a_case, at
from .conftest import load_the_windows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dated(rules):  # noqa: F811
    load_the_windows()


@pytest.fixture
def case(dated, kang, yan, monkeypatch, settings, tmp_path):
    settings.VAR_DIR = str(tmp_path)
    monkeypatch.setattr(files, "_followers", {})
    monkeypatch.setattr(asking, "current_index", current_index)
    with as_if(NOW):
        people = build.the_people(kang)
        build.what_happened(people)
        yield a_case(people.he, yan)


def test_visits_of_this_second_are_in_the_answer(case, yan):
    with pytest.raises(NotReady):
        ask(case, Thresholds())
    assert build_files()
    assert [ask(case, Thresholds()).count(degree) for degree in (1, 2)] == [3, 2]
    shop = build.place("premises:shop")
    add_visit(
        case, place=shop, since=at(17, days=-1), until=at(17.5, days=-1), by=yan, reason="本人回忆"
    )
    assert ask(case, Thresholds()).count(1) == 4  # whoever was in the shop then
    office = next(each for each in visits_of(case) if each.place == "premises:office")
    void_visit(case, office, by=yan, reason="当天请假")
    circles = ask(case, Thresholds())
    lines = circles.lines(circles.people(1))
    assert {line.person.name for line in lines} == {"何海", "林西", "赵北"}
