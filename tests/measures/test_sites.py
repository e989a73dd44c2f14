"""Who is at a site belongs to the site: the home community sees them, and does nothing to them."""

from datetime import date, timedelta

import pytest

from longgang.areas.api import PremisesKind, add_premises
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.health.api import LabTest, correct_result, record_result, record_temperature
from longgang.measures.actions.extending import extend_by_hand
from longgang.measures.api import Measure, check_in, find_open, lift_measure, move_to_site
from longgang.measures.home import measure_tasks
from longgang.notices.models import Notice
from longgang.people.api import reveal
from tests.audit.helpers import assert_one_event

from . import build
from .test_measures import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
YESTERDAY = build.DAY - timedelta(days=1)


@pytest.fixture
def measure(ada, lin):
    return opened(build.a_person(ada), lin)


def held(measure, site, by):
    check_in(measure, checked_in_on=build.DAY, site=site, by=by)
    return Measure.objects.select_related("held_at", "person").get(pk=measure.pk)


def owners(measure, *users):
    return [user.name for user in users if measure in Measure.objects.owned_by(user)]


def test_the_site_takes_somebody_in_and_owns_the_measure(
    measure, sites, gate, other_gate, lin, bo, jie, ling
):
    everybody = (gate, other_gate, lin, bo, jie)
    assert owners(measure, *everybody) == ["林", "洁"]
    with assert_one_event("measure.checked_in"):
        measure = held(measure, sites[0], gate)
    assert measure.checked_in_on == build.DAY
    assert owners(measure, *everybody) == ["宁"]
    assert owners(measure, ling) == ["令"], "the district looks after both"
    seen = [user for user in everybody if measure in Measure.objects.looked_after_by(user)]
    assert seen == [gate, lin, jie], "the home community still sees them"


def test_nobody_came_before_there_was_a_reason(measure, sites, gate):
    with pytest.raises(Refused) as refused:
        check_in(measure, checked_in_on=date(1970, 1, 1), site=sites[0], by=gate)
    assert refused.value.code == "measures.came_before"


def test_a_coming_that_changes_no_day_is_told_to_nobody_as_a_new_last_day(measure, sites, gate):
    before = measure.ends_on
    check_in(measure, checked_in_on=build.DAY, site=sites[0], by=gate)
    assert Measure.objects.get(pk=measure.pk).ends_on == before
    assert not Notice.objects.filter(kind="measure.extended").exists()


@pytest.mark.parametrize("name", ["bo", "other_gate", "ge", "ada"])
def test_others_take_nobody_in(name, measure, sites, request):
    with pytest.raises(NotAllowed):
        held(measure, sites[0], request.getfixturevalue(name))


def test_nobody_is_taken_in_twice_nor_where_nobody_is_isolated(measure, sites, lin, kang, rui):
    school = add_premises(
        kind=PremisesKind.SCHOOL, name="实验小学", area_code=build.WANGHAISI, by=rui
    )
    with pytest.raises(Refused, match="not_a_site"):
        check_in(measure, checked_in_on=build.DAY, site=school, by=lin)
    measure = held(measure, sites[0], lin)
    with pytest.raises(Refused, match="at_another_site"):
        check_in(measure, checked_in_on=build.DAY, site=sites[1], by=kang)
    again = held(measure, sites[0], kang)
    assert again.held_at == sites[0], "the day of check-in is corrected at the same site"


def test_what_is_done_to_somebody_at_a_site_the_site_does(measure, sites, gate, lin, kang):
    shown = Measure.objects.get(pk=measure.pk)
    measure = held(measure, sites[0], gate)
    with pytest.raises(NotAllowed):
        extend_by_hand(measure, days=1, by=lin, reason="同层阳性")
    with pytest.raises(StaleRow):
        extend_by_hand(shown, days=1, by=kang, reason="同层阳性")
    extend_by_hand(measure, days=1, by=gate, reason="同层阳性")
    with as_if(build.local(2024, 3, 6, 9)), pytest.raises(Refused, match="tests_missing"):
        lift_measure(Measure.objects.get(pk=measure.pk), by=gate)


def test_the_site_records_what_it_observes(measure, sites, gate, other_gate, lin):
    measure = held(measure, sites[0], gate)
    at = build.local(2024, 2, 26, 8)
    concern = dict(measure.concern)
    record_temperature(measure.person, 37, taken_at=at, **concern, by=gate)
    test = record_result(
        measure.person, sampled_at=at, lab="疾控", result="negative", reported_at=at, **concern,
        by=gate,
    )  # fmt: skip
    seen = [user for user in (gate, other_gate, lin) if LabTest.objects.visible_to(user)]
    assert seen == [gate, lin]
    with pytest.raises(NotAllowed):
        correct_result(test, result="positive", by=other_gate, reason="看错")
    correct_result(test, result="positive", by=gate, reason="看错")
    told = Notice.objects.filter(kind="test.positive").values_list("user__name", flat=True)
    assert {"宁", "林"} <= set(told), "the home community must know of a positive test too"


def test_the_site_may_ask_for_the_phone(measure, sites, gate, other_gate):
    measure = held(measure, sites[0], gate)
    why = {"purpose": "care", "reason": "通知家属"}
    assert reveal(measure.person, "phone", **measure.concern, by=gate, **why) == "13700000001"
    with pytest.raises(NotAllowed):
        reveal(measure.person, "phone", **measure.concern, by=other_gate, **why)


def test_another_site_takes_over(measure, sites, gate, other_gate, lin):
    with pytest.raises(Refused, match="at_no_site"):
        move_to_site(measure, site=sites[1], by=lin)
    measure = held(measure, sites[0], gate)
    with pytest.raises(NotAllowed):
        move_to_site(measure, site=sites[1], by=other_gate)
    with assert_one_event("measure.site_changed"):
        move_to_site(measure, site=sites[1], by=gate)
    assert owners(measure, gate, other_gate, lin) == ["安"]
    assert Notice.objects.filter(user=other_gate, kind="measure.site_changed").exists()
    assert Measure.objects.get(pk=measure.pk).term_count == measure.term_count


def test_the_day_of_leaving_follows_every_term(measure, sites, gate):
    assert measure.central_ends_on == date(2024, 3, 1)
    measure = held(measure, sites[0], gate)
    extend_by_hand(measure, days=2, by=gate, reason="同层阳性")
    assert find_open(measure.person).central_ends_on == date(2024, 3, 3)


def test_the_lists_of_the_home_count_nothing_that_is_due_at_the_site(measure, sites, gate, lin):
    with as_if(build.local(2024, 2, 27, 11)):
        assert counts(lin)[:2] == [1, 1]
        with as_if(build.NOW):
            held(measure, sites[0], gate)
        assert counts(lin)[:2] == [1, 0], "seen, and not due"
        assert counts(gate)[:2] == [1, 1]


def counts(user):
    return [task.count for task in measure_tasks(user)]
