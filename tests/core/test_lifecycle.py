"""The table of moves: what it refuses to be, what it answers, and who wins a race."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from longgang.core.errors import IllegalMove, StaleRow
from longgang.core.lifecycle import Lifecycle, Move, States
from longgang.core.sealed import BlindIndexField, SealedModel, SealedTextField, blind_index


class Door(States):
    """A door."""

    OPEN = "open", "open"
    SHUT = "shut", "shut"
    LOCKED = "locked", "locked"


SHUT = Move("shut", Door.OPEN, to=Door.SHUT, event="door.shut")
LOCK = Move("lock", {Door.OPEN, Door.SHUT}, to=Door.LOCKED, event="door.locked")
LIFECYCLE = Lifecycle(Door, start=Door.OPEN, ends={Door.LOCKED}, moves=[SHUT, LOCK])


def test_may_answers_what_check_raises():
    assert LIFECYCLE.may("lock", Door.SHUT)
    assert not LIFECYCLE.may("shut", Door.SHUT)
    LIFECYCLE.check("lock", Door.SHUT)
    with pytest.raises(IllegalMove) as refused:
        LIFECYCLE.check("shut", Door.LOCKED)
    assert refused.value.code == "core.illegal_move"
    assert "locked" in str(refused.value.refusals[0].reason)


@pytest.mark.parametrize(
    ("moves", "ends", "fault"),
    [
        ([SHUT, SHUT], {Door.LOCKED}, "a verb stands twice"),
        ([SHUT, LOCK], {Door.SHUT}, "an end state has an exit"),
        ([SHUT], {Door.SHUT}, "cannot be reached"),
    ],
)
def test_a_wrong_table_is_never_made(moves, ends, fault):
    with pytest.raises(ValueError, match=fault):
        Lifecycle(Door, start=Door.OPEN, ends=ends, moves=moves)


@pytest.fixture
def door(db):
    with isolate_apps("longgang.core"):

        class Gate(SealedModel):
            status = models.CharField(max_length=9, choices=Door.choices)
            note = models.CharField(max_length=9, default="")
            phone = SealedTextField(default="")
            phone_index = BlindIndexField(of="phone")

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Gate)
        yield Gate.objects.create(status=Door.OPEN)


def test_move_writes_status_changes_and_copies_in_one_update(door, django_assert_num_queries):
    with django_assert_num_queries(1):
        LIFECYCLE.move(door, "shut", note="wind", phone="13800000001")
    assert (door.status, door.note) == (Door.SHUT, "wind")
    door.refresh_from_db()
    assert (door.status, door.note, door.phone) == (Door.SHUT, "wind", "13800000001")
    assert door.phone_index == blind_index("phone", "13800000001")


def test_move_of_two_people_at_once_has_one_winner(door):
    slower = type(door).objects.get(pk=door.pk)
    LIFECYCLE.move(door, "lock")
    with pytest.raises(StaleRow):
        LIFECYCLE.move(slower, "shut")
    slower.refresh_from_db()
    assert slower.status == Door.LOCKED


def test_move_that_is_not_in_the_table_asks_no_database(door, django_assert_num_queries):
    LIFECYCLE.move(door, "lock")
    with django_assert_num_queries(0), pytest.raises(IllegalMove):
        LIFECYCLE.move(door, "shut")
