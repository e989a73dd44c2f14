"""What an event says, and what it never says."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from longgang.accounts.api import User
from longgang.audit.api import SYSTEM, current_request_id, draft, record
from longgang.audit.models import Event
from longgang.core.clock import now

pytestmark = pytest.mark.django_db


def test_record_says_who_what_about_whom_and_why(write, ada):
    event = write(area_code="211403", before={"is_active": True}, after={"is_active": False},
                  reason="left the company")  # fmt: skip

    event.refresh_from_db()
    assert (event.kind, event.by_id, event.by_name) == ("account.opened", "lin-1", "林")
    assert event.post == "reviewer 211403-industry"
    assert (event.subject_kind, event.subject_number) == ("accounts.user", ada.number)
    assert (event.area_code, event.reason) == ("211403", "left the company")
    assert (event.before, event.after) == ({"is_active": True}, {"is_active": False})
    assert abs((event.at - now()).total_seconds()) < 60
    assert str(event) == "account.opened ada-1"


def test_record_takes_whoever_can_say_who_they_are(ada):
    sam = User.objects.create(name="Sam")
    assert record("account.opened", ada, by=sam).by_id == sam.number


def test_a_draft_is_written_by_whoever_asked_for_it(ada):
    sam = User.objects.create(name="Sam")
    event = draft("account.opened", ada, by=sam, reason="new", after={"phone": "13800000001"})
    assert not Event.objects.exists()
    event.save()
    event.refresh_from_db()
    assert (event.kind, event.by_id, event.reason) == ("account.opened", sam.number, "new")
    assert "13800000001" not in str(event.after)


def test_record_names_the_system_where_nobody_acted(ada):
    event = record("account.opened", ada, by=SYSTEM)
    assert (event.by_id, event.by_name) == ("", "system")


def test_record_hides_fields_that_the_model_calls_personal(write):
    event = write(before={"phone": "13900001234", "name": "艾"}, after={"phone": "", "name": None})
    assert event.before == {"phone": "•••34", "name": "•••"}
    assert event.after == {"phone": "", "name": ""}


@pytest.mark.parametrize("clear", ["13900001234", "211403199001011234", "21140319900101123X"])
def test_record_hides_numbers_of_people_wherever_they_are_typed(write, clear):
    event = write(after={"note": f"call {clear}", "seen": [clear], "at": {"gate": clear}},
                  reason=f"asked by {clear}")  # fmt: skip
    kept = f"{event.after}{event.reason}"
    assert clear not in kept
    assert kept.count(clear[-4:]) == 4


def test_record_keeps_numbers_of_things(write):
    plain = {"pass": "211403000123", "credit": "91211400123456789Q", "seal": "000123"}
    assert write(after=plain).after == plain


def test_record_survives_what_the_database_cannot_store(write):
    event = write(after={"temperature": 36.6, "note": "a\0b"}, reason="c\0d")
    event.refresh_from_db()
    assert event.after == {"temperature": "36.6", "note": "ab"}
    assert event.reason == "cd"


def test_record_takes_days_moments_and_sets(write):
    event = write(after={"on": date(2026, 3, 1), "n": Decimal("1.50"), "who": {"b", "a"}, "q": 2})
    event.refresh_from_db()
    assert event.after == {"on": "2026-03-01", "n": "1.50", "who": ["a", "b"], "q": 2}


def test_record_refuses_a_subject_that_people_cannot_name(lin):
    with pytest.raises(TypeError, match="neither a number nor a code"):
        record("account.opened", User(number=""), by=lin)


def test_record_is_undone_with_the_deed(write):
    with contextlib.suppress(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert not Event.objects.exists()


def test_record_is_one_statement(write, django_assert_num_queries):
    with django_assert_num_queries(1):
        write()


def test_record_outside_a_request_has_no_request_number(write):
    assert current_request_id() == ""
    assert write().request_id == ""


def test_event_is_told_in_the_writers_transaction_for_the_sealer(write):
    event = write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT book, row_id FROM audit_unsealed")
        assert cursor.fetchall() == [("event", event.pk)]
