"""Deciding about several at once: what the rules give each, once, and by two people when many."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from longgang.accounts.api import Post
from longgang.audit.api import Event
from longgang.core.clock import as_if
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.measures.api import (
    Measure,
    check_in,
    find_open,
    open_measure,
    suspend_measure,
)
from longgang.tracing import rules as tracing_rules
from longgang.tracing.actions.batches import carry_out, choose_contacts, discard_batch
from longgang.tracing.actions.cases import close_case
from longgang.tracing.actions.contacts import set_aside
from longgang.tracing.asking import Thresholds, ask
from longgang.tracing.lifecycle import BATCH, BatchStatus, ContactStatus
from longgang.tracing.models import Batch, Contact
from longgang.tracing.proposing import propose
from longgang.tracing.wording import standing_of
from tests.measures.build import DAY, local

from .build import a_case

pytestmark = pytest.mark.django_db
YESTERDAY = DAY - timedelta(days=1)


def everybody(case):
    circles = ask(case, Thresholds())
    return circles.last_days(circles.people())


def chosen(case, by, met=None):
    return choose_contacts(case, met or everybody(case), by=by, reason="密接管控")


def became(batch):
    return {each.person.name: each.status for each in batch.contacts.select_related("person")}


def test_each_gets_what_the_rules_give(case, people, yan, kang):
    open_measure(people.xi, "high_risk", base_on=DAY, by=kang, reason="风险区返回")
    batch = chosen(case, yan)
    assert batch.size == 5
    assert not Measure.objects.filter(person=people.hai).exists()
    counts = carry_out(batch, by=yan)
    assert became(batch) == {
        "何海": "ordered", "林东": "ordered", "林西": "already", "王南": "elsewhere",
        "赵北": "nothing",  # the twenty measures look for no contacts of contacts
    }  # fmt: skip
    assert counts == {"ordered": 2, "already": 1, "elsewhere": 1, "nothing": 1}
    measure = Measure.objects.get(person=people.hai)
    assert (measure.who, measure.exposed_on) == ("close_contact", YESTERDAY)
    assert case.number in measure.why
    assert Contact.objects.get(person=people.hai).measure == measure
    assert Event.objects.filter(kind="measure.opened").count() == 3
    event = Event.objects.get(kind="batch.carried_out")
    assert (event.subject_number, event.after["ordered"]) == (batch.number, 2)


def test_the_second_circle_has_a_measure_of_its_own_under_the_ninth_edition(people, yan):
    Post.objects.update(starts_on=date(2022, 1, 1))
    with as_if(local(2022, 7, 10, 9)):
        case = a_case(people.he, yan, sampled_on=date(2022, 7, 10))
        met = {people.hai.pk: (1, date(2022, 7, 9)), people.bei.pk: (2, date(2022, 7, 9))}
        batch = chosen(case, yan, met)
        proposals = {each.contact.person_id: each for each in propose(
            list(batch.contacts.select_related("person")), case.rule)}  # fmt: skip
        first, second = proposals[people.hai.pk], proposals[people.bei.pk]
    assert (first.who, second.who) == ("close_contact", "secondary_contact")
    assert (first.last_day, second.last_day) == (date(2022, 7, 19), date(2022, 7, 16))


def test_the_state_of_each_flows_back(case, people, yan, kang, sites):
    carry_out(chosen(case, yan, {people.hai.pk: (1, DAY)}), by=yan)
    measure = find_open(people.hai)
    assert standing_of(measure) == "至 2024-03-05\u00a0· 尚未到隔离点"
    check_in(measure, checked_in_on=DAY, site=sites[0], by=kang)
    assert standing_of(find_open(people.hai)).endswith(str(sites[0]))
    suspend_measure(find_open(people.hai), hospital="中心医院", by=kang)
    assert standing_of(find_open(people.hai)).endswith("就医暂停")
    other = open_measure(people.xi, "high_risk", base_on=DAY, by=kang, reason="风险区返回")
    assert standing_of(other).endswith("居家")


def test_an_exposure_long_past_asks_for_nothing(case, people, yan):
    batch = chosen(case, yan, {people.hai.pk: (1, DAY - timedelta(days=20))})
    [proposal] = propose(list(batch.contacts.select_related("person")), case.rule)
    assert proposal.status == ContactStatus.NOTHING
    assert "2024-02-14" in str(proposal.why)


def test_pressed_twice_nothing_happens_twice(case, yan, ye):
    batch = chosen(case, yan)
    same = Batch.objects.select_related("case__rule").get()
    carry_out(batch, by=yan)
    with pytest.raises(StaleRow) as late:
        carry_out(same, by=ye)
    with pytest.raises(IllegalMove) as again:
        carry_out(batch, by=yan)
    with override("en"):
        by_whom = [str(one.value.refusals[0]).split(": ")[1] for one in (late, again)]
        assert by_whom == ["严 did that.", "you did that yourself."]
    assert Measure.objects.count() == 3


def test_whoever_is_decided_already_is_left_out(case, people, yan, ye):
    set_aside(case, people.dong, degree=1, exposed_on=DAY, by=yan, reason="全程佩戴口罩")
    batch = chosen(case, yan)
    assert "林东" not in became(batch)
    with pytest.raises(Refused) as refused:
        chosen(case, ye)
    assert refused.value.code == "tracing.nobody_chosen"


def test_a_measure_opened_meanwhile_counts_once(case, people, yan, kang):
    batch = chosen(case, yan, {people.hai.pk: (1, YESTERDAY)})
    open_measure(people.hai, "high_risk", base_on=DAY, by=kang, reason="风险区返回")
    assert carry_out(batch, by=yan)[ContactStatus.ALREADY] == 1
    assert Measure.objects.count() == 1


def test_who_is_let_go_may_be_chosen_again(case, people, yan):
    batch = chosen(case, yan)
    discard_batch(batch, by=yan, reason="名单有误")
    assert Event.objects.get(kind="batch.discarded").reason == "名单有误"
    assert set(Contact.objects.values_list("status", "batch")) == {("undecided", None)}
    assert chosen(case, yan).size == 5
    with pytest.raises(IllegalMove):
        carry_out(batch, by=yan)


def test_many_people_take_a_second_person(case, people, yan, ye, monkeypatch):
    monkeypatch.setattr(tracing_rules, "TWO_PEOPLE_ABOVE", 4)
    batch = chosen(case, yan)
    with pytest.raises(Refused) as refused:
        carry_out(batch, by=yan)
    assert refused.value.code == "core.two_people"
    assert not Measure.objects.exists()
    carry_out(batch, by=ye)
    assert Measure.objects.exists()


def test_all_or_none_are_given_theirs(case, people, yan):
    """A post that ends in between: nobody has a measure without the others."""
    batch = chosen(case, yan)
    Post.objects.filter(user=yan).update(area_code="211403001004")
    stranger = type(yan).objects.get(pk=yan.pk)
    with pytest.raises(NotAllowed):
        carry_out(batch, by=stranger)
    assert not Measure.objects.exists()
    assert set(became(batch).values()) == {"chosen"}


@pytest.mark.parametrize("who", ["kang", "ling", "sam"])
def test_others_choose_nobody(who, case, people, yan, request):
    by = request.getfixturevalue(who)
    batch = chosen(case, yan, {people.hai.pk: (1, DAY)})
    for act in (
        lambda: chosen(case, by, {people.xi.pk: (1, DAY)}),
        lambda: carry_out(batch, by=by),
        lambda: discard_batch(batch, by=by, reason="名单有误"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Batch.objects.visible_to(by).exists()


def test_of_a_closed_case_nobody_is_chosen(case, people, yan):
    close_case(case, by=yan, reason="已完成")
    with pytest.raises(IllegalMove):
        chosen(case, yan, {people.hai.pk: (1, DAY)})


@pytest.mark.parametrize("reason", ["", "x"])
def test_a_choice_has_a_reason(reason, case, people, yan):
    with pytest.raises(Refused):
        choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason=reason)
    assert not Batch.objects.exists()


def test_moves_of_a_batch():
    assert {name for name in BATCH.moves if BATCH.may(name, BatchStatus.PROPOSED)} == {
        "carry_out", "discard",
    }  # fmt: skip


def test_communities_see_whom_a_measure_was_opened_for(case, people, yan, lin):
    carry_out(chosen(case, yan), by=yan)
    seen = Measure.objects.visible_to(lin).looked_after_by(lin)
    assert {each.person for each in seen} >= {people.hai, people.dong}
