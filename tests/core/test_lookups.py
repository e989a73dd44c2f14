"""One parameter for many keys."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.accounts.models import User

pytestmark = pytest.mark.django_db


def test_any_of_finds_what_in_finds(lin, wen, ada):
    wanted = [lin.pk, ada.pk, 10**12]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = set(User.objects.filter(pk__any_of=wanted))
    assert found == {lin, ada} == set(User.objects.filter(pk__in=wanted))
    assert "ANY(" in asked[0]["sql"]
    assert not User.objects.filter(pk__any_of=[]).exists()
    assert wen in User.objects.exclude(pk__any_of=wanted)


def test_any_of_takes_keys_that_are_texts():
    Session.objects.create(session_key="a", session_data="", expire_date="2030-01-01T00:00Z")
    assert Session.objects.filter(pk__any_of=["a", "b"]).count() == 1
