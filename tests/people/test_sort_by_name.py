"""People are listed by the sound of their name, and those of one surname stand together."""

import pytest
from django.urls import reverse

from longgang.people.api import register_person
from tests.people.helpers import LONGWAN

pytestmark = pytest.mark.django_db

SORTED = ["陈德胜", "陈国栋", "程长江", "程玉梅", "张伟", "张小明", "章伟"]


@pytest.fixture
def listed(client, bo, settings):
    settings.STAFF_TOTP = False
    for name in reversed(SORTED):
        register_person(name=name, area_code=LONGWAN, by=bo)
    client.force_login(bo)

    def _listed(text=""):
        url = reverse("people:people")
        answer = client.post(url, {"q": text}, follow=True) if text else client.get(url)
        return [person.name for person in answer.context["table"].page.rows]

    return _listed


def test_list_keeps_a_surname_together(listed):
    assert listed() == SORTED


@pytest.mark.parametrize(("typed", "found"), [("cgd", "陈国栋"), ("chengy", "程玉梅")])
def test_search_needs_no_spaces(listed, typed, found):
    assert listed(typed) == [found]
