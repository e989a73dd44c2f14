"""What a device did not let pass: written down once, with its reason, whatever was shown."""

from datetime import timedelta

import pytest

from longgang.core.clock import now
from longgang.passes.models import Check, RefusedScan

pytestmark = pytest.mark.django_db
NOT_OURS = {"level": "grey", "code": "passes.not_ours", "also": []}


def refusal(west, vehicle_pass=None, **changes):
    return west.check(vehicle_pass, action="refused", **{"verdict": NOT_OURS} | changes)


def test_a_refused_scan_is_recorded_once(phone):
    west = phone()
    sent = refusal(west, code="https://example.org/x", ago=timedelta(hours=3), note="司机离开")
    states = [west.sync(sent)["done"][0]["state"] for _ in range(2)]
    assert states == ["recorded", "known"]
    kept = RefusedScan.objects.get()
    assert (kept.device_number, kept.officer) == (west.device.number, west.device.officer)
    assert (kept.verdict_code, kept.code_kind, kept.code_text, kept.note) == (
        "passes.not_ours", "nothing", "https://example.org/x", "司机离开",
    )  # fmt: skip
    assert abs(kept.happened_at - (now() - timedelta(hours=3))) < timedelta(seconds=10)
    assert not Check.objects.exists()


def test_a_refused_scan_names_its_pass_and_leaves_the_trip_alone(make_pass, phone):
    vehicle_pass, west = make_pass(), phone()
    verdict = {"level": "amber", "code": "passes.data_too_old", "also": []}
    sent = refusal(west, vehicle_pass, verdict=verdict)
    (done,) = west.sync(sent)["done"]
    kept = RefusedScan.objects.get()
    assert (done["state"], done["number"]) == ("recorded", kept.number)
    assert (kept.vehicle_pass, kept.plate, kept.code_kind) == (
        vehicle_pass, vehicle_pass.plate, "pass_number",
    )  # fmt: skip
    assert vehicle_pass.trips.get().status == "expected"


@pytest.mark.parametrize("code", ["x" * 4000, "a\x00b", "\ud83d half", "辽P99999"])
def test_any_code_is_recorded(phone, code):
    west = phone()
    assert west.sync(refusal(west, code=code))["done"][0]["state"] == "recorded"
    assert len(RefusedScan.objects.get().code_text) <= 500


def test_a_typed_plate_is_recorded(phone):
    west = phone()
    west.sync(refusal(west, plate="辽P99999", colour="2"))
    kept = RefusedScan.objects.get()
    assert (kept.code_kind, kept.plate, kept.plate_colour) == ("plate", "辽P99999", "2")


def test_the_number_of_another_device_is_refused(phone):
    west, other = phone(), phone()
    sent = refusal(west, code="x")
    west.sync(sent)
    assert other.sync(sent)["done"][0]["state"] == "faulty"
    assert RefusedScan.objects.count() == 1
