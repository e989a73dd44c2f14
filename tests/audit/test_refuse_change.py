"""The books are written once: Python refuses, and so does the database for whoever goes past it."""

import pytest
from django.db import DatabaseError, connection, transaction

from longgang.audit.api import seal_chain
from longgang.audit.models import AppendOnlyError, ChainLink, Event

pytestmark = pytest.mark.django_db

BOOKS = ["audit_event", "audit_disclosure", "audit_chainlink"]


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.update(reason="nothing"),
        lambda event: Event.objects.all().delete(),
        lambda event: Event.objects.bulk_update([event], ["reason"]),
        lambda event: Event.objects.update_or_create({"reason": "x"}, pk=event.pk),
    ],
    ids=["save", "delete", "update", "delete all", "bulk update", "update or create"],
)
def test_python_refuses_to_change_an_event(write, change):
    event = write()
    with pytest.raises(AppendOnlyError):
        change(event)
    assert Event.objects.get().reason == ""


@pytest.mark.parametrize("table", BOOKS)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table}"],
)
def test_database_refuses_its_own_owner(write, lin, ada, table, statement):
    from longgang.audit.api import disclose

    write()
    disclose(ada, "phone", by=lin, purpose="contact", reason="")
    seal_chain()
    column = "hash" if table == "audit_chainlink" else "reason"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table, column=column))


def test_links_are_written_once_too(write):
    write()
    seal_chain()
    with pytest.raises(AppendOnlyError):
        ChainLink.objects.get().save()
