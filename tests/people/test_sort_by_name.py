"""People are listed by the sound of their name, and those of one surname stand together."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from longgang.accounts.api import User
from longgang.people.api import Company, Person, register_person
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


def test_migration_fills_what_is_in_the_books(zhang, company, ku):
    tables = (User, Person, Company)
    keys = [set(table.objects.values_list("pk", "sort_key")) for table in tables]
    User.objects.filter(pk=ku.pk).update(name="张伟")
    for table in tables:
        table.objects.update(sort_key="")
    import_module("longgang.people.migrations.0006_fill_sort_keys").fill(apps, None)
    assert User.objects.get(pk=ku.pk).sort_key == "zhang 张 wei 伟"
    assert [set(table.objects.values_list("pk", "sort_key")) for table in tables[1:]] == keys[1:]
