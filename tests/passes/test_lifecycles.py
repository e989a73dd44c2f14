"""Which verb is possible in which state, as people would write it on paper."""

import pytest

from longgang.passes.lifecycle import PASS, TRIP

PASS_TABLE = {
    #            hand_over return resubmit withdraw refuse issue use reopen expire revoke supersede
    "submitted":  "yes       yes    no       yes      yes    yes   no  no     no     no     no",
    "returned":   "no        no     yes      yes      no     no    no  no     no     no     no",
    "withdrawn":  "no        no     no       no       no     no    no  no     no     no     no",
    "refused":    "no        no     no       no       no     no    no  no     no     no     no",
    "issued":     "no        no     no       no       no     no    yes no     yes    yes    yes",
    "used":       "no        no     no       no       no     no    no  yes    no     no     no",
    "expired":    "no        no     no       no       no     no    yes no     no     no     no",
    "revoked":    "no        no     no       no       no     no    no  no     no     no     no",
    "superseded": "no        no     no       no       no     no    no  no     no     no     no",
}  # fmt: skip
PASS_VERBS = "hand_over return resubmit withdraw refuse issue use reopen expire revoke supersede"

TRIP_TABLE = {
    #           enter undo_entry arrive leave close let_out cancel drop enter_late let_out_late
    "expected":  "yes   no         no     no    no    yes     yes     no   no         no",
    "entered":   "no    yes        yes    no    yes   no      no     yes  no         no",
    "arrived":   "no    no         no     yes   yes   no      no     no   no         no",
    "left":      "no    no         no     no    yes   no      no     no   no         no",
    "closed":    "no    no         no     no    no    no      no     yes  no         no",
    "cancelled": "no    no         no     no    no    no      no     no   yes         yes",
}  # fmt: skip
TRIP_VERBS = "enter undo_entry arrive leave close let_out cancel drop enter_late let_out_late"


@pytest.mark.parametrize("state", PASS_TABLE)
def test_moves_of_a_pass(state):
    expected = dict(zip(PASS_VERBS.split(), PASS_TABLE[state].split(), strict=True))
    assert {verb: "yes" if PASS.may(verb, state) else "no" for verb in expected} == expected
    assert set(expected) == set(PASS.moves)


@pytest.mark.parametrize("state", TRIP_TABLE)
def test_moves_of_a_trip(state):
    expected = dict(zip(TRIP_VERBS.split(), TRIP_TABLE[state].split(), strict=True))
    assert {verb: "yes" if TRIP.may(verb, state) else "no" for verb in expected} == expected
    undone = {"undo_let_out", "undo_exit", "undo_exit_arrived", "undo_exit_left"}
    assert set(expected) | undone == set(TRIP.moves)
    assert all(TRIP.may(verb, state) == (state == "closed") for verb in undone)


def test_every_state_of_the_tables_is_known():
    assert set(PASS_TABLE) == set(PASS.states.values)
    assert set(TRIP_TABLE) == set(TRIP.states.values)
