import pytest

from longgang.people.actions.people import stop_representing
from longgang.people.api import Person, represent_person
from tests.audit.helpers import assert_one_event, assert_writes_are_told
from tests.people.helpers import id_number

pytestmark = pytest.mark.django_db


def test_represent_puts_a_person_on_ones_list(zhang, ku):
    with assert_one_event("person.represented"):
        represent_person(name="张伟", id_number=id_number(), by=ku)
    assert zhang in Person.objects.visible_to(ku)


def test_represent_again_changes_nothing(zhang, ku):
    represent_person(name="张伟", id_number=id_number(), by=ku)
    with assert_writes_are_told():
        represent_person(name="张伟", id_number=id_number(), by=ku)


def test_stop_takes_the_person_off_the_list(zhang, ku):
    represent_person(name="张伟", id_number=id_number(), by=ku)
    with assert_one_event("person.released"):
        stop_representing(zhang, by=ku)
    assert zhang not in Person.objects.visible_to(ku)


def test_stop_without_having_begun_changes_nothing(zhang, ku):
    with assert_writes_are_told():
        stop_representing(zhang, by=ku)
