"""Every address of the product with arguments that exist in the district at work."""

import re
from collections.abc import Iterator
from itertools import cycle

from django.urls import get_resolver

from longgang.accounts.api import Post
from longgang.accounts.checks import each_view
from longgang.accounts.models import Shift
from longgang.arrivals.models import Declaration, DeclarationDraft, RiskUpload
from longgang.audit.models import Event
from longgang.health.api import LabTest, Temperature
from longgang.health.models import ResultUpload
from longgang.measures.models import HelpRequest
from longgang.notices.models import Notice
from longgang.passes.models import Attachment, Check, FleetUpload, PassDraft, Trip
from longgang.people.models import Vehicle
from longgang.trail.models import VisitUpload
from tests.browser.world import World
from tests.cast import EAST_EXIT, INDUSTRY_DESK, LONGWAN

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def numbers_of(rows) -> list[str]:
    """Their public numbers, newest first."""
    return list(rows.order_by("-pk").values_list("number", flat=True)[:4])


def known_arguments(world: World) -> dict[str, list[str]]:
    """What may stand at each place of an address; the longest beginning that fits wins."""
    passes = [one.number for one in world.passes.values()]
    trips = numbers_of(Trip.objects)
    return {
        "/accounts/users/ number": [world.lin.number, world.wen.number],
        "/accounts/users/ post_number": numbers_of(Post.objects.filter(user=world.lin)),
        "/accounts/duty/ desk_code": [INDUSTRY_DESK],
        "/accounts/duty/ number": numbers_of(Shift.objects),
        "/areas/ code": [LONGWAN, "211403"],
        "/areas/premises/ number": [EAST_EXIT],
        "/audit/events/ number": numbers_of(Event.objects),
        "/notices/ number": numbers_of(Notice.objects),
        "/notices/deliveries/ number": [world.numbers["delivery"]],
        "/register/ number": [world.person.number],
        "/register/ field": ["phone", "id_number"],
        "/register/people/ other": [world.twin.number],
        "/register/companies/ number": [world.company.number],
        "/register/companies/ member": [world.wen.number],
        "/register/companies/ person": [world.numbers["driver"]],
        "/register/vehicles/ number": numbers_of(Vehicle.objects),
        "/register/vehicles/workbooks/ number": ["HC0000000001"],
        "/register/vehicles/ other": numbers_of(Vehicle.objects)[::-1],
        "/passes/drafts/ number": numbers_of(PassDraft.objects),
        "/passes/drafts/ place": ["1", "3"],
        "/passes/drafts/ step": [
            "trip", "vehicle", "sender", "receiver", "goods", "hazard", "papers", "documents",
            "journey", "behalf",
        ],
        "/passes/documents/ number": [*numbers_of(Attachment.objects), "DJ0000000001"],
        "/passes/p/ token": [world.passes["issued"].token],
        "/passes/confirm/ token": [_confirm_token(world)],
        "/passes/ number": passes,
        "/passes/queue/ person_number": [world.numbers["driver"]],
        "/passes/queue/ field": ["phone", "id_number"],
        "/passes/trips/ number": trips,
        "/passes/trips/ verb": ["arrival", "departure", "arrived", "left"],
        "/passes/gate/ premises_number": [EAST_EXIT],
        "/passes/gate/ direction": ["entry", "exit"],
        "/passes/gate/ number": trips,
        "/passes/checks/ number": numbers_of(Check.objects),
        "/passes/refused-scans/ number": [world.numbers["refused"]],
        "/passes/turn-backs/ number": [world.numbers["asked"]],
        "/passes/blocklist/ number": [world.numbers["block"], world.numbers["proposed"]],
        "/passes/rules/ trip_kind": ["freight"],
        "/passes/rules/ goods_class": ["industrial"],
        "/passes/signing-keys/ number": [world.numbers["key"]],
        "/C/ code": [world.numbers["code"], world.numbers["forged"]],
        "/c/ code": [world.numbers["code"].lower()],
        "/checkpoints/devices/ number": [world.numbers["device"], world.numbers["waiting"]],
        "/checkpoints/enrol/ code": [world.numbers["enrolment"]],
        "/checkpoints/conflicts/ number": [world.numbers["conflict"]],
        "/checkpoints/device/ nonce": ["told-again-1"],
        "/checkpoints/scanner/ language": ["zh", "en"],
        "/passes/fleet/ number": numbers_of(FleetUpload.objects),
        "/measures/ number": [world.measures["home"].number, world.measures["away"].number],
        "/measures/open/ person_number": [world.measures["mistake"].person.number],
        "/measures/rules/ who": ["close_contact", "middle_risk"],
        "/measures/moving/ number": [world.numbers["moving"], world.numbers["moved"]],
        "/measures/ deed": ["temperature", "lift", "extend", "cancel", "hand-over", "accept"],
        "/measures/ field": ["phone", "id_number"],
        "/measures/ test": numbers_of(LabTest.objects),
        "/measures/ request_number": numbers_of(HelpRequest.objects),
        "/measures/ reading": numbers_of(Temperature.objects),
        "/isolation/sites/ number": [world.numbers["site"]],
        "/isolation/rooms/ number": [world.numbers["room_taken"], world.numbers["room_free"]],
        "/isolation/reserve/ measure_number": [world.measures["central"].number],
        "/isolation/stays/ number": [world.numbers["guest"], world.numbers["expected"]],
        "/isolation/buses/ number": [world.numbers["bus"]],
        "/isolation/buses/ ride": ["list", "set-off", "door"],
        "/isolation/requests/ number": [world.numbers["request"]],
        "/isolation/supplies/ number": [world.numbers["supply"]],
        "/isolation/shifts/ number": [world.numbers["shift"]],
        "/isolation/mine/ number": [world.numbers["guest"]],
        "/isolation/stays/ deed": ["check-in", "move", "hospital", "divert", "leave"],
        "/isolation/stays/ field": ["phone", "id_number"],
        "/health/results/ number": numbers_of(ResultUpload.objects),
        "/tracing/cases/ number": [world.numbers["case"]],
        "/tracing/batches/ number": [world.numbers["batch"], world.numbers["batch_done"]],
        "/tracing/batches/ group": ["ordered", "elsewhere"],
        "/tracing/open/ person_number": [world.numbers["untraced"]],
        "/tracing/cases/ person_number": [world.numbers["case_contact"]],
        "/tracing/cases/ deed": ["visit", "window", "correct", "close"],
        "/trail/visits/ number": numbers_of(VisitUpload.objects),
        "/arrivals/drafts/ number": numbers_of(DeclarationDraft.objects),
        "/arrivals/drafts/ step": ["journey", "asked", "home", "health"],
        "/arrivals/drafts/ place": ["1", "3"],
        "/arrivals/mine/ number": numbers_of(Declaration.objects),
        "/arrivals/list/ number": [each.number for each in world.declarations.values()],
        "/arrivals/list/ deed": ["claim", "call", "verify", "hand-over"],
        "/arrivals/list/ field": ["phone", "id_number"],
        "/arrivals/risk-areas/ number": [world.numbers["risk"]],
        "/arrivals/risk-areas/workbooks/ number": numbers_of(RiskUpload.objects),
    }  # fmt: skip


def _confirm_token(world: World) -> str:
    trip = Trip.objects.get(vehicle_pass=world.passes["inside"])
    return trip.token


def patterns() -> list[str]:
    """Every address of the URLconf as it is written there."""
    return [address for address, _ in each_view(get_resolver().url_patterns)]


def each_address(world: World) -> Iterator[str]:
    """Every address with arguments that exist."""
    known = known_arguments(world)
    for pattern in patterns():
        yield _filled(pattern, known, 0)


def other_variants(world: World) -> Iterator[str]:
    """Every address that takes arguments, with up to three others that exist."""
    known = known_arguments(world)
    for pattern in patterns():
        first, *others = (_filled(pattern, known, turn) for turn in range(4))
        yield from dict.fromkeys(each for each in others if each != first)


def garbled_addresses(number: str, *names: str) -> Iterator[str]:
    """Every address that takes arguments, with one of these at each place: the number wherever one
    is asked for, the names in turn wherever else.
    """
    turn = cycle(names or [number])
    for pattern in patterns():
        if ARGUMENT.search(pattern):
            argument = number if "<int:" in pattern else next(turn)
            yield ARGUMENT.sub(lambda _found, chosen=argument: chosen, pattern)


def _filled(pattern: str, known: dict[str, list[str]], turn: int) -> str:
    def value(found: re.Match[str]) -> str:
        fitting = [
            key for key in known
            if pattern.startswith(key.split(" ")[0]) and key.split(" ")[1] == found[1]
        ]  # fmt: skip
        assert fitting, f"{pattern}: add an example of {found[1]} to known_arguments"
        choices = known[max(fitting, key=len)]
        return choices[turn % len(choices)]

    return ARGUMENT.sub(value, pattern)
