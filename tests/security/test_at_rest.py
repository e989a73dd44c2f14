"""What lies in the database, in every table there is, by whatever way it came there."""

import pytest
from django.db import connection
from django.test import Client
from psycopg import sql

from longgang.accounts.api import User
from longgang.people.api import reveal
from tests.cast import sign_in
from tests.passes import build

pytestmark = pytest.mark.django_db

UNKNOWN = "15912345678"


def every_row() -> list[tuple[str, str]]:
    """Table and row as text, binary columns as hexadecimal digits."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(sql.SQL("SELECT one::text FROM {} one").format(sql.Identifier(table)))
            rows += [(table, text) for (text,) in cursor.fetchall()]
    return rows


def tables_with(text: str) -> set[str]:
    """Where this stands in clear, as text or as bytes of a column."""
    return {
        table for table, row in every_row() if text in row or text.encode().hex() in row.lower()
    }


def test_no_id_number_and_no_phone_stands_anywhere_in_clear(world, wen, lin):
    driver: str = world.person.id_number
    Client().post("/login/", {"phone": UNKNOWN})
    reveal(world.person, "phone", by=lin, purpose="review", reason="核对 13700000001")
    sign_in(wen).post(
        f"/passes/drafts/{world.draft.number}/people/1/",
        {"role": "driver", "name": "张伟", "id_kind": "111", "id_number": build.id_number(9),
         "phone": "13700000099"},
    )  # fmt: skip
    secrets = [driver, world.person.phone, wen.phone, UNKNOWN, build.id_number(9), "13700000099"]
    assert {secret: tables_with(secret) for secret in secrets} == {one: set() for one in secrets}


def test_addresses_of_a_trip_do_not_either(world):
    public = {"people_company", "audit_event"}  # where a registered company is
    assert not tables_with("锦山路 1 号") - public
    assert not tables_with("港口路 8 号")


def test_the_search_finds_what_is_there(world):
    """So that the tests above can fail."""
    assert "people_person" in tables_with("张伟")
    assert tables_with(world.vehicle_pass.token)
    assert User.objects.filter(phone_index__gt="").exists()
