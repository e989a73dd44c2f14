"""A device sends and is answered: every check once, whatever comes in between."""

from datetime import timedelta

import pytest
from django.test import Client

from longgang.checkpoints.actions.devices import withdraw_device
from longgang.checkpoints.models import Conflict, Device
from longgang.core.clock import as_if, now
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.lifecycle import TripStatus
from longgang.passes.models import Check, Trip
from longgang.passes.signing import address_in_code
from tests.passes import build

from .phone import HEADERS

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def states(answer) -> list[str]:
    return [done["state"] for done in answer["done"]]


def test_a_told_entry_is_recorded_at_its_own_time(make_pass, phone):
    vehicle_pass, west = make_pass(), phone()
    answer = west.sync(west.check(vehicle_pass, ago=2 * HOUR))
    assert states(answer) == ["recorded"]
    check = Check.objects.get()
    assert answer["done"][0]["number"] == check.number
    assert abs(check.at - (now() - 2 * HOUR)) < timedelta(seconds=10)
    assert check.learned_at - check.at > HOUR
    assert (check.device_number, check.officer) == (west.device.number, west.device.officer)
    assert Trip.objects.get().status == TripStatus.ENTERED


def test_the_same_check_sent_again_is_known(make_pass, phone):
    west = phone()
    check = west.check(make_pass())
    assert [states(west.sync(check)) for _ in range(3)] == [["recorded"], ["known"], ["known"]]
    assert Check.objects.count() == 1


def test_the_same_check_twice_in_one_message_is_one(make_pass, phone):
    west = phone()
    check = west.check(make_pass())
    assert states(west.sync(check, check)) == ["recorded", "known"]
    assert Check.objects.count() == 1


def test_an_asked_check_is_recorded_at_once(make_pass, phone):
    west = phone()
    assert states(west.sync(west.check(make_pass(), mode="ask"))) == ["recorded"]
    check = Check.objects.get()
    assert check.learned_at == check.at
    assert (check.device_number, check.device_seq) == (west.device.number, 1)


def test_an_asked_check_may_be_refused_and_leaves_nothing(make_pass, phone, lin):
    vehicle_pass, west = make_pass(), phone()
    revoke_pass(vehicle_pass, by=lin, reason="货物不符")
    (done,) = west.sync(west.check(vehicle_pass, mode="ask"))["done"]
    assert (done["state"], done["refusals"][0]["code"]) == ("refused", "passes.revoked")
    assert done["refusals"][0]["words"]
    assert not Check.objects.exists()


def test_an_asked_check_whose_answer_got_lost_is_told_and_known(make_pass, phone):
    west = phone()
    asked = west.check(make_pass(), mode="ask")
    west.sync(asked)
    assert states(west.sync({**asked, "mode": "tell"})) == ["known"]
    assert Check.objects.count() == 1


def test_an_asked_check_that_was_refused_and_is_told_all_the_same_is_recorded(
    make_pass, phone, lin, dan
):
    vehicle_pass, west = make_pass(), phone()
    revoke_pass(vehicle_pass, by=lin, reason="货物不符")
    asked = west.check(vehicle_pass, mode="ask")
    west.sync(asked)
    (done,) = west.sync({**asked, "mode": "tell"})["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", ["after_withdrawal"])
    assert Trip.objects.exclude(status=TripStatus.CANCELLED).get().status == TripStatus.ENTERED


def test_an_asked_exit_without_an_entry_opens_a_conflict_until_the_entry_is_told(
    make_pass, phone, dan
):
    vehicle_pass, west, other = make_pass(), phone(), phone()
    (done,) = west.sync(west.check(vehicle_pass, mode="ask", way="exit", note="司机称已入区"))[
        "done"
    ]
    assert done["conflicts"] == ["no_entry"]
    (done,) = other.sync(other.check(vehicle_pass, ago=3 * HOUR))["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", [])
    assert Conflict.objects.get().status == "explained"


def test_an_asked_exit_on_an_expected_pass_ends_the_trip_of_the_pass_inside(make_pass, phone, dan):
    inside = make_pass()
    expected = make_pass(expected_entry_at=build.in_hours(20))
    west = phone()
    west.sync(west.check(inside, mode="ask"))
    (done,) = west.sync(west.check(expected, mode="ask", way="exit"))["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", [])
    left, still = Trip.objects.order_by("pk")
    assert (left.status, still.status) == (TripStatus.CLOSED, TripStatus.EXPECTED)


@pytest.mark.parametrize("number", ["", "999999999999", "x\x00", "辽P12345"])
def test_an_asked_check_of_a_number_that_names_no_pass_is_refused(make_pass, phone, number):
    make_pass()
    west = phone()
    asked = west.check(mode="ask", pass_number=number)
    assert states(west.sync(asked))[0] in {"refused", "faulty"}
    assert not Check.objects.exists()


def test_one_faulty_check_never_spoils_the_others(make_pass, phone):
    west = phone()
    good, bad = west.check(make_pass()), west.check(make_pass("辽P54321"), people_count="many")
    answer = west.sync(bad, good, 7, {"nonce": "x"})
    assert states(answer) == ["faulty", "recorded", "faulty", "faulty"]
    assert answer["done"][0]["refusals"][0]["code"] == "checkpoints.number_faulty"
    assert [done["nonce"] for done in answer["done"]] == [bad["nonce"], good["nonce"], "", ""]


def test_the_number_of_another_device_is_faulty(make_pass, phone):
    west, other = phone(), phone()
    check = west.check(make_pass())
    west.sync(check)
    (done,) = other.sync(check)["done"]
    assert (done["state"], done["refusals"][0]["code"]) == ("faulty", "passes.nonce_of_another")


# --- clocks ---


@pytest.mark.parametrize("hours", [24, -24, 0.5, -8766])
def test_a_clock_that_is_wrong_is_put_right_by_what_it_shows_while_sending(make_pass, phone, hours):
    west = phone(clock_ahead=timedelta(hours=hours))
    west.sync(west.check(make_pass(), ago=2 * HOUR))
    check = Check.objects.get()
    assert abs(check.at - (now() - 2 * HOUR)) < timedelta(seconds=10)
    assert (
        check.device_at - check.at == west.clock_ahead
        or hours == 0.5
        or abs(check.device_at - check.at - west.clock_ahead) < timedelta(seconds=10)
    )


def test_a_clock_put_right_in_between_is_corrected_by_what_the_device_knew(make_pass, phone):
    west = phone(clock_ahead=timedelta(days=1))
    check = west.check(make_pass(), ago=2 * HOUR, offset_ms=-24 * 3_600_000)
    west.clock_ahead = timedelta(0)
    west.sync(check)
    assert abs(Check.objects.get().at - (now() - 2 * HOUR)) < timedelta(seconds=10)


def test_what_one_device_did_stays_in_its_order(make_pass, phone):
    """Its clock fell back to 1970 between entry and exit, and it never learned by how much."""
    vehicle_pass, west = make_pass(), phone()
    came = west.check(vehicle_pass, ago=3 * HOUR, offset_ms=0)
    went = west.check(vehicle_pass, way="exit", offset_ms=0) | {"device_at": 5000}
    west.sync(went)
    west.sync(came)
    trip = Trip.objects.get()
    assert trip.status == TripStatus.CLOSED
    assert trip.entered_at <= trip.closed_at


def test_the_page_of_a_device_shows_by_how_much_its_clock_is_wrong(phone):
    west = phone(clock_ahead=timedelta(hours=24))
    west.sync(waiting=3)
    device = Device.objects.get()
    assert abs(device.clock_ahead_ms - 24 * 3_600_000) < 10_000
    assert (device.waiting_count, device.build) == (3, "test")


# --- signed codes ---


@pytest.fixture
def signed(make_pass, yan_with_key):
    vehicle_pass = make_pass()
    return vehicle_pass, address_in_code(vehicle_pass, now=now())


@pytest.fixture
def yan_with_key(staff):
    from longgang.passes.actions.keys import rotate_signing_key

    yan = staff("颜", "security_administrator")
    with as_if(now() - timedelta(days=3)):
        rotate_signing_key(by=yan)
    return yan


@pytest.mark.parametrize("mode", ["ask", "tell"])
def test_a_signed_code_names_its_pass(signed, phone, mode):
    vehicle_pass, code = signed
    west = phone()
    assert states(west.sync(west.check(code=code, mode=mode))) == ["recorded"]
    assert Check.objects.get().trip.vehicle_pass == vehicle_pass


def test_a_forged_code_is_refused_when_asked_and_recorded_when_told(signed, phone, dan):
    vehicle_pass, code = signed
    west = phone()
    forged = code[:-6] + ("AAAAAA" if not code.endswith("AAAAAA") else "BBBBBB")
    check = west.check(vehicle_pass, code=forged, mode="ask")
    (done,) = west.sync(check)["done"]
    assert (done["state"], done["refusals"][0]["code"]) == ("refused", "passes.forged")
    (done,) = west.sync({**check, "mode": "tell"})["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", ["not_valid"])
    assert Check.objects.get().doubts == ["passes.forged"]


def test_a_code_whose_key_was_withdrawn_afterwards_was_good_then(signed, phone, yan_with_key, dan):
    from longgang.passes.actions.keys import withdraw_signing_key
    from longgang.passes.models import SigningKey

    _vehicle_pass, code = signed
    west = phone()
    with as_if(now() - HOUR):
        withdraw_signing_key(SigningKey.objects.latest("-pk"), by=yan_with_key, reason="遗失")
    west.sync(west.check(code=code, ago=2 * HOUR))
    assert Check.objects.get().doubts == []


# --- strangers and withdrawn devices ---


@pytest.mark.parametrize("what", ["sync", "look"])
def test_who_is_no_device_is_told_to_forget(phone, what):
    stranger = phone()
    stranger.client.cookies["longgang-device"] = "somebody-else"
    response = stranger.post(what, {})
    assert (response.status_code, response.json()) == (401, {"forget": True})


def test_a_signed_in_session_is_not_enough(hai, phone):
    client = Client()
    client.force_login(hai)
    response = client.post(
        "/checkpoints/device/sync", b"{}", content_type="application/json", headers=HEADERS
    )
    assert response.status_code == 401


def test_a_withdrawn_device_hands_in_what_it_has_and_forgets(make_pass, phone, kai, dan):
    first, second = make_pass(), make_pass("辽P54321")
    west = phone()
    with as_if(now() - HOUR):
        withdraw_device(west.device, by=kai, reason="手机丢失")
    before, after = west.check(first, ago=2 * HOUR), west.check(second)
    answer = west.sync(before, after, since="")
    assert (answer["forget"], answer["feed"]) == (True, None)
    assert states(answer) == ["recorded", "recorded"]
    assert [done["conflicts"] for done in answer["done"]] == [[], ["device_withdrawn"]]


def test_a_withdrawn_device_is_not_answered_about_vehicles(make_pass, phone, kai):
    vehicle_pass, west = make_pass(), phone()
    withdraw_device(west.device, by=kai, reason="手机丢失")
    (done,) = west.sync(west.check(vehicle_pass, mode="ask"))["done"]
    assert (done["state"], done["refusals"][0]["code"]) == (
        "refused", "checkpoints.device_withdrawn",
    )  # fmt: skip
    assert west.post("look", {"way": "entry", "plate": vehicle_pass.plate}).status_code == 401
    assert not Check.objects.exists()


def test_a_device_withdrawn_a_week_ago_is_nobody(make_pass, phone, kai):
    west = phone(days=10)
    with as_if(now() - timedelta(days=7, seconds=1)):
        withdraw_device(west.device, by=kai, reason="手机丢失")
    assert west.sync(west.check(make_pass())).status_code == 401


def test_a_device_whose_officer_has_left_the_checkpoint_forgets(phone, hai):
    west = phone()
    hai.posts.update(ended_at=now(), ended_by=hai)
    assert west.sync(since="")["forget"] is True


# --- messages that are none ---


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b" ", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_an_object"),
        (b"{}", "moment_faulty"),
        (b'{"sent_at": 1e999}', "moment_faulty"),
        (b'{"sent_at": true}', "moment_faulty"),
        (b'{"sent_at": 1, "checks": {}}', "not_a_list"),
        (b'{"sent_at": 1, "checks": [' + b"1," * 50 + b"1]}", "too_many_checks"),
        (b'{"sent_at": 1, "build": "' + b"x" * 41 + b'"}', "text_faulty"),
        (b'{"sent_at": 1, "waiting": -1}', "number_faulty"),
        (b'{"sent_at": 1, "since": 5}', "text_faulty"),
        (b" " * 1_100_000, "message_too_large"),
    ],
)
def test_a_message_that_is_none_says_why(phone, body, code):
    response = phone().post("sync", body)
    assert response.status_code == 422
    assert response.json()["refusals"][0]["code"] == f"checkpoints.{code}"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nonce": "short"}, "nonce_faulty"),
        ({"nonce": "x" * 41}, "nonce_faulty"),
        ({"nonce": "with space in it"}, "nonce_faulty"),
        ({"seq": -1}, "number_faulty"),
        ({"seq": None}, "number_faulty"),
        ({"device_at": "now"}, "moment_faulty"),
        ({"device_at": 10**18}, "moment_faulty"),
        ({"offset_ms": 10**18}, "number_faulty"),
        ({"mode": "order"}, "choice_faulty"),
        ({"way": ["entry"]}, "choice_faulty"),
        ({"action": "shoot"}, "choice_faulty"),
        ({"code": "x" * 4001}, "text_faulty"),
        ({"plate": "a\0b"}, "text_unstorable"),
        ({"note": "\ud800"}, "text_unstorable"),
        ({"note": "x" * 301}, "text_faulty"),
        ({"verdict": []}, None),
        ({"verdict": [1]}, "not_an_object"),
        ({"verdict": {"level": "pink"}}, "choice_faulty"),
        ({"verdict": {"level": "red", "code": "'; DROP"}}, "choice_faulty"),
        ({"temperatures": ["hot"]}, "temperatures_faulty"),
        ({"temperatures": [1e300]}, "temperatures_faulty"),
        ({"photo": {"size": 5}}, "photo_faulty"),
        ({"photo": {"size": 10**9, "sha256": "a" * 64}}, "number_faulty"),
        ({"seal_state": "glued"}, "choice_faulty"),
    ],
)
def test_a_check_that_is_none_says_why(make_pass, phone, changes, code):
    west = phone()
    (done,) = west.sync(west.check(make_pass(), **changes))["done"]
    found = done["refusals"][0]["code"] if done["refusals"] else None
    assert found == (f"checkpoints.{code}" if code else None)
    assert Check.objects.count() == (0 if code else 1)


@pytest.mark.parametrize("code", ["x" * 4000, "强行通过", "HTTP://X/C/" + "A" * 3000, "٢" * 300])
def test_whatever_was_shown_a_told_admission_is_recorded(phone, dan, code):
    west = phone()
    (done,) = west.sync(west.check(code=code, plate="京A00001", colour="2"))["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", ["unknown_pass"])
    check = Check.objects.get()
    assert (check.trip, check.shown_plate) == (None, "京A00001")
    assert check.code_text == code[:500]


@pytest.mark.parametrize(
    ("headers", "kind", "method", "status"),
    [
        ({}, "application/json", "post", 400),
        (HEADERS, "text/plain", "post", 415),
        (HEADERS, "application/json", "get", 405),
    ],
)
def test_only_a_script_of_ours_can_ask(phone, headers, kind, method, status):
    client = phone().client
    response = client.generic(
        method.upper(), "/checkpoints/device/sync", b"{}", content_type=kind, headers=headers
    )
    assert response.status_code == status


# --- taken back on the phone ---


def test_a_check_taken_back_on_the_phone_is_recorded_and_undone(make_pass, phone):
    west = phone()
    check = west.check(make_pass(), ago=2 * HOUR)
    undone = {"device_at": check["device_at"] + 60_000, "why": "扫错车"}
    assert states(west.sync({**check, "undone": undone})) == ["recorded"]
    found = Check.objects.get()
    assert found.undone_at - found.at == timedelta(minutes=1)
    assert found.undone_why == "扫错车"
    assert Trip.objects.get().status == TripStatus.EXPECTED


def test_a_check_is_undone_once_by_sending_it_again(make_pass, phone):
    vehicle_pass, west = make_pass(), phone()
    check = west.check(vehicle_pass, ago=HOUR)
    west.sync(check)
    undone = {**check, "undone": {"device_at": check["device_at"] + 1000, "why": "扫错车"}}
    assert [states(west.sync(undone)) for _ in range(2)] == [["known"], ["known"]]
    assert Trip.objects.get().status == TripStatus.EXPECTED


def test_a_check_cannot_be_taken_back_after_ten_minutes(make_pass, phone):
    west = phone()
    check = west.check(make_pass(), ago=HOUR)
    undone = {"device_at": check["device_at"] + 11 * 60_000, "why": "晚了"}
    (done,) = west.sync({**check, "undone": undone})["done"]
    assert (done["state"], done["refusals"][0]["code"]) == ("recorded", "passes.undo_too_late")
    assert Trip.objects.get().status == TripStatus.ENTERED


# --- sealed or not ---

UNSEALED = {"seal_state": "none", "seal_number": "", "photo": None}
LEFT_OUT = ["passes.seal_not_applied", "passes.photo_missing"]


def test_an_asked_entry_without_seal_and_photo_is_asked_why(make_pass, phone):
    vehicle_pass, west = make_pass(), phone()
    (done,) = west.sync(west.check(vehicle_pass, mode="ask", **UNSEALED))["done"]
    assert (done["state"], [each["code"] for each in done["refusals"]]) == ("refused", LEFT_OUT)
    assert not Check.objects.exists()
    (done,) = west.sync(west.check(vehicle_pass, mode="ask", note="封签用完", **UNSEALED))["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", [])


def test_a_told_entry_without_seal_and_photo_stays_an_entry_and_is_looked_into(
    make_pass, phone, dan
):
    west = phone()
    (done,) = west.sync(west.check(make_pass(), ago=HOUR, **UNSEALED))["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", ["against_rules"])
    assert Trip.objects.get().status == TripStatus.ENTERED
    assert Check.objects.get().doubts == LEFT_OUT
    assert Conflict.objects.get().status == "open"


@pytest.mark.parametrize("changes", [{"note": "封签用完"}, {"seal_state": "applied"}])
def test_a_word_or_what_was_asked_for_leaves_nothing_to_look_into(make_pass, phone, changes):
    """A photo counts as taken before it has arrived."""
    west = phone()
    check = west.check(make_pass(), ago=HOUR)
    if "note" in changes:
        check |= UNSEALED
    (done,) = west.sync(check | changes)["done"]
    assert (done["state"], done["conflicts"]) == ("recorded", [])


# --- looking ---


def test_looking_answers_with_facts_and_verdict(make_pass, phone):
    vehicle_pass, west = make_pass(), phone()
    data = west.post("look", {"way": "entry", "number": vehicle_pass.pass_number}).json()
    assert data["verdict"] == {"level": "green", "code": "passes.valid", "also": []}
    assert data["facts"]["plate"] == vehicle_pass.plate
    assert data["facts"]["announced"] == 1
    assert data["pass"][0] == vehicle_pass.pass_number
    assert "张伟" not in str(data)


def test_looking_at_a_stranger_says_so(phone):
    data = phone().post("look", {"way": "entry", "plate": "京A00001"}).json()
    assert data["verdict"]["level"] == "grey"
    assert data["pass"] is None


def test_looking_at_nothing_is_refused(phone):
    response = phone().post("look", {"way": "entry"})
    assert response.json()["refusals"][0]["code"] == "checkpoints.nothing_asked"


def test_another_checkpoint_is_judged_as_another(make_pass, phone, kai, port):
    vehicle_pass, there = make_pass(), phone(port, kai)
    data = there.post("look", {"way": "entry", "number": vehicle_pass.pass_number}).json()
    assert data["verdict"]["code"] == "passes.other_checkpoint"


def test_a_told_entry_at_another_checkpoint_without_a_note_is_a_conflict(
    make_pass, phone, kai, port, dan
):
    there = phone(port, kai)
    (done,) = there.sync(there.check(make_pass()))["done"]
    assert done["conflicts"] == ["wrong_checkpoint"]
    assert Check.objects.get().premises_number == build.PORT
