"""What the gate answers, rule by rule; expected answers written by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from longgang.core.errors import Refused
from longgang.passes.deciding import tidy_seal_number
from longgang.passes.gate_rules import (
    GateFacts,
    Stop,
    Verdict,
    check_entry,
    check_exit,
    check_undo,
    judge_entry,
    judge_exit,
    judge_pass,
    parse_temperature,
)

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
HOUR = timedelta(hours=1)


def facts(**changes):
    values = {
        "status": "issued", "trip_status": "expected", "valid_from": NOW - HOUR,
        "valid_until": NOW + HOUR, "checkpoint_number": "K1",
    }  # fmt: skip
    return GateFacts(**values | changes)


def entry(**changes):
    return judge_entry(facts(**changes), premises_number="K1", now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "level", "code"),
    [
        ({}, "green", "valid"),
        ({"trip_status": "entered"}, "red", "already_inside"),
        ({"trip_status": "arrived"}, "red", "already_inside"),
        ({"trip_status": "left"}, "red", "already_inside"),
        ({"blocked": True}, "red", "blocklisted"),
        ({"status": "submitted", "trip_status": ""}, "grey", "submitted"),
        ({"status": "returned", "trip_status": ""}, "grey", "returned"),
        ({"status": "withdrawn", "trip_status": ""}, "grey", "withdrawn"),
        ({"status": "refused", "trip_status": ""}, "red", "refused"),
        ({"status": "revoked", "trip_status": "cancelled"}, "red", "revoked"),
        ({"status": "superseded", "trip_status": "cancelled"}, "grey", "superseded"),
        ({"status": "expired", "trip_status": "cancelled"}, "grey", "expired"),
        ({"status": "used", "trip_status": "closed"}, "grey", "used"),
        ({"valid_from": NOW + HOUR}, "grey", "not_yet_valid"),
        ({"valid_from": NOW}, "green", "valid"),
        ({"valid_until": NOW}, "grey", "expired"),
        ({"valid_until": NOW, "trip_status": "closed"}, "grey", "expired"),
        ({"valid_until": NOW + timedelta(seconds=1)}, "green", "valid"),
        ({"certificates_until": TODAY - timedelta(days=1)}, "red", "certificate_expired"),
        ({"certificates_until": TODAY}, "green", "valid"),
        ({"turn_back": "waiting"}, "red", "turn_back_waiting"),
        ({"turn_back": "confirmed"}, "amber", "turned_back_before"),
        ({"earlier_trip_open": True}, "amber", "earlier_trip_open"),
        ({"checkpoint_number": "K2"}, "amber", "other_checkpoint"),
        ({"test_max_hours": 24, "samples": (NOW - 24 * HOUR,)}, "green", "valid"),
        ({"test_max_hours": 24, "samples": (NOW - 25 * HOUR,)}, "amber", "test_old"),
        ({"test_max_hours": 24, "samples": (NOW - HOUR, None)}, "amber", "test_old"),
        ({"test_max_hours": None, "samples": (None,)}, "green", "valid"),
    ],
)
def test_judge_entry(changes, level, code):
    verdict = entry(**changes)
    assert (verdict.level, verdict.code) == (level, f"passes.{code}")
    assert verdict.may_pass == (level in {"green", "amber"})


def test_judge_entry_names_everything_to_be_minded():
    verdict = entry(
        checkpoint_number="K2", test_max_hours=24, samples=(None,), earlier_trip_open=True
    )
    assert verdict.code == "passes.test_old"
    assert [also.code for also in verdict.also] == [
        "passes.earlier_trip_open",
        "passes.other_checkpoint",
    ]
    assert verdict.codes == {verdict.code, *(also.code for also in verdict.also)}


@pytest.mark.parametrize(
    ("changes", "level", "code"),
    [
        ({"trip_status": "closed"}, "grey", "already_left"),
        ({"trip_status": "expected"}, "amber", "never_entered"),
        ({"trip_status": ""}, "amber", "never_entered"),
        ({"trip_status": "entered"}, "green", "may_leave"),
        ({"trip_status": "entered", "seal_number": "F1"}, "green", "check_seal"),
        ({"trip_status": "left", "status": "revoked", "blocked": True}, "green", "may_leave"),
    ],
)
def test_judge_exit(changes, level, code):
    verdict = judge_exit(facts(**changes))
    assert (verdict.level, verdict.code) == (level, f"passes.{code}")


@pytest.mark.parametrize(
    ("changes", "level", "code"),
    [
        ({"valid_until": NOW + 2 * HOUR}, "green", "valid"),
        ({"valid_until": NOW + HOUR}, "amber", "ends_soon"),
        ({"trip_status": "entered", "valid_until": NOW}, "green", "on_its_way"),
        ({"valid_from": NOW + HOUR}, "amber", "not_yet_valid"),
        ({"valid_until": NOW}, "grey", "expired"),
    ],
)
def test_judge_pass(changes, level, code):
    verdict = judge_pass(facts(**changes), now=NOW)
    assert (verdict.level, verdict.code) == (level, f"passes.{code}")


# --- what the officer may do ---


def stop(**changes):
    values = {
        "nonce": "n", "disposition": "let_pass", "people_count": 1, "temperatures": (36.5,),
    }  # fmt: skip
    return Stop(**values | changes)


def entry_codes(verdict_code="valid", level="green", announced=1, *, needs_seal=False, **changes):
    verdict = Verdict(level, f"passes.{verdict_code}", "")
    found = check_entry(
        stop(**changes),
        verdict=verdict,
        announced=announced,
        fever_from=37.3,
        needs_seal=needs_seal,
    )
    return [refusal.code.removeprefix("passes.") for refusal in found]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"temperatures": (37.2,)}, []),
        ({"temperatures": (37.3,)}, ["fever"]),
        ({"temperatures": (38.0,), "disposition": "test_and_pass"}, []),
        ({"temperatures": ()}, ["temperatures_incomplete"]),
        ({"temperatures": (32.9,)}, ["temperature_impossible"]),
        ({"people_count": 0, "temperatures": ()}, ["nobody_aboard"]),
        ({"people_count": 2, "temperatures": (36.5, 36.5)}, ["more_people"]),
        ({"people_count": 2, "temperatures": (36.5, 36.5), "note": "随车"}, []),
        ({"announced": 3}, []),
        ({"disposition": "escort"}, ["escort_missing"]),
        ({"disposition": "escort", "escort_name": "王"}, []),
        ({"seal_state": "applied"}, ["seal_missing"]),
        ({"seal_state": "applied", "seal_number": "F001"}, []),
        ({"needs_seal": True}, ["seal_not_applied", "photo_missing"]),
        ({"needs_seal": True, "note": "封签用完"}, []),
        ({"needs_seal": True, "seal_state": "applied", "seal_number": "F001"}, ["photo_missing"]),
        ({"needs_seal": True, "photo": b"jpeg"}, ["seal_not_applied"]),
        ({"needs_seal": True, "seal_state": "applied", "seal_number": "F001", "photo": b"j"}, []),
        ({"needs_seal": True, "seal_state": "applied", "seal_number": "F001",
          "photo_follows": True}, []),
        ({"verdict_code": "test_old", "level": "amber"}, ["test_first"]),
        ({"verdict_code": "test_old", "level": "amber", "disposition": "test_and_pass"}, []),
        ({"verdict_code": "other_checkpoint", "level": "amber"}, ["note_missing"]),
        ({"verdict_code": "other_checkpoint", "level": "amber", "note": "绕行"}, []),
        ({"verdict_code": "blocklisted", "level": "red"}, ["blocklisted"]),
        ({"verdict_code": "blocklisted", "level": "red", "disposition": "turn_back"},
         ["note_missing"]),
        ({"verdict_code": "blocklisted", "level": "red", "disposition": "turn_back",
          "note": "黑名单"}, []),
        ({"verdict_code": "turn_back_waiting", "level": "red", "disposition": "turn_back",
          "note": "再次"}, ["turn_back_waiting"]),
    ],
)  # fmt: skip
def test_check_entry(given, codes):
    assert entry_codes(**given) == codes


@pytest.mark.parametrize(
    ("given", "seal", "entered", "codes"),
    [
        ({}, "", 1, []),
        ({}, "F1", 1, ["seal_not_looked_at"]),
        ({"seal_state": "intact"}, "F1", 1, []),
        ({"seal_state": "broken"}, "F1", 1, ["seal_broken_why"]),
        ({"seal_state": "broken", "note": "断裂"}, "F1", 1, []),
        ({"people_count": 2}, "", 1, ["people_differ"]),
        ({"people_count": 2, "note": "接人"}, "", 1, []),
        ({"people_count": 2}, "", None, []),
    ],
)
def test_check_exit(given, seal, entered, codes):
    found = check_exit(
        stop(**given),
        verdict=Verdict("green", "passes.may_leave", ""),
        seal_number=seal,
        entered_count=entered,
    )
    assert [refusal.code.removeprefix("passes.") for refusal in found] == codes


def test_check_exit_wants_words_where_no_entry_is_recorded():
    verdict = Verdict("amber", "passes.never_entered", "")
    found = check_exit(stop(), verdict=verdict, seal_number="", entered_count=None)
    assert [refusal.code for refusal in found] == ["passes.note_missing"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("36.5", 36.5), ("365", 36.5), ("36,5", 36.5), ("３６．５", 36.5), (" 37 ℃", 37.0),
     ("36。8", 36.8), ("36.55", 36.55)],
)  # fmt: skip
def test_parse_temperature(text, value):
    assert parse_temperature(text) == value


@pytest.mark.parametrize("text", ["", "abc", "265", "50", "3.65", "36.5.1", "-36.5", "9" * 9999])
def test_parse_temperature_refuses(text):
    with pytest.raises(Refused) as refused:
        parse_temperature(text)
    assert refused.value.code == "passes.temperature_impossible"


def test_a_seal_number_has_one_form():
    assert tidy_seal_number(" ｆq-00 01_2 ") == "FQ00012"


@pytest.mark.parametrize(
    ("after", "by", "code"),
    [(timedelta(minutes=10), 1, None), (timedelta(minutes=10, seconds=1), 1, "undo_too_late"),
     (timedelta(0), 2, "undo_not_yours")],
)  # fmt: skip
def test_check_undo(after, by, code):
    refusal = check_undo(at=NOW, now=NOW + after, officer_id=1, by_id=by)
    assert (refusal.code.removeprefix("passes.") if refusal else None) == code
