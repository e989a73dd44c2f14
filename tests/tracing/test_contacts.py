"""Setting aside, taking back, adding by hand."""

import pytest

from longgang.audit.api import Event
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.people.api import merge_people
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.cases import close_case
from longgang.tracing.actions.contacts import add_contact, set_aside, take_back
from longgang.tracing.lifecycle import CONTACT, ContactStatus
from longgang.tracing.models import Contact
from tests.measures.build import DAY

from .build import at

pytestmark = pytest.mark.django_db
MET = {"where": "棋牌室", "since": at(20, days=-1), "until": at(21, days=-1)}


def aside(case, person, by, reason="全程佩戴口罩"):
    return set_aside(case, person, degree=1, exposed_on=DAY, by=by, reason=reason)


def test_set_aside_and_taken_back(case, people, yan):
    contact = aside(case, people.hai, yan)
    assert (contact.status, contact.words) == (ContactStatus.SET_ASIDE, "全程佩戴口罩")
    assert Event.objects.get(kind="contact.set_aside").after == {"case": case.number}
    take_back(contact, by=yan, reason="口罩未戴好")
    contact.refresh_from_db()
    assert contact.status == ContactStatus.UNDECIDED
    assert Event.objects.get(kind="contact.taken_back").reason == "口罩未戴好"
    assert aside(case, people.hai, yan).pk == contact.pk


def test_set_aside_refuses_a_second_time(case, people, yan, ye):
    aside(case, people.hai, yan)
    with pytest.raises(IllegalMove):
        aside(case, people.hai, ye)


def test_take_back_loses_a_race(case, people, yan, ye):
    contact = aside(case, people.hai, yan)
    same = Contact.objects.select_related("case").get()
    take_back(contact, by=yan, reason="口罩未戴好")
    with pytest.raises(StaleRow) as late:
        take_back(same, by=ye, reason="口罩未戴好")
    assert yan.name in str(late.value.refusals[0])


@pytest.mark.parametrize("status", list(ContactStatus))
def test_moves_of_a_contact(status):
    """Written by hand: what is carried out stays."""
    allowed = {
        "undecided": {"set_aside", "choose"},
        "set_aside": {"take_back"},
        "chosen": {"let_go", "order", "find_under_one", "list_elsewhere", "spare"},
        "elsewhere": {"hand_over"},
    }
    possible = {name for name in CONTACT.moves if CONTACT.may(name, status)}
    assert possible == allowed.get(status, set())


def test_add_contact(case, people, yan):
    contact = add_contact(case, people.yuan, **MET, by=yan, reason="一起打牌")
    assert (contact.degree, contact.exposed_on) == (1, at(21, days=-1).date())
    assert Event.objects.get(kind="contact.added").subject_number == contact.number
    with pytest.raises(StaleRow) as stale:
        add_contact(case, people.yuan, **MET, by=yan, reason="一起打牌")
    assert stale.value.code == "tracing.contact_known"


@pytest.mark.parametrize(
    ("who", "changes", "code"),
    [
        ("yuan", {"reason": ""}, "tracing.reason_missing"),
        ("yuan", {"until": MET["since"]}, "tracing.meeting_empty"),
        ("yuan", {"until": at(23)}, "tracing.meeting_ahead"),
        ("he", {}, "tracing.contact_of_oneself"),
    ],
)
def test_add_contact_refuses(who, changes, code, case, people, yan):
    with pytest.raises(Refused) as refused:
        add_contact(case, getattr(people, who), **({**MET, "reason": "一起打牌"} | changes), by=yan)
    assert refused.value.code == code
    assert not Contact.objects.exists()


@pytest.mark.parametrize("who", ["kang", "ling", "sam"])
def test_others_decide_nothing(who, case, people, yan, request):
    by = request.getfixturevalue(who)
    contact = aside(case, people.hai, yan)
    for act in (
        lambda: aside(case, people.xi, by),
        lambda: take_back(contact, by=by, reason="口罩未戴好"),
        lambda: add_contact(case, people.yuan, **MET, by=by, reason="一起打牌"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Contact.objects.visible_to(by).exists()


def test_of_a_closed_case_nothing_is_decided(case, people, yan):
    contact = aside(case, people.hai, yan)
    close_case(case, by=yan, reason="已完成")
    with pytest.raises(IllegalMove):
        aside(case, people.xi, yan)
    with pytest.raises(IllegalMove):
        take_back(contact, by=yan, reason="口罩未戴好")
    with pytest.raises(IllegalMove):
        add_contact(case, people.yuan, **MET, by=yan, reason="一起打牌")


@pytest.mark.parametrize(("keeps", "wanted"), [("hai", "ordered"), ("yuan", "ordered")])
def test_a_merge_leaves_one_row_about_them(keeps, wanted, case, people, yan, staff):
    """Whichever entry is kept: the one with a measure counts."""
    mei = staff("梅", "desk_supervisor")
    Person = type(people.hai)  # noqa: N806 - the table
    batch = choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接")
    carry_out(batch, by=yan)
    aside(case, people.yuan, yan)
    Person.objects.filter(pk=people.yuan.pk).update(id_number="", id_number_index="")
    keep, drop = (people.hai, people.yuan) if keeps == "hai" else (people.yuan, people.hai)
    merge_people(
        Person.objects.get(pk=keep.pk), Person.objects.get(pk=drop.pk), by=mei, reason="同一人"
    )
    contact = Contact.objects.get()
    assert (contact.person_id, contact.status) == (keep.pk, wanted)
