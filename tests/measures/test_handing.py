"""From a site to the home: checked, handed over in one step, accepted or sent back, never lost."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from longgang.accounts.api import Role
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.health.api import record_result, record_temperature
from longgang.measures.actions.handing import (
    accept_hand_over,
    confirm_hand_over,
    hand_over,
    raise_unaccepted,
    send_back,
)
from longgang.measures.api import (
    HandOver,
    Measure,
    Phase,
    PhaseKind,
    RuleFigures,
    cancel_measure,
    check_in,
    find_open,
    list_to_hand_over,
    open_measure,
    release_items,
    set_rule,
    suspend_measure,
)
from longgang.measures.home import measure_tasks
from longgang.notices.models import Notice
from longgang.people.models import Person
from tests.audit.helpers import assert_one_event
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
YESTERDAY = build.DAY - timedelta(days=1)
LEAVING = build.local(2024, 3, 2, 9)  # the day after the five days at the site
TEST_DAYS = [build.local(2024, 2, day, 8) for day in (26, 27, 28)] + [build.local(2024, 3, 1, 8)]
SHENYANG = "210102"


def taken_in(person, by, site, at=None, who="close_contact"):
    measure = open_measure(
        person, who, base_on=YESTERDAY, area_code=build.WANGHAISI, by=by, reason="同餐"
    )
    check_in(measure, checked_in_on=build.DAY, site=site, by=by)
    return find_open(person)


def observe(measure, by, celsius=36):
    """Every test negative, and a temperature."""
    for at in TEST_DAYS:
        record_result(
            measure.person, sampled_at=at, lab="疾控", result="negative", reported_at=at,
            **measure.concern, by=by,
        )  # fmt: skip
    record_temperature(measure.person, celsius, **measure.concern, by=by)


@pytest.fixture
def measure(ada, lin, gate, sites, grid):
    """On the morning of leaving: everything done, nothing stands against it."""
    return taken_in(build.a_person(ada, area_code=grid), lin, sites[0])


@pytest.fixture
def leaving(measure, gate):
    with as_if(LEAVING):
        observe(measure, gate)
        yield find_open(measure.person)


def owners(measure, *users):
    return [user.name for user in users if Measure.objects.owned_by(user).filter(pk=measure.pk)]


def waits_for(*users):
    return [user.name for user in users if HandOver.objects.waiting_for(user).exists()]


def codes(do):
    with pytest.raises(Refused) as refused:
        do()
    return [each.code.removeprefix("measures.") for each in refused.value.refusals]


def later(minutes):
    return as_if(LEAVING + timedelta(minutes=minutes))


def test_the_grid_owns_them_in_the_moment_of_the_hand_over(leaving, gate, wei, lin, grid):
    assert owners(leaving, gate, wei, lin) == ["宁"]
    with assert_one_event("measure.handed_over"):
        row = hand_over(leaving, by=gate)
    assert (row.to_area_code, row.from_site, row.status) == (grid, leaving.held_at, "offered")
    assert owners(leaving, gate, wei, lin) == ["魏", "林"]
    assert find_open(leaving.person).held_at is None
    assert waits_for(gate, wei, lin) == ["魏"]
    assert list(HandOver.objects.sent_by(gate).handing()) == [row]
    assert Notice.objects.filter(kind="measure.handed_over").get().user == wei
    with assert_one_event("measure.accepted"):
        accept_hand_over(row, by=wei)
    assert waits_for(gate, wei, lin) == []
    assert not HandOver.objects.sent_by(gate).handing()


def test_every_item_that_fails_is_named(measure, gate):
    with as_if(build.local(2024, 2, 29, 9)):
        found = codes(lambda: hand_over(measure, by=gate))
    assert found == ["days_not_over", "tests_missing", "no_temperature"]
    with as_if(LEAVING):
        observe(measure, gate, celsius=38)
        assert codes(lambda: hand_over(measure, by=gate)) == ["fever"]
        good = [item.item for item in release_items(measure) if item.is_good]
    assert good == ["hospital", "days", "tests", "receiver"]


def test_nobody_is_handed_over_from_hospital(leaving, gate):
    suspend_measure(leaving, hospital="市中心医院", by=gate)
    assert "still_in_hospital" in codes(lambda: hand_over(find_open(leaving.person), by=gate))


@pytest.mark.parametrize("name", ["lin", "wei", "other_gate", "ling", "ada"])
def test_only_the_site_releases(name, leaving, request):
    with pytest.raises(NotAllowed):
        hand_over(leaving, by=request.getfixturevalue(name))


def test_officers_of_the_site_do_not_release_alone(leaving, sites, staff):
    with pytest.raises(NotAllowed):
        hand_over(leaving, by=staff("欧", Role.SITE_OFFICER, premises_number=sites[0].number))


def test_of_two_at_once_one_hands_over(leaving, gate, kang):
    stale = find_open(leaving.person)
    hand_over(leaving, by=gate)
    with pytest.raises(StaleRow):
        hand_over(stale, by=kang)


def test_the_database_refuses_a_second_hand_over(leaving, gate):
    row = hand_over(leaving, by=gate)
    row.pk, row.number = None, "JJ2"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# --- to whom -----------------------------------------------------------------------------------


def test_no_grid_known_goes_to_the_community(leaving, gate, lin):
    Person.objects.filter(pk=leaving.person_id).update(area_code=build.WANGHAISI)
    row = hand_over(find_open(leaving.person), by=gate)
    assert row.to_area_code == build.WANGHAISI
    assert "林" in waits_for(lin)


def test_a_grid_that_no_longer_exists_is_its_community(leaving, gate, lin):
    Person.objects.filter(pk=leaving.person_id).update(area_code=f"{build.WANGHAISI}099")
    assert hand_over(find_open(leaving.person), by=gate).to_area_code == build.WANGHAISI


def test_moved_away_within_the_district(leaving, gate, lin, bo):
    row = hand_over(leaving, to_area=build.GONGJIAN, by=gate)
    assert row.to_area_code == build.GONGJIAN
    assert owners(leaving, gate, lin, bo) == ["博"]


def test_moved_away_from_home_to_another_community(leaving, gate, wei, lin, bo):
    accept_hand_over(hand_over(leaving, by=gate), by=wei)
    at_home = find_open(leaving.person)
    with pytest.raises(NotAllowed):
        hand_over(at_home, to_area=build.GONGJIAN, words="搬家", by=wei)
    assert codes(lambda: hand_over(at_home, to_area=build.GONGJIAN, by=lin)) == ["reason_missing"]
    assert codes(lambda: hand_over(at_home, words="搬家", by=lin)) == ["there_already"]
    row = hand_over(at_home, to_area=build.GONGJIAN, words="搬家", by=lin)
    assert owners(at_home, gate, lin, bo) == ["博"]
    assert list(HandOver.objects.sent_by(lin).handing()) == [row], "the sender still sees it"
    answer = sign_in(lin).get(at_home.get_absolute_url(), follow=True)
    assert answer.redirect_chain == [("/measures/handed/?which=sent", 302)]
    assert [shown.pk for shown in answer.context["table"].page.rows] == [row.pk]
    accept_hand_over(row, by=bo)
    assert sign_in(lin).get(at_home.get_absolute_url()).status_code == 404


def test_a_home_in_another_district_is_the_districts_until_then(leaving, gate, lin, kang):
    row = hand_over(leaving, to_area=SHENYANG, by=gate)
    assert row.to_area_code == build.DISTRICT
    assert "沈阳" in row.words or "Shenyang" in row.words
    assert owners(leaving, gate, lin, kang) == ["康"]
    assert waits_for(kang) == ["康"]
    assert codes(lambda: send_back(row, by=kang, reason="不在本区")) == ["nobody_above"]


def test_a_home_nobody_knows_is_asked_for(ada, kang, sites, gate):
    person = build.a_person(ada, 9, area_code="")
    measure = open_measure(
        person, "close_contact", base_on=YESTERDAY, area_code=build.DISTRICT, by=kang, reason="同餐"
    )
    check_in(measure, checked_in_on=build.DAY, site=sites[0], by=gate)
    measure = find_open(person)
    with as_if(LEAVING):
        observe(measure, gate)
        assert codes(lambda: hand_over(measure, by=gate)) == ["receiver_unknown"]
        assert hand_over(measure, to_area=build.HULUDAO, by=gate).to_area_code == build.HULUDAO


# --- nobody accepts, or they are sent back -----------------------------------------------------


def test_not_accepted_in_time_goes_up(leaving, gate, wei, lin, jie, kang):
    hand_over(leaving, by=gate)
    everybody = (wei, lin, jie, kang)
    with later(119):
        assert waits_for(*everybody) == ["魏"]
        assert raise_unaccepted() == 0
    with later(120):
        assert waits_for(*everybody) == ["魏", "林"], "the clock decides, not the job"
        assert (raise_unaccepted(), raise_unaccepted()) == (1, 0)
    with later(240):
        assert waits_for(*everybody) == ["魏", "林", "洁"]
        assert raise_unaccepted() == 1
    told = Notice.objects.filter(kind="measure.not_accepted").order_by("pk")
    names = list(told.values_list("user__name", flat=True))
    assert names[0] == "林"
    assert "洁" in names
    assert "康" not in names


def test_the_community_accepts_only_after_two_hours(leaving, gate, wei, lin, grid):
    row = hand_over(leaving, by=gate)
    with pytest.raises(NotAllowed):
        accept_hand_over(row, by=lin)
    with later(120):
        accept_hand_over(row, by=lin)
    assert find_open(leaving.person).area_code == grid, "it is still the grid worker's"


def test_a_grid_without_a_worker_is_raised_at_once(leaving, gate, lin, grid):
    hand_over(leaving, by=gate)
    assert waits_for(lin) == ["林"]


def test_sent_back_goes_to_the_community_then_the_street(leaving, gate, wei, lin, jie, kang, sites):
    row = hand_over(leaving, by=gate)
    with pytest.raises(Refused):
        send_back(row, by=wei, reason=" ")
    with assert_one_event("measure.sent_back"):
        second = send_back(row, by=wei, reason="不住这里")
    assert owners(leaving, gate, wei, lin, jie) == ["林", "洁"]
    assert waits_for(wei, lin, jie) == ["林"]
    assert (second.from_site, second.words) == (sites[0], "不住这里")
    assert list(HandOver.objects.sent_by(gate).handing()) == [second], "the site still sees it"
    assert Notice.objects.filter(user=gate, kind="measure.sent_back").exists()
    third = send_back(second, by=lin, reason="已搬走")
    assert third.to_area_code == build.HULUDAO
    assert owners(leaving, gate, wei, lin, jie, kang) == ["洁", "康"]
    accept_hand_over(third, by=jie)
    with pytest.raises(Refused):
        accept_hand_over(third, by=jie)


def test_back_to_a_site_or_cancelled_nobody_needs_to_accept(leaving, gate, wei, lin, sites):
    row = hand_over(leaving, by=gate)
    check_in(find_open(leaving.person), checked_in_on=date(2024, 3, 2), site=sites[1], by=lin)
    assert HandOver.objects.get(pk=row.pk).status == "ended"
    assert waits_for(wei) == []
    with pytest.raises(StaleRow):
        accept_hand_over(row, by=wei)


def test_cancelling_ends_the_hand_over(leaving, gate, wei, lin):
    row = hand_over(leaving, by=gate)
    cancel_measure(find_open(leaving.person), by=lin, reason="人员有误")
    assert HandOver.objects.get(pk=row.pk).status == "ended"


# --- by two, and without a next phase ----------------------------------------------------------


def rule_of(plan, **figures):
    with as_if(build.local(2024, 2, 20)):
        return set_rule(
            "close_contact",
            RuleFigures(plan, base="last_exposure", lifted_by=("temperature",), **figures),
            document_number="龙防指〔2024〕1号",
            by=SYSTEM,
        )


@pytest.fixture
def by_two(ada, lin, gate, sites, grid):
    rule_of((Phase(PhaseKind.CENTRAL, 5), Phase(PhaseKind.HOME, 3)), releases_by_two=True)
    measure = taken_in(build.a_person(ada, area_code=grid), lin, sites[0])
    with as_if(LEAVING):
        record_temperature(measure.person, 36, **measure.concern, by=gate)
        yield find_open(measure.person)


def test_where_the_rule_asks_a_second_person_confirms(by_two, gate, kang, wei):
    with assert_one_event("measure.release_proposed"):
        row = hand_over(by_two, by=gate)
    assert (row.status, owners(by_two, gate, wei), waits_for(wei)) == ("proposed", ["宁"], [])
    assert codes(lambda: confirm_hand_over(row, by=gate)) == ["core.two_people"]
    with pytest.raises(NotAllowed):
        confirm_hand_over(row, by=wei)
    confirm_hand_over(row, by=kang)
    assert (owners(by_two, gate, wei), waits_for(wei)) == (["魏"], ["魏"])


def test_confirming_checks_once_more(by_two, gate, kang):
    row = hand_over(by_two, by=gate)
    record_temperature(
        by_two.person, 38, taken_at=LEAVING - timedelta(seconds=1), **by_two.concern, by=gate
    )
    with later(5):
        record_temperature(by_two.person, 38, **by_two.concern, by=gate)
        assert codes(lambda: confirm_hand_over(row, by=kang)) == ["fever"]


@pytest.mark.parametrize("by_two", [False, True], indirect=False)
def test_without_days_left_the_release_lifts(by_two, ada, lin, gate, kang, sites):
    rule_of((Phase(PhaseKind.CENTRAL, 5),), releases_by_two=by_two)
    measure = taken_in(build.a_person(ada), lin, sites[0])
    with as_if(LEAVING):
        record_temperature(measure.person, 36, **measure.concern, by=gate)
        row = hand_over(find_open(measure.person), by=gate)
        if by_two:
            confirm_hand_over(row, by=kang)
    assert Measure.objects.get(pk=measure.pk).status == "lifted"
    assert not HandOver.objects.handing().exists()


def test_who_can_leave_is_one_list(leaving, measure, sites):
    leaves = date(2024, 3, 2)
    assert list(list_to_hand_over(sites[0], on=leaves)) == [measure]
    assert not list_to_hand_over(sites[0], on=leaves - timedelta(days=1))
    assert not list_to_hand_over(sites[1], on=leaves)


def test_the_home_pages_say_what_waits(leaving, gate, wei, ling, kang):
    hand_over(leaving, by=gate)
    with override("en"):
        assert ("Handed to you: accept or send back", 1) in tasks(wei)
        assert ("Handed over by you, not accepted yet", 1) in tasks(gate)
        for other in (wei, ling, kang):  # they did not send it
            assert not [label for label, _count in tasks(other) if label.startswith("Handed over")]


def tasks(user):
    return [(str(task.label), task.count) for task in measure_tasks(user)]
