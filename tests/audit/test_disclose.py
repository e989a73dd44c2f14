"""Who saw whose personal field, and why."""

import pytest

from longgang.audit.api import Disclosure, disclose
from longgang.core.privacy import Purpose

pytestmark = pytest.mark.django_db


def test_disclose_says_who_saw_which_field_of_whom_and_why(ada, lin):
    disclose(ada, "phone", by=lin, purpose=Purpose.CONTACT, reason="13900001234 does not answer")

    row = Disclosure.objects.get()
    assert (row.by_id, row.by_name, row.post) == ("lin-1", "林", "reviewer 211403-industry")
    assert (row.subject_kind, row.subject_number, row.field) == ("accounts.user", "ada-1", "phone")
    assert (row.purpose, row.reason) == ("contact", "•••1234 does not answer")
    assert str(row) == "ada-1 phone"


def test_disclose_holds_the_field_and_never_the_value(ada, lin):
    disclose(ada, "phone", by=lin, purpose=Purpose.CONTACT, reason="")
    row = Disclosure.objects.values().get()
    assert ada.phone not in str(row)
