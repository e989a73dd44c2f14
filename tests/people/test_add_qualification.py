from datetime import date

import pytest

from longgang.core.errors import NotAllowed, Refused
from longgang.people.api import add_qualification, find_qualification
from tests.audit.helpers import assert_one_event, assert_writes_are_told

pytestmark = pytest.mark.django_db
KIND = "hazard_driver"


def add(person, by, *, number="2114030001", expires_on=date(2030, 1, 31)):
    return add_qualification(person, kind=KIND, number=number, expires_on=expires_on, by=by)


def test_add_is_valid_through_its_last_day(zhang, ada):
    with assert_one_event("person.qualified"):
        added = add(zhang, ada)
    assert find_qualification(zhang, KIND, on=date(2030, 1, 31)) == added
    assert find_qualification(zhang, KIND, on=date(2030, 2, 1)) is None


def test_add_replaces_the_older_certificate(zhang, ada):
    add(zhang, ada)
    add(zhang, ada, number="2114030002", expires_on=date(2033, 1, 31))
    assert zhang.qualifications.get().number == "2114030002"


@pytest.mark.parametrize("expires_on", [date(2030, 1, 31), date(2029, 1, 1)])
def test_add_keeps_the_one_that_is_valid_longest(zhang, ada, expires_on):
    add(zhang, ada)
    with assert_writes_are_told():
        add(zhang, ada, number="2114030002", expires_on=expires_on)
    assert zhang.qualifications.get().number == "2114030001"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"number": " "}, "people.certificate_number_missing"),
        ({"number": "1" * 41}, "people.text_too_long"),
        ({"expires_on": date(2203, 1, 1)}, "people.expiry_unlikely"),
    ],
)
def test_add_refuses_what_is_not_right(zhang, ada, wrong, code):
    with pytest.raises(Refused) as refused:
        add(zhang, ada, **wrong)
    assert refused.value.code == code


def test_add_refuses_a_closed_account(zhang, ku):
    ku.is_active = False
    with pytest.raises(NotAllowed):
        add(zhang, ku)
