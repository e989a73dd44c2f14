"""Any interleaving of scans, losses, repeats and reorderings ends in the same state on the server.

Up to four devices scan four vehicles with and without network, one of them on two passes. Beside
them stands a clerk who sees everything the moment it happens and writes it into a book; when all
devices have sent everything, the server's book reads like the clerk's: nothing lost, nothing twice.
"""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from PIL import Image

from longgang.checkpoints.models import Conflict
from longgang.core.clock import as_if, now
from longgang.passes.models import Check, Trip, VehiclePass
from tests.passes import build

pytestmark = pytest.mark.django_db

DEVICES, PASSES = 4, 5
APART = 3  # so many vehicles have a plate of their own; the passes behind them share one
SKEWS = [timedelta(0), timedelta(days=1), timedelta(hours=-7, seconds=13), timedelta(minutes=4)]
SEALS = ["FQ01", "FQ02", "FQ03"]


def a_photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (24, 18), "green").save(written, "JPEG")
    return written.getvalue()


PHOTO = a_photo()


@dataclass
class Clerk:
    """Sees every stop as it happens."""

    one_trip: bool
    plate: str
    is_early: bool  # the pass counts only tomorrow
    loops: list[dict] = field(default_factory=list)
    found: dict[str, set[str]] = field(default_factory=dict)

    def sees(self, check: dict, at, gate: str) -> None:
        inside = bool(self.loops) and self.loops[-1]["out"] is None
        stop = {
            "nonce": check["nonce"], "at": at, "gate": gate, "seal": check["seal_number"],
            "knew": not check["is_offline"],
        }  # fmt: skip
        if check["way"] == "entry":
            if self.loops and (inside or self.one_trip):
                self.found.setdefault("double_use", set()).update(
                    {stop["nonce"], *self.loops[-1]["entries"]}
                )
            if inside:
                self.loops[-1]["entries"].append(stop["nonce"])
                self.loops[-1]["nonces"].append(stop["nonce"])
            else:
                self.loops.append(
                    {"in": stop, "out": None, "nonces": [stop["nonce"]],
                     "entries": [stop["nonce"]]}
                )  # fmt: skip
        elif inside:
            self.loops[-1]["out"] = stop
            self.loops[-1]["nonces"].append(stop["nonce"])
        elif self.loops and self.one_trip:
            self.loops[-1]["nonces"].append(stop["nonce"])
            self.found.setdefault("exit_twice", set()).update(
                {stop["nonce"], self.loops[-1]["out"]["nonce"]}
            )
        else:
            self.loops.append({"in": None, "out": stop, "nonces": [stop["nonce"]], "entries": []})
            self.found.setdefault("no_entry", set()).add(stop["nonce"])


class Synchronisation(RuleBasedStateMachine):
    """One day at the gates; `scene` brings passes and phones."""

    scene: dict = {}

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.moment = self.scene["begin"]
        self.phones = self.scene["phones"]
        self.queues: list[list[dict]] = [[] for _phone in self.phones]
        self.photos: list[dict[str, int]] = [{} for _phone in self.phones]
        self.seqs = [0 for _phone in self.phones]
        self.clerks = [
            Clerk(each.one_trip, each.plate, each.valid_from > now())
            for each in self.scene["passes"]
        ]
        self.recorded: set[str] = set()

    @initialize()
    def begin(self) -> None:
        for phone in self.phones:
            phone.seq = 0

    def later(self, seconds: int = 7) -> None:
        self.moment += timedelta(seconds=seconds)

    def written(self, device: int, vehicle: int, way: str, seal: str, **changes) -> dict:
        """The check as the phone writes it down now. Who has two passes never leaves: what an exit
        was for is asked of the server, which may not know yet which of them is inside.
        """
        self.later()
        way = way if vehicle < APART else "entry"
        phone = self.phones[device]
        with as_if(self.moment):
            changes = {"way": way, "note": "已核实", "photo": None} | changes
            check = phone.check(self.scene["passes"][vehicle], **changes)
        if way == "entry":
            check["seal_number"] = seal
            if vehicle >= APART:
                check |= {"seal_number": "", "seal_state": "none"}
        return check

    def admitted(self, device: int, vehicle: int, check: dict) -> None:
        """A truck has gone through the gate: the clerk writes it down."""
        self.recorded.add(check["nonce"])
        if check["photo"] is not None:
            self.photos[device][check["nonce"]] = 0
        gate = self.phones[device].device.premises_number
        self.clerks[vehicle].sees(check, self.moment, gate)

    @rule(
        device=st.integers(0, DEVICES - 1), vehicle=st.integers(0, PASSES - 1),
        way=st.sampled_from(["entry", "entry", "exit"]), seal=st.sampled_from(SEALS),
        knows_its_clock=st.booleans(), has_photo=st.booleans(),
    )  # fmt: skip
    def scan_without_network(self, device, vehicle, way, seal, knows_its_clock, has_photo):
        skew = SKEWS[device]
        offset = -int(skew.total_seconds() * 1000) if knows_its_clock else None
        photo = {"size": len(PHOTO), "sha256": hashlib.sha256(PHOTO).hexdigest()}
        check = self.written(
            device, vehicle, way, seal, offset_ms=offset, photo=photo if has_photo else None
        )
        self.queues[device].append(check)
        self.admitted(device, vehicle, check)

    @rule(
        device=st.integers(0, DEVICES - 1), vehicle=st.integers(0, PASSES - 1),
        way=st.sampled_from(["entry", "exit"]), seal=st.sampled_from(SEALS),
        lost=st.sampled_from(["", "", "request", "answer"]),
    )  # fmt: skip
    def scan_with_network(self, device, vehicle, way, seal, lost):
        """Asked; if no answer comes, the phone decides by itself and tells it later."""
        check = self.written(device, vehicle, way, seal, mode="ask", is_offline=False)
        state = "refused"
        if lost != "request":
            with as_if(self.moment):
                state = self.phones[device].sync(check)["done"][0]["state"]
            assert state in {"recorded", "refused"}
        told = {**check, "mode": "tell", "is_offline": True}
        if lost:
            self.queues[device].append(told)
        if lost or state == "recorded":
            self.admitted(device, vehicle, check if state == "recorded" else told)

    @rule(
        device=st.integers(0, DEVICES - 1), lost=st.sampled_from(["", "request", "answer"]),
        data=st.data(), twice=st.booleans(),
    )  # fmt: skip
    def send(self, device, lost, data, twice):
        """Some of what waits, in whatever order; requests and answers may get lost."""
        queue = self.queues[device]
        if not queue:
            return
        chosen = data.draw(st.lists(st.sampled_from(queue), unique_by=lambda each: each["nonce"]))
        self.later(1)
        if lost == "request" or not chosen:
            return
        with as_if(self.moment):
            done = self.phones[device].sync(*chosen, *(chosen if twice else []))["done"]
        assert {each["state"] for each in done} <= {"recorded", "known"}
        if lost != "answer":
            gone = {each["nonce"] for each in done}
            self.queues[device] = [each for each in queue if each["nonce"] not in gone]

    @rule(
        device=st.integers(0, DEVICES - 1), data=st.data(), size=st.integers(1, len(PHOTO)),
        lost=st.booleans(), back=st.integers(0, 40),
    )  # fmt: skip
    def send_a_piece(self, device, data, size, lost, back):
        """A piece of a photo, perhaps from before where the server is; the answer may get lost."""
        photos = self.photos[device]
        if not photos:
            return
        nonce = data.draw(st.sampled_from(sorted(photos)))
        offset = max(0, photos[nonce] - back)
        if offset == len(PHOTO):
            return
        self.later(1)
        with as_if(self.moment):
            answer = self.phones[device].put(nonce, PHOTO[offset : offset + size], offset).json()
        assert answer["fault"] is None
        if not lost:
            photos[nonce] = answer["received"]

    def teardown(self) -> None:
        """At last everybody has network; then both books are compared."""
        try:
            self.later(60)
            with as_if(self.moment):
                self.send_everything()
                self.compare()
        finally:
            transaction.set_rollback(True)
            self.undo.close()

    def send_everything(self) -> None:
        for device, phone in enumerate(self.phones):
            queue = self.queues[device]
            while queue:
                done = phone.sync(*queue[:50])["done"]
                assert {each["state"] for each in done} <= {"recorded", "known"}
                del queue[:50]
            for nonce in self.photos[device]:
                begin = phone.progress(nonce)["received"]
                if begin < len(PHOTO):
                    phone.put(nonce, PHOTO[begin:], begin)
                progress = phone.progress(nonce)
                assert (progress["complete"], progress["fault"]) == (True, None)

    def compare(self) -> None:
        checks = list(Check.objects.values_list("nonce", flat=True))
        assert sorted(checks) == sorted(self.recorded)
        with_photo = set(Check.objects.exclude(photo="").values_list("nonce", flat=True))
        assert with_photo == {nonce for photos in self.photos for nonce in photos}
        for vehicle_pass, clerk in zip(self.scene["passes"], self.clerks, strict=True):
            assert trips_of(vehicle_pass) == trips_in_the_book(clerk)
            status = VehiclePass.objects.get(pk=vehicle_pass.pk).status
            is_over = any(loop["out"] for loop in clerk.loops)
            assert status == ("used" if clerk.one_trip and is_over else "issued")
        conflicts = {
            (each.kind, frozenset(each.nonces)) for each in Conflict.objects.filter(status="open")
        }
        assert conflicts == conflicts_in_the_books(self.clerks)


def trips_of(vehicle_pass) -> list[tuple]:
    trips = Trip.objects.filter(vehicle_pass=vehicle_pass).exclude(status="cancelled")
    return sorted(
        (
            trip.status, str(trip.entered_at), trip.entered_through, str(trip.closed_at),
            trip.closed_through, trip.seal_number,
            tuple(sorted(trip.checks.values_list("nonce", flat=True))),
        )
        for trip in trips
    )  # fmt: skip


def trips_in_the_book(clerk: Clerk) -> list[tuple]:
    trips = [
        (
            "closed" if loop["out"] else "entered",
            str(loop["in"]["at"] if loop["in"] else None),
            loop["in"]["gate"] if loop["in"] else "",
            str(loop["out"]["at"] if loop["out"] else None),
            loop["out"]["gate"] if loop["out"] else "",
            loop["in"]["seal"] if loop["in"] else "",
            tuple(sorted(loop["nonces"])),
        )
        for loop in clerk.loops
    ]
    is_inside = bool(clerk.loops) and clerk.loops[-1]["out"] is None
    if not is_inside and not (clerk.one_trip and clerk.loops):
        trips.append(("expected", "None", "", "None", "", "", ()))
    return sorted(trips)


def conflicts_in_the_books(clerks: list[Clerk]) -> set[tuple[str, frozenset[str]]]:
    found = {(kind, frozenset(nonces)) for each in clerks for kind, nonces in each.found.items()}
    found |= {
        ("not_valid", frozenset({nonce}))
        for each in clerks if each.is_early for loop in each.loops for nonce in loop["entries"]
    }  # fmt: skip
    shared = [each for each in clerks if [other.plate for other in clerks].count(each.plate) == 2]
    inside = sorted((each.loops[0]["in"] for each in shared if each.loops), key=lambda s: s["at"])
    if len(inside) == 2 and not inside[1]["knew"]:
        found.add(("inside_twice", frozenset(stop["nonce"] for stop in inside)))
    sealed = [loop for clerk in clerks for loop in clerk.loops if loop["in"] and loop["in"]["seal"]]
    for one in sealed:
        for other in sealed:
            same = one is not other and one["in"]["seal"] == other["in"]["seal"]
            if (
                same
                and one["in"]["at"] < other["in"]["at"]
                and (one["out"] is None or other["in"]["at"] < one["out"]["at"])
            ):
                found.add(("seal_twice", frozenset({one["in"]["nonce"], other["in"]["nonce"]})))
    return found


@pytest.fixture
def scene(make_pass, phone, kai, port, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    passes = [make_pass("辽P10001"), make_pass("辽P10002")]
    shared = [make_pass("辽P10004"), make_pass("辽P10004", expected_entry_at=build.in_hours(20))]
    with as_if(now() - timedelta(hours=50)):
        build.a_rule("freight", "industrial", one_trip=False, valid_hours=72)
    passes += [make_pass("辽P10003"), *shared]
    assert [each.one_trip for each in passes] == [True, True, False, True, True]
    places = [{}, {}, {"premises": port, "officer": kai}, {"premises": port, "officer": kai}]
    phones = [phone(**place, clock_ahead=skew) for place, skew in zip(places, SKEWS, strict=True)]
    begin = now().replace(microsecond=0) - timedelta(hours=2)
    return {"passes": passes, "phones": phones, "begin": begin}


def test_the_server_ends_with_the_clerks_book(scene):
    Synchronisation.scene = scene
    run_state_machine_as_test(
        Synchronisation,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
