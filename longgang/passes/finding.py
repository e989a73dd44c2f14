"""The passes behind what an officer at a gate scans or types."""

from datetime import datetime
from functools import cache

from django.db.models import Case, Exists, F, OuterRef, QuerySet, When, prefetch_related_objects

from longgang.core.prepared import Prepared
from longgang.core.statements import Given

from .codes import CodeState
from .deciding import TABLE, place_of
from .gate_codes import CodeKind, GateCode
from .lifecycle import PassStatus
from .models import Trip, VehiclePass
from .queries import running_trip
from .signing import read_pass_code


def find_for_gate(
    code: GateCode, *, colour: str = "", direction: str, moment: datetime
) -> list[VehiclePass]:
    """The passes behind what was scanned or typed, the one that matters first; empty for strangers.

    Not limited to what the officer may see elsewhere: whoever stands at a gate of the district must
    be able to judge any pass of the district, and what they are shown is no more than the verdict
    needs. A code or number names one pass, and the others of its plate follow, to switch to; but
    who leaves is let out on the pass that is inside.
    """
    if code.kind == CodeKind.SIGNED:
        code = _pass_named_by(code)
    if code.kind == CodeKind.NOTHING:
        return []
    if code.kind == CodeKind.PLATE:
        named, plate = None, {"plate": code.value} | ({"colour": colour} if colour else {})
    else:
        named = _named_by(code.kind).first(value=code.value)
        if named is None:
            return []
        plate = {"plate": named.plate, "colour": named.plate_colour}
    found = _of_plate(PASSES_OF_A_PLATE, *plate).list(**plate, moment=moment)
    if named is not None and named not in found:
        found.append(named)
    prefetch_related_objects(found, "trips")
    found.sort(key=lambda each: _place(each, named, direction=direction, moment=moment))
    return found


def _pass_named_by(code: GateCode) -> GateCode:
    """The number in a signed code that may be believed."""
    read = read_pass_code(code.value)
    if read.state == CodeState.SIGNED and read.claims is not None:
        return GateCode(CodeKind.PASS_NUMBER, read.claims.number)
    return GateCode(CodeKind.NOTHING)


PASSES_OF_A_PLATE = 20
_COLUMNS = {
    CodeKind.TOKEN: "token",
    CodeKind.PASS_NUMBER: "pass_number",
    CodeKind.APPLICATION: "number",
}


@cache
def _named_by(kind: CodeKind) -> Prepared[VehiclePass]:
    return Prepared(lambda: _at_gate().filter(**{_COLUMNS[kind]: Given("value")}))


@cache
def _of_plate(most: int, *known: str) -> Prepared[VehiclePass]:
    """Of a plate with many passes those first that may be meant: inside, then what ends soonest."""
    columns = {"plate": "plate", "colour": "plate_colour"}
    is_inside = Exists(Trip.objects.open().filter(vehicle_pass=OuterRef("pk")))
    is_live = {"status": PassStatus.ISSUED, "valid_until__gt": Given("moment")}
    ends_at = Case(When(**is_live, then=F("valid_until")))
    order = is_inside.desc(), ends_at.asc(nulls_last=True), "-submitted_at"
    plate = {columns[name]: Given(name) for name in known}
    return Prepared(lambda: _at_gate().filter(**plate).order_by(*order)[:most])


def _at_gate() -> QuerySet[VehiclePass]:
    return VehiclePass.objects.select_related("rule", "visited_company")


def _place(
    vehicle_pass: VehiclePass, named: VehiclePass | None, *, direction: str, moment: datetime
) -> tuple[int, float]:
    """Its place as the table says (`choice`), and how far its entry lies from now."""
    trip = running_trip(vehicle_pass)
    facts = {
        "is_named": vehicle_pass == named,
        "pass_status": vehicle_pass.status,
        "trip_status": trip.status if trip else None,
        "valid_from": vehicle_pass.valid_from and vehicle_pass.valid_from.timestamp(),
        "valid_until": vehicle_pass.valid_until and vehicle_pass.valid_until.timestamp(),
        "now": moment.timestamp(),
    }
    distance = abs((vehicle_pass.expected_entry_at - moment).total_seconds())
    return place_of(TABLE, direction, facts), distance


def get_pass_at_gate(number: str) -> VehiclePass | None:
    """Any pass of the district, as `find_for_gate` explains, with all the verdict needs."""
    return (
        VehiclePass.objects.select_related("rule", "visited_company", "company")
        .prefetch_related("aboard", "trips")
        .filter(number=number)
        .first()
    )
