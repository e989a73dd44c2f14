"""What changed since: whatever order transactions commit in, a device misses nothing."""

import base64
import hmac
import json
import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.contrib.staticfiles import finders
from django.db import connection

from longgang.checkpoints.feed import make_feed
from longgang.core.clock import as_if, now
from longgang.core.identifiers import parse_plate
from longgang.passes.actions.blocklist import confirm_block, propose_block
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.gate_feed import (
    PASS_COLUMNS,
    changed_passes,
    every_pass,
    feed_cursor,
    forget_changes,
    reaches_back,
)
from tests.passes import build
from tests.passes.gate import a_turn_back, an_entry, an_exit, the_trip


def feed_of(west, west_exit, since="") -> dict:
    return json.loads(make_feed(west.device, west_exit, since=since, moment=now()))


def rows_of(feed: dict) -> dict[str, dict]:
    return {row[0]: dict(zip(PASS_COLUMNS, row, strict=True)) for row in feed["passes"]}


# --- real transactions ---


@pytest.fixture
def open_connection(transactional_db):
    """`open_connection()`: one more connection to the tests' database, in a transaction."""
    settings = connection.get_connection_params()
    wanted = {key: settings[key] for key in ("host", "user", "dbname", "port") if key in settings}
    made = []

    def open_one():
        made.append(psycopg.connect(**wanted))
        return made[-1]

    yield open_one
    for each in made:
        each.close()


def touch(other, vehicle_pass, status: str) -> None:
    other.execute(
        "UPDATE passes_vehiclepass SET status = %s WHERE id = %s", (status, vehicle_pass.pk)
    )


def revoked(since: str) -> set[str]:
    """Of what has changed since. Who else writes into the cluster may make more come again."""
    rows = [dict(zip(PASS_COLUMNS, row, strict=True)) for row in json.loads(changed_passes(since))]
    return {row["pass_number"] for row in rows if row["pass_status"] == "revoked"}


@pytest.mark.django_db(transaction=True)
def test_transactions_that_commit_out_of_order_are_not_missed(make_pass, open_connection):
    early, late = make_pass(), make_pass("辽P54321")
    start = feed_cursor()
    first, second = open_connection(), open_connection()
    touch(first, early, "revoked")  # begins first, commits last
    touch(second, late, "revoked")
    second.commit()
    middle = feed_cursor()
    assert revoked(start) == {late.pass_number}
    first.commit()
    # Its number is older than others that were seen long ago, and yet it comes.
    assert early.pass_number in revoked(middle)


@pytest.mark.django_db(transaction=True)
def test_a_cursor_taken_while_others_write_sees_them_once_they_commit(make_pass, open_connection):
    passes = [make_pass(f"辽P1000{place}") for place in range(4)]
    writers = [open_connection() for _each in passes]
    seen: set[str] = set()
    cursor = feed_cursor()
    begun = []
    for place, (writer, each) in enumerate(zip(writers, passes, strict=True)):
        touch(writer, each, "revoked")
        begun.append(writer)
        if place % 2:  # of every two that run, the later one commits
            begun.pop().commit()
        following = feed_cursor()
        seen |= revoked(cursor)
        cursor = following
    for writer in reversed(begun):
        writer.commit()
        following = feed_cursor()
        seen |= revoked(cursor)
        cursor = following
    assert seen == {each.pass_number for each in passes}


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_no_change(make_pass, open_connection):
    vehicle_pass = make_pass()
    cursor, writer = feed_cursor(), open_connection()
    touch(writer, vehicle_pass, "revoked")
    writer.rollback()
    assert revoked(cursor) == set()


# --- what is a change ---


@pytest.mark.django_db
def test_every_deed_that_matters_at_a_gate_is_a_change(make_pass, lin, hai, kai, west_exit):
    vehicle_pass, other = make_pass(), make_pass("辽P54321")
    gate = {"premises": west_exit, "by": hai}
    deeds = [
        lambda: a_turn_back(the_trip(vehicle_pass), **gate),
        lambda: an_entry(the_trip(other), seal_number="FQ02", **gate),
        lambda: an_exit(the_trip(other), **gate),
        lambda: revoke_pass(vehicle_pass, by=lin, reason="货物不符"),
    ]
    expected = [vehicle_pass, other, other, vehicle_pass]
    for deed, changed in zip(deeds, expected, strict=True):
        before = count_notes(changed)
        deed()
        assert count_notes(changed) > before


def count_notes(vehicle_pass) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM passes_change WHERE vehicle_pass_id = %s", [vehicle_pass.pk]
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_an_open_trip_is_a_change_of_the_other_passes_of_the_plate(make_pass, hai, west_exit):
    first = make_pass()
    second = make_pass(expected_entry_at=build.in_hours(20))
    before = count_notes(second)
    an_entry(the_trip(first), premises=west_exit, by=hai)
    assert count_notes(second) > before


# --- what a device holds ---


@pytest.mark.django_db
def test_a_device_holds_what_matters_at_its_checkpoint(make_pass, phone, lin, kai, west_exit, port):
    here, there = make_pass(), make_pass("辽P10002", checkpoint_number=port.number)
    inside = make_pass("辽P10003", checkpoint_number=port.number)
    revoked = make_pass("辽P10004", checkpoint_number=port.number)
    an_entry(the_trip(inside), premises=port, by=kai, seal_number="FQ03")
    revoke_pass(revoked, by=lin, reason="货物不符")
    feed = feed_of(phone(), west_exit)
    rows = rows_of(feed)
    assert set(rows) == {here.pass_number, inside.pass_number, revoked.pass_number}
    assert there.pass_number not in rows
    assert rows[revoked.pass_number]["pass_status"] == "revoked"
    assert (rows[inside.pass_number]["trip_status"], rows[inside.pass_number]["seal_number"]) == (
        "entered", "FQ03",
    )  # fmt: skip
    row = rows[here.pass_number]
    assert (row["plate"], row["plate_colour"], row["people"], row["one_trip"]) == (
        here.plate, here.plate_colour, 1, True,
    )  # fmt: skip
    for moment, at in (
        ("valid_from", here.valid_from),
        ("valid_until", here.valid_until),
        ("expected_at", here.expected_entry_at),
    ):
        assert row[moment] == int(at.timestamp())
    assert (row["oldest_sample_at"], row["turn_back"], row["earlier_trip_open"]) == (
        None, "", False,
    )  # fmt: skip
    assert (row["fever_from"], row["needs_seal"]) == (37.3, True)


def test_the_phone_reads_the_columns_in_the_order_in_which_they_are_sent():
    store = Path(finders.find("checkpoints/store.js")).read_text(encoding="utf-8")
    listed = re.search(r"const COLUMNS = \[(.*?)\]", store, re.DOTALL)
    assert ["pass_number", *re.findall(r'"(\w+)"', listed[1])[1:]] == [*PASS_COLUMNS]


@pytest.mark.django_db
def test_a_pass_whose_time_is_over_is_not_held_any_more(make_pass, west_exit):
    vehicle_pass = make_pass()
    rows = json.loads(every_pass(west_exit.number, moment=vehicle_pass.valid_until))
    assert rows == []


@pytest.mark.django_db
def test_a_device_holds_nobodys_name_or_phone(make_pass, phone, west_exit, lin, dan, settings):
    settings.DUTY_PHONE = "0429-2900001"
    make_pass(company=None)
    feed = feed_of(phone(), west_exit)
    text = json.dumps(feed | {"duty": {}, "words": {}}, ensure_ascii=False)
    assert not any(name in text for name in ("张伟", "钱进", "赵敏", "13600000002", "1370000"))
    assert feed["duty"] == {"name": "丹", "phone": "0429-2900001"}


@pytest.mark.django_db
def test_words_come_once_and_again_when_they_change(phone, west_exit):
    west = phone()
    full = feed_of(west, west_exit)
    assert full["is_full"]
    assert set(full["words"]) == {"zh-hans", "en"}
    assert full["words"]["en"]["passes.valid"]["words"] == "Valid"
    following = feed_of(west, west_exit, since=full["cursor"])
    assert (following["is_full"], "words" in following) == (False, False)
    older = full["cursor"].partition(".")[0] + ".another-mark"
    assert "words" in feed_of(west, west_exit, since=older)


@pytest.mark.django_db
@pytest.mark.parametrize("since", ["", "0", "abc", "9" * 18, "9" * 30, "-1", "1.2.3", "'; DROP"])
def test_a_cursor_that_is_none_brings_everything(phone, west_exit, since):
    assert feed_of(phone(), west_exit, since=since)["is_full"]


@pytest.mark.django_db
def test_a_cursor_from_before_what_is_forgotten_brings_everything(make_pass, phone, west_exit):
    cursor = feed_cursor()
    make_pass()
    assert reaches_back(cursor)
    with connection.cursor() as raw:  # in one transaction all notes bear one number
        raw.execute("UPDATE passes_change SET noted_at = now() - interval '3 days'")
    forget_changes(now() - timedelta(days=2))
    assert not reaches_back(cursor)


@pytest.mark.django_db
def test_blocked_plates_go_along_as_keyed_hashes(phone, west_exit, rui, mei, lin):
    west = phone()
    with as_if(now() - timedelta(hours=1)):
        entry = propose_block(
            plate=parse_plate("辽P66666", "2"), document_number="龙防指〔2026〕3号",
            ends_on=build.in_days(3), by=lin, reason="冲卡",
        )  # fmt: skip
        confirm_block(entry, by=mei)
    blocked = feed_of(west, west_exit)["blocked"]
    key = base64.urlsafe_b64decode(blocked["key"] + "=")
    assert blocked["hashes"] == [hmac.digest(key, "辽P66666".encode(), "sha256")[:12].hex()]
    assert "66666" not in json.dumps(blocked)


@pytest.mark.django_db
def test_the_feed_is_zipped_for_who_can_read_it(make_pass, phone):
    west = phone()
    make_pass()
    answer = west.post(
        "sync", {"sent_at": west.shows(now()), "since": ""}, **{"Accept-Encoding": "gzip"}
    )
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 8000
