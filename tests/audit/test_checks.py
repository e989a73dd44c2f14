"""A guard that was switched off is noticed at the next check."""

import pytest
from django.db import connection

from longgang.audit.checks import GUARDS, check_guards

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [str(error.msg) for error in check_guards(["default"])]


def test_check_is_content_with_all_guards_on_duty():
    assert found() == []


def test_check_asks_no_database_that_was_not_named(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert check_guards() == []


@pytest.mark.parametrize(("table", "trigger"), sorted(GUARDS))
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE {table} DISABLE TRIGGER {trigger}",
        "ALTER TABLE {table} ENABLE REPLICA TRIGGER {trigger}",
        "DROP TRIGGER {trigger} ON {table}",
    ],
)
def test_check_misses_each_guard(table, trigger, change):
    with connection.cursor() as cursor:
        cursor.execute(change.format(table=table, trigger=trigger))
    assert found() == [f"The trigger {trigger} of {table} is missing or switched off."]


def test_check_is_silent_before_the_first_migration():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_chainlink RENAME TO elsewhere")
    assert found() == []
