"""The plain entry writes what the ordinary one writes, or nothing at all."""

from datetime import timedelta

import pytest
from django.db import transaction

from longgang.audit.models import Event
from longgang.core.clock import as_if, now, today
from longgang.core.errors import NotAllowed, Refused
from longgang.core.identifiers import parse_plate
from longgang.notices.models import Delivery, Notice
from longgang.passes.actions import plain_entry
from longgang.passes.actions.blocklist import confirm_block, propose_block
from longgang.passes.actions.gate import record_entry
from longgang.passes.actions.plain_entry import record_plain_entry
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.loops import FromDevice
from longgang.passes.models import Aboard, Check, PassRule, Trip, VehiclePass
from longgang.passes.queries import entry_facts, find_expected

from . import build
from .gate import a_stop, a_turn_back, an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db
SOURCE = FromDevice("SB1", 7, now() - timedelta(seconds=3), 20)
DRAWN = {"id", "number", "mark", "photo"}


def plain(trip, *, premises, by, **changes):
    stop = a_stop(**changes)
    number = trip.vehicle_pass.pass_number
    return record_plain_entry(number, premises=premises, stop=stop, by=by, source=SOURCE)


def written():
    """Every row that an entry writes, but for what is drawn anew each time."""

    def told(row, *left_out):
        names = {field.attname for field in row._meta.concrete_fields} - DRAWN - set(left_out)
        return {name: getattr(row, name) for name in names}

    checks = {check.number: "the check" for check in Check.objects.all()}
    events = [told(each, "request_id") for each in Event.objects.order_by("id")]
    for event in events:
        number = (event["after"] or {}).get("check")
        if number in checks:
            event["after"]["check"] = checks[number]
    return [
        [told(each) for each in model.objects.order_by("id")]
        for model in (Trip, VehiclePass, Check, Delivery, Notice)
    ] + [events]


def rolled_back(deed):
    """What is written by the deed, which then never was."""
    with transaction.atomic():
        deed()
        rows = written()
        transaction.set_rollback(True)
    return rows


def people(pass_, count):
    for serial in range(count):
        person = build.a_person(pass_.applicant, 20 + serial)
        Aboard.objects.create(vehicle_pass=pass_, person=person, role="escort", sampled_at=now())


@pytest.mark.parametrize(
    ("changes", "stop"),
    [
        ({}, {}),
        ({}, {"seal_number": " fq-77 a ", "note": "封签重贴 13800000001"}),
        ({}, {"seal_state": "none", "seal_number": "", "note": "封签用完"}),
        ({}, {"photo_follows": False, "note": "相机坏了"}),
        ({"consignee_phone": "", "consignor_phone": ""}, {}),
        ({"one_trip": False}, {}),
    ],
)
def test_it_writes_what_the_ordinary_entry_writes(
    wen, lin, hai, west_exit, district, changes, stop
):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    for name, value in changes.items():
        setattr(trip.vehicle_pass, name, value)
    trip.vehicle_pass.save()
    stop = a_stop(**stop)
    with as_if(now() + timedelta(minutes=1)):
        ordinary = rolled_back(
            lambda: record_entry(trip, premises=west_exit, stop=stop, by=hai, source=SOURCE)
        )
        check = record_plain_entry(
            trip.vehicle_pass.pass_number, premises=west_exit, stop=stop, by=hai, source=SOURCE
        )
        assert check is not None
        assert written() == ordinary
    assert Check.objects.get() == check
    assert Check.objects.get().number == check.number
    assert Trip.objects.get().status == "entered"
    assert Event.objects.latest("id").after["check"] == check.number


def test_the_members_of_the_visited_company_hear_of_it_too(
    wen, lin, hai, west_exit, district, acid_works
):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    VehiclePass.objects.update(visited_company=acid_works)
    with as_if(now() + timedelta(minutes=1)):
        stop = a_stop()
        ordinary = rolled_back(
            lambda: record_entry(trip, premises=west_exit, stop=stop, by=hai, source=SOURCE)
        )
        number = trip.vehicle_pass.pass_number
        assert record_plain_entry(number, premises=west_exit, stop=stop, by=hai, source=SOURCE)
        assert written() == ordinary
    assert Notice.objects.filter(kind="trip.entered").exists()


def test_of_the_facts_it_reads_the_same(wen, lin, district):
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
    people(vehicle_pass, 2)
    found = find_expected(vehicle_pass.pass_number, day=today())
    assert found.facts == entry_facts(VehiclePass.objects.get(), Trip.objects.get(), day=today())
    assert len(found.facts.samples) == 3
    assert found.trip == Trip.objects.get()


def block(trip, *, lin, mei):
    plate = parse_plate(trip.vehicle_pass.plate, trip.vehicle_pass.plate_colour)
    entry = propose_block(
        plate=plate, document_number="龙政发〔2026〕3号", ends_on=build.in_days(3), by=lin,
        reason="冲卡",
    )  # fmt: skip
    confirm_block(entry, by=mei)


def make_old_tests():
    PassRule.objects.update(test_max_hours=24)
    Aboard.objects.update(sampled_at=build.in_hours(-25))


# What is not plain, of the vehicle or its pass, before it stops.
BEFORE = {
    "blocked": lambda trip, who: block(trip, lin=who["lin"], mei=who["mei"]),
    "revoked": lambda trip, who: revoke_pass(trip.vehicle_pass, by=who["lin"], reason="审批有误"),
    "inside": lambda trip, who: an_entry(trip, premises=who["gate"], by=who["kai"]),
    "over": lambda trip, who: (
        an_entry(trip, premises=who["gate"], by=who["kai"]),
        an_exit(trip, premises=who["gate"], by=who["kai"]),
    ),
    "to be turned back": lambda trip, who: a_turn_back(trip, premises=who["gate"], by=who["kai"]),
    "other gate": lambda _trip, _who: VehiclePass.objects.update(checkpoint_number="S9"),
    "too early": lambda _trip, _who: VehiclePass.objects.update(valid_from=build.in_hours(2)),
    "too late": lambda _trip, _who: VehiclePass.objects.update(valid_until=build.in_hours(-1)),
    "old test": lambda _trip, _who: make_old_tests(),
}
# And of the stop itself.
STOPS = {
    "fever": {"temperatures": (38.2,)},
    "one more": {"people_count": 2, "temperatures": (36.5, 36.5)},
    "no seal": {"seal_state": "none", "seal_number": ""},
    "no photo": {"photo_follows": False},
    "no reading": {"temperatures": ()},
    "with its picture": {"photo": b"jpeg"},
    "turned back": {"disposition": "turn_back", "note": "车货不符"},
    "tested": {"disposition": "test_and_pass"},
    "escorted": {"disposition": "escort", "escort_name": "王"},
}


@pytest.mark.parametrize("case", [*BEFORE, *STOPS])
def test_what_is_not_plain_it_leaves_alone(case, wen, lin, mei, hai, kai, west_exit, district):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    if case in BEFORE:
        BEFORE[case](trip, {"lin": lin, "mei": mei, "kai": kai, "gate": west_exit})
    before = written()
    assert plain(trip, premises=west_exit, by=hai, **STOPS.get(case, {})) is None
    assert written() == before


def test_a_number_that_is_none_is_left_alone(hai, west_exit, district):
    for number in ("", "211403000001", "x" * 40):
        assert (
            record_plain_entry(number, premises=west_exit, stop=a_stop(), by=hai, source=SOURCE)
            is None
        )


def test_who_may_not_check_there_may_not_here_either(wen, lin, west_exit, district):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    with pytest.raises(NotAllowed):
        plain(trip, premises=west_exit, by=lin)


def test_a_seal_on_another_cab_and_a_stop_sent_again_are_left_to_the_ordinary_entry(
    wen, lin, hai, west_exit, district
):
    other = build.an_issued_pass(wen, reviewer=lin, plate="辽P54321", riders=(build.a_driver(7),))
    done = an_entry(the_trip(other), premises=west_exit, by=hai, seal_number="FQ0009")
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    before = written()
    assert plain(trip, premises=west_exit, by=hai, seal_number="FQ0009") is None
    assert plain(trip, premises=west_exit, by=hai, nonce=done.nonce) is None
    assert written() == before
    with pytest.raises(Refused):
        an_entry(trip, premises=west_exit, by=hai, seal_number="FQ0009")


@pytest.mark.parametrize("meanwhile", ["turn back", "entry", "cancelled"])
def test_what_happens_between_reading_and_writing_is_noticed(
    meanwhile, wen, lin, hai, kai, west_exit, district, monkeypatch
):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))

    def read_and_wait(number, **more):
        found = find_expected(number, **more)
        if meanwhile == "turn back":
            a_turn_back(trip, premises=west_exit, by=kai)
        elif meanwhile == "entry":
            an_entry(trip, premises=west_exit, by=kai, seal_number="FQ0005")
        else:
            revoke_pass(trip.vehicle_pass, by=lin, reason="审批有误")
        return found

    monkeypatch.setattr(plain_entry, "find_expected", read_and_wait)
    assert plain(trip, premises=west_exit, by=hai) is None
    assert not Check.objects.filter(officer=hai).exists()
    assert not Event.objects.filter(kind="trip.entered", by_id=hai.number).exists()
