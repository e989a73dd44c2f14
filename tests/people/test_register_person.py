import pytest

from longgang.accounts.api import User
from longgang.core.errors import NotAllowed, Refused
from longgang.people.actions import people as actions
from longgang.people.api import Person, register_person
from tests.audit.helpers import assert_one_event
from tests.people.helpers import LONGWAN, id_number

pytestmark = pytest.mark.django_db


def test_register_keeps_what_was_said_in_its_stored_form(bo):
    person = register_person(
        name=" 张 伟 ",
        id_number=f" {id_number()} ",
        phone="+86 137 0000 0001",
        address=" 锦山路  1 号",
        area_code=LONGWAN,
        by=bo,
    )
    kept = Person.objects.get(pk=person.pk)
    assert kept.name == "张伟"
    assert (kept.pinyin, kept.initials) == ("zhangwei", "zw")
    assert (kept.id_number, kept.phone) == (id_number(), "13700000001")
    assert (kept.id_number_last4, kept.phone_last4) == (id_number()[-4:], "0001")
    assert kept.address == "锦山路 1 号"
    assert kept.number.startswith("P")


def test_register_keeps_the_dot_in_a_name_in_one_form(ku):
    assert register_person(name="买买提•吐逊", by=ku).name == "买买提·吐逊"
    assert register_person(name="John  Smith", by=ku).name == "John Smith"


def test_register_records_one_event_without_personal_data(bo):
    with assert_one_event("person.registered") as events:
        register_person(name="张伟", id_number=id_number(), phone="13700000001", by=bo)
    assert id_number() not in str(events[0].after)
    assert "13700000001" not in str(events[0].after)
    assert events[0].area_code == "211403"


def test_register_makes_an_entry_ones_own(ku):
    assert register_person(name="库", user=ku, by=ku).user == ku


def test_register_refuses_an_entry_for_somebody_elses_login(ada, ku):
    with pytest.raises(NotAllowed):
        register_person(name="库", user=ku, by=ada)


def test_register_refuses_a_closed_account(ku):
    ku.is_active = False
    with pytest.raises(NotAllowed):
        register_person(name="库", by=ku)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"name": ""}, "people.name_missing", "name"),
        ({"name": "…!"}, "core.no_name", "name"),
        ({"name": "😀😀"}, "core.no_name", "name"),
        ({"name": "·"}, "people.name_missing", "name"),
        ({"name": "长" * 61}, "people.text_too_long", "name"),
        ({"name": "长" * 200_000}, "people.text_too_long", "name"),
        ({"id_number": "211403198506150011"}, "core.id_check_digit", "id_number"),
        ({"phone": "12345678901"}, "core.phone_format", "phone"),
        ({"address": "路" * 201}, "people.text_too_long", "address"),
        ({"area_code": "999999"}, "people.area_unknown", "area_code"),
    ],
)
def test_register_refuses_what_is_not_right(ku, wrong, code, field):
    with pytest.raises(Refused) as refused:
        register_person(**{"name": "张伟", **wrong}, by=ku)
    assert refused.value.code == code
    assert refused.value.refusals[0].field == field


def test_register_tells_all_faults_at_once(ku):
    with pytest.raises(Refused) as refused:
        register_person(name="", phone="1", area_code="9", by=ku)
    assert {refusal.field for refusal in refused.value.refusals} == {"name", "phone", "area_code"}


def test_register_refuses_a_person_without_a_name(ku):
    with pytest.raises(Refused) as refused:
        register_person(phone="13700000001", by=ku)
    assert refused.value.code == "people.name_missing"


def test_register_refuses_a_known_id_number(zhang, ku):
    with pytest.raises(Refused) as refused:
        register_person(name="张伟", id_number=id_number(), by=ku)
    assert refused.value.code == "people.id_number_taken"


def test_register_loses_a_race_for_an_id_number(zhang, ku, monkeypatch):
    """The look-up came before the other's insert; the database says it then."""
    monkeypatch.setattr(actions, "find_person", lambda **_: None)
    with pytest.raises(Refused) as refused:
        register_person(name="张伟", id_number=id_number(), by=ku)
    assert refused.value.code == "people.id_number_taken"
    assert User.objects.filter(pk=ku.pk).exists()


def test_register_lets_many_people_have_no_id_number(ku):
    for name in ("张伟", "张伟"):
        register_person(name=name, by=ku)
    assert Person.objects.count() == 2


@pytest.mark.parametrize("name", ["<b>何静</b>", "{{ 7 }}何静", "何\u202e静", "何静3"])
def test_a_name_is_letters(name, ada):
    with pytest.raises(Refused) as refused:
        register_person(name=name, by=ada)
    assert [(each.code, each.field) for each in refused.value.refusals] == [
        ("core.no_name", "name")
    ]
    assert not Person.objects.exists()
