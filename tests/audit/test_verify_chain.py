"""Whoever goes past the triggers is found out: each way of tampering, and where it is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from longgang.audit.api import disclose, seal_chain, verify_chain
from longgang.audit.chain import chain_head
from longgang.audit.models import Event

pytestmark = pytest.mark.django_db

COPY = """
    INSERT INTO audit_event (number, at, by_id, by_name, post, subject_kind, subject_number,
        area_code, reason, request_id, mark, kind, before, after)
    SELECT 'forged', at, by_id, by_name, post, subject_kind, subject_number,
        area_code, reason, request_id, mark, kind, before, after
    FROM audit_event WHERE id = %s
"""

CHANGE_EVENT = "UPDATE audit_event SET {} WHERE id = %s"
CHANGE_DISCLOSURE = "UPDATE audit_disclosure SET {}"


@pytest.fixture
def rows(write, ada, lin) -> list[Event]:
    """Three sealed events and a sealed disclosure."""
    events = [write("account.opened"), write("post.granted", after={"n": 1}), write("post.ended")]
    disclose(ada, "phone", by=lin, purpose="contact", reason="called")
    seal_chain()
    assert verify_chain() == []
    return events


def found() -> list[tuple[str, int | None]]:
    return [(each.code, each.sequence) for each in verify_chain()]


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'another'",
        "at = at - interval '1 second'",
        "by_name = 'sam'",
        "after = '{\"n\": 2}'",
        "after = NULL",
        "kind = 'post.refused'",
        "subject_number = 'bo-1'",
        "area_code = '211402'",
        "mark = decode(repeat('00', 32), 'hex')",
        "number = 'another'",
        "request_id = 'another'",
        "post = 'none'",
        "by_id = 'sam-1'",
    ],
)
def test_verify_finds_a_changed_event(rows, past_the_triggers, change):
    with past_the_triggers() as cursor:
        cursor.execute(CHANGE_EVENT.format(change), [rows[1].pk])
    assert found() == [("changed", 2)]


@pytest.mark.parametrize("change", ["field = 'name'", "purpose = 'visit'", "reason = ''"])
def test_verify_finds_a_changed_disclosure(rows, past_the_triggers, change):
    with past_the_triggers() as cursor:
        cursor.execute(CHANGE_DISCLOSURE.format(change))
    assert found() == [("changed", 4)]


def test_verify_finds_what_was_changed_with_the_trigger_switched_off(rows):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER refuse_change")
        cursor.execute("UPDATE audit_event SET reason = 'x' WHERE id = %s", [rows[0].pk])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER refuse_change")
    assert found() == [("changed", 1)]


def test_verify_finds_a_change_before_the_row_was_sealed(write, past_the_triggers):
    event = write()
    with past_the_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET reason = 'x'")
    assert [each.code for each in verify_chain()] == ["inserted"]
    seal_chain()
    assert [(each.code, each.number) for each in verify_chain()] == [("changed", event.number)]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_verify_finds_a_removed_event(rows, past_the_triggers, index):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [rows[index].pk])
    assert found() == [("removed", index + 1)]


def test_verify_finds_an_event_removed_with_its_link(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [rows[1].pk])
        cursor.execute("DELETE FROM audit_chainlink WHERE sequence = 2")
    assert found() == [("link_missing", 2)]


def test_verify_finds_a_gap_that_was_closed_up(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [rows[1].pk])
        cursor.execute("DELETE FROM audit_chainlink WHERE sequence = 2")
        cursor.execute("UPDATE audit_chainlink SET sequence = sequence - 1 WHERE sequence = 3")
        cursor.execute("UPDATE audit_chainlink SET sequence = sequence - 1 WHERE sequence = 4")
    assert found()[0] == ("link_changed", 2)


def test_verify_finds_a_cut_off_end(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_disclosure")
        cursor.execute("DELETE FROM audit_chainlink WHERE sequence = 4")
    assert found() == [("cut_off", None)]


def test_verify_finds_that_everything_was_wiped_but_the_head(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event")
        cursor.execute("DELETE FROM audit_disclosure")
        cursor.execute("DELETE FROM audit_chainlink")
    assert found() == [("cut_off", None)]


def test_verify_finds_a_wiped_head(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_chainhead")
    assert found() == [("cut_off", None)]


def test_verify_finds_an_inserted_event(rows):
    """An INSERT is what the triggers must let through: the row's mark gives it away."""
    with connection.cursor() as cursor:
        cursor.execute(COPY, [rows[0].pk])
    assert [(each.code, each.number) for each in verify_chain()] == [("inserted", "forged")]
    seal_chain()
    assert [(each.code, each.number) for each in verify_chain()] == [("changed", "forged")]


def test_verify_finds_an_event_whose_link_was_taken_away(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_chainlink WHERE sequence = 2")
    assert [each.code for each in verify_chain()] == ["link_missing", "unbound"]


def test_verify_finds_swapped_events(rows, past_the_triggers):
    swap = [(rows[0].pk, -1), (rows[1].pk, rows[0].pk), (-1, rows[1].pk)]
    with past_the_triggers() as cursor:
        for old, new in swap:
            cursor.execute("UPDATE audit_event SET id = %s WHERE id = %s", [new, old])
    assert found() == [("changed", 1), ("changed", 2)]


def test_verify_finds_swapped_links(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        for old, new in [(1, -1), (2, 1), (-1, 2)]:
            cursor.execute(
                "UPDATE audit_chainlink SET sequence = %s WHERE sequence = %s", [new, old]
            )
    assert found()[0] == ("link_changed", 1)


def test_verify_finds_a_link_written_with_another_key(write, settings):
    write()
    settings.INDEX_KEY = "C" * 44
    seal_chain()
    settings.INDEX_KEY = "B" * 43 + "="
    assert [each.code for each in verify_chain()] == ["link_changed", "cut_off"]


def test_command_prints_the_head_to_note_down(rows):
    out = StringIO()
    call_command("verify_chain", stdout=out)
    length, last = chain_head()
    assert out.getvalue() == f"链完好。链头：{length}:{last}\n"


def test_command_names_the_first_break_and_fails(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET reason = 'x' WHERE id >= %s", [rows[1].pk])
    with pytest.raises(CommandError) as caught:
        call_command("verify_chain")
    assert str(caught.value) == (
        f"link 2, event {rows[1].pk}, number {rows[1].number}: "
        "该行已被改动\n共发现 2 处异常。"
    )  # fmt: skip
    assert caught.value.returncode == 1


def test_command_names_a_break_that_has_no_place(rows, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_chainhead")
    with pytest.raises(CommandError, match="链尾被截断或伪造"):
        call_command("verify_chain")


def test_command_accepts_a_head_noted_earlier(rows, write):
    length, last = chain_head()
    write()
    call_command("verify_chain", head=f"{length}:{last}", stdout=StringIO())


@pytest.mark.parametrize("head", [f"4:{'0' * 64}", f"9:{'ab' * 32}"])
def test_command_finds_that_a_noted_head_is_gone(rows, head):
    with pytest.raises(CommandError, match="记下的链头"):
        call_command("verify_chain", head=head)


@pytest.mark.parametrize("head", ["4:00", "9:", "nothing", f":{'0' * 64}", f"4:{'g' * 64}"])
def test_command_says_what_a_head_looks_like(rows, head):
    with pytest.raises(CommandError) as caught:
        call_command("verify_chain", head=head)
    assert str(caught.value).startswith(f"“{head}”不是链头。")
    assert "1204:9f86d081" in str(caught.value)
