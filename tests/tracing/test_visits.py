"""What an interview adds, and what it shows to be wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.audit.api import SYSTEM, Event
from longgang.core.clock import as_if, today
from longgang.core.errors import IllegalMove, NotAllowed, Refused
from longgang.measures.api import cancel_measure, lift_measure, open_measure
from longgang.tracing.actions.cases import close_case
from longgang.tracing.actions.visits import SOURCE, add_visit, void_visit
from longgang.tracing.asking import Thresholds, ask
from longgang.tracing.timeline import timeline_of, visits_of
from longgang.trail import gathering, homes
from longgang.trail.api import NewVisit, gather_visits, void_visits
from longgang.trail.models import Visit
from tests.cast import sign_in

from . import build
from .build import at

pytestmark = pytest.mark.django_db
SHOP = build.place("premises:shop")


def tell(case, yan, **changes):
    facts = {"since": at(17, days=-1), "until": at(17.5, days=-1), "reason": "本人回忆"}
    add_visit(case, place=SHOP, by=yan, **(facts | changes))


def test_a_visit_that_is_told_makes_contacts(case, people, yan):
    thresholds = Thresholds(degrees=1)
    assert people.bei.pk not in ask(case, thresholds).people()
    tell(case, yan)
    assert people.bei.pk in ask(case, thresholds).people()
    visit = Visit.objects.get(source=SOURCE)
    assert (visit.place, visit.person_id) == ("premises:shop", people.he.pk)
    event = Event.objects.get(kind="case.visit_added")
    assert (event.subject_number, event.reason) == (case.number, "本人回忆")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": ""}, "tracing.reason_missing"),
        ({"until": at(17, days=-1)}, "tracing.meeting_empty"),
        ({"until": at(10)}, "tracing.meeting_ahead"),
        ({"since": at(8, days=-70), "until": at(9, days=-70)}, "tracing.visit_too_old"),
    ],
)
def test_add_visit_refuses(changes, code, case, yan):
    with pytest.raises(Refused) as refused:
        tell(case, yan, **changes)
    assert refused.value.code == code
    assert not Visit.objects.filter(source=SOURCE).exists()


def test_a_visit_that_is_wrong_makes_no_contacts(case, people, yan):
    office = next(each for each in visits_of(case) if each.place == "premises:office")
    void_visit(case, office, by=yan, reason="当天请假")
    assert ask(case, Thresholds(degrees=1)).people() == [people.hai.pk]
    event = Event.objects.get(kind="visits.voided")
    assert event.reason == f"{case.number} 当天请假"
    with pytest.raises(Refused) as refused:
        void_visit(case, office, by=yan, reason="当天请假")
    assert refused.value.code == "tracing.visit_voided"


def test_only_visits_of_the_person_are_voided(case, people, yan):
    visit = Visit.objects.filter(person=people.xi.pk).first()
    with pytest.raises(Refused) as refused:
        void_visit(case, visit, by=yan, reason="当天请假")
    assert refused.value.code == "tracing.visit_of_somebody_else"


def test_what_was_said_to_be_wrong_is_not_told_again(case, people, yan, monkeypatch):
    told = [NewVisit(people.he.pk, SHOP, at(17, days=-1), at(18, days=-1), "trip")]
    monkeypatch.setattr(gathering, "_tellers", {"trips": lambda _since: told})
    gather_visits(within=timedelta(days=4))
    void_visit(case, Visit.objects.get(source="trips"), by=yan, reason="不是本人")
    gather_visits(within=timedelta(days=4))
    assert not Visit.objects.counting().filter(source="trips").exists()
    told[:] = [NewVisit(people.he.pk, SHOP, at(19, days=-1), at(20, days=-1), "trip")]
    gather_visits(within=timedelta(days=4))
    assert Visit.objects.counting().filter(source="trips").exists()


def test_what_the_system_voided_may_be_told_again(case, people, monkeypatch):
    told = [NewVisit(people.he.pk, SHOP, at(17, days=-1), at(18, days=-1), "trip")]
    monkeypatch.setattr(gathering, "_tellers", {"trips": lambda _since: told})
    gather_visits(within=timedelta(days=4))
    void_visits(["trip"], source="trips", by=SYSTEM, reason="更正")
    gather_visits(within=timedelta(days=4))
    assert Visit.objects.counting().filter(source="trips").exists()


def test_nobody_is_put_back_into_a_home_that_is_wrong(case, people, yan):
    type(people.he).objects.filter(pk=people.he.pk).update(
        address="望海小区3号楼501", registered_at=at(0, days=-1)
    )
    homes.gather_homes()
    home = next(each for each in visits_of(case) if each.source == homes.SOURCE)
    void_visit(case, home, by=yan, reason="已搬走")
    assert homes.gather_homes() == 0
    assert not Visit.objects.counting().filter(source=homes.SOURCE).exists()


@pytest.mark.parametrize("who", ["kang", "ling", "sam"])
def test_others_tell_nothing(who, case, request):
    by = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        tell(case, by)
    with pytest.raises(NotAllowed):
        void_visit(case, visits_of(case)[0], by=by, reason="当天请假")


def test_a_closed_case_is_told_nothing(case, yan):
    close_case(case, by=yan, reason="已完成")
    with pytest.raises(IllegalMove):
        tell(case, yan)
    with pytest.raises(IllegalMove):
        void_visit(case, visits_of(case)[0], by=yan, reason="当天请假")


def test_the_timeline_shows_gaps_as_gaps(case):
    found = timeline_of(case)
    assert [entry.place for entry in found.homes] == ["家庭住所"]
    told = [(entry.since, entry.is_gap) for entry in found.entries]
    assert told == [
        (case.since, True), (at(8, days=-1), False), (at(9, days=-1), False),
        (at(12, days=-1), True),
    ]  # fmt: skip


def test_the_timeline_shows_measures_of_before_but_no_mistakes(case, people, lin, kang, yan):
    with as_if(at(9, days=-20)):
        mistaken = open_measure(people.he, "low_risk", base_on=today(), by=lin, reason="返回")
        cancel_measure(mistaken, by=kang, reason="登记错人")
        before = open_measure(people.he, "low_risk", base_on=today(), by=lin, reason="返回")
    before.rule.lifted_by = []
    before.rule.save()
    with as_if(at(9, days=-5)):
        lift_measure(before, by=kang)
    shown = [(each.measure, each.until) for each in timeline_of(case).entries if each.measure]
    assert shown == [(before, at(9, days=-5))]
    page = sign_in(yan).get(reverse("tracing:timeline", args=[case.number])).content.decode()
    assert "2024-02-06 – 2024-02-21" in page
