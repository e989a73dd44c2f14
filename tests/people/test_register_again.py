"""A company that was refused is registered again from what was entered, by who entered it."""

import pytest
from django.urls import reverse

from longgang.people.actions.companies import add_member, approve_company, refuse_company
from longgang.people.models import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(pending, mei):
    refuse_company(pending, by=mei, reason="not the licence")
    return pending


@pytest.fixture
def begin(client):
    """The form as somebody finds it who comes from a company's page."""

    def _begin(user, company):
        client.force_login(user)
        answer = client.get(reverse("people:register_company"), {"after": company.number})
        assert answer.status_code == 200
        return {field.name: field.value() for field in answer.context["form"]}

    return _begin


def test_it_begins_with_what_was_entered(begin, refused, ada, facts, client):
    entered = begin(ada, refused)
    assert entered == facts
    page = reverse("people:register_company") + f"?after={refused.number}"
    assert client.post(page, entered | {"address": "锦山路 2 号"}).status_code == 302
    assert Company.objects.live().get().address == "锦山路 2 号"


@pytest.mark.parametrize("role", ["manager", "dispatcher"])
def test_another_member_finds_nothing_of_it(begin, pending, ada, ku, mei, role):
    add_member(pending, phone=ku.phone, name="库", role=role, by=ada)
    refuse_company(pending, by=mei, reason="not the licence")
    assert begin(ku, pending)["name"] is None
    assert begin(ku, pending)["contact_phone"] == ku.phone


def test_a_stranger_and_the_office_find_nothing_of_it(begin, refused, ku, mei, settings):
    settings.STAFF_TOTP = False
    assert begin(ku, refused)["name"] is None
    assert begin(mei, refused)["name"] is None


def test_one_that_waits_or_was_let_in_is_not_begun_again(begin, pending, ada, mei):
    assert begin(ada, pending)["name"] is None
    approve_company(pending, by=mei)
    assert begin(ada, pending)["name"] is None
