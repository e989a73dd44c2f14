"""The checkpoint: choose where one stands, look a vehicle up, judge it, let it go."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed
from longgang.areas.api import Premises
from longgang.core.clock import now
from longgang.core.errors import Refused
from longgang.core.tokens import new_token

from ..actions.gate import record_entry, record_exit
from ..actions.refused_scans import ScanAtGate, record_refused_scan
from ..finding import get_pass_at_gate
from ..forms.gate import EntryForm, ExitForm, GateCodeForm
from ..gate_codes import GateCode
from ..gate_look import Answer, look_up
from ..gate_page import VehicleAtGate, own_stops, show_vehicle
from ..gate_rules import refusing_level
from ..gate_wording import draw
from ..models.check import Direction
from ..models.refused_scan import ScanKind
from ..queries import list_gates, ways_of

KEY = "gate"  # of the session: where this officer stood last, and which way they looked

at_gate = allowed(Permission.CHECK_RECORD)


@at_gate
@require_GET
def choose_gate(request: AuthenticatedRequest) -> HttpResponse:
    """My checkpoints. The one I stood at last, or my only one, opens by itself."""
    gates = list(list_gates(request.user))
    if "choose" not in request.GET:
        number, direction = request.session.get(KEY, ("", ""))
        for gate in gates:
            if gate.number == number and direction in ways_of(gate):
                return redirect("passes:gate_scan", gate.number, direction)
        if len(gates) == 1:
            return redirect("passes:gate_scan", gates[0].number, ways_of(gates[0])[0])
    ways = [(gate, [Direction(way) for way in ways_of(gate)]) for gate in gates]
    return render(request, "passes/gate_choose.html", {"gates": ways})


@at_gate
@never_cache
@require_http_methods(["GET", "POST"])
def scan(request: AuthenticatedRequest, premises_number: str, direction: str) -> HttpResponse:
    """The checkpoint's one screen: scan or type; below, what I have recorded today."""
    gate = get_gate(request.user, premises_number, direction)
    request.session[KEY] = [gate.number, direction]
    if request.method == "POST":
        return _look_up(request, gate, direction)
    return render(request, "passes/gate_scan.html", _scan_context(request, gate, direction))


def _look_up(request: AuthenticatedRequest, gate: Premises, direction: str) -> HttpResponse:
    """To the pass that was meant; for anything else the answer, never an error.

    What may not pass is kept here, where it was scanned: looking at the answer again is no scan.
    """
    form = GateCodeForm(request.POST)
    if form.asks_nothing():
        context = _scan_context(request, gate, direction) | {"form": form}
        return render(request, "passes/gate_scan.html", context, status=422)
    code = form.read()
    answer = look_up(
        code, colour=form.chosen_colour, premises=gate, direction=direction, moment=now()
    )
    if not answer.verdict.may_pass:
        scan = _scan_of(form, code, answer, direction=direction)
        record_refused_scan(scan, premises=gate, vehicle_pass=answer.vehicle_pass, by=request.user)
    if answer.vehicle_pass is not None:
        return redirect("passes:gate_check", gate.number, direction, answer.vehicle_pass.number)
    drawn = draw(answer.verdict, plate=answer.plate)
    context = _scan_context(request, gate, direction) | {"answer": answer, "verdict": drawn}
    return render(request, "passes/gate_scan.html", context)


def _scan_of(form: GateCodeForm, code: GateCode, answer: Answer, *, direction: str) -> ScanAtGate:
    """What is kept of a scan that may not pass."""
    return ScanAtGate(
        nonce=form.scan_nonce,
        direction=direction,
        verdict_level=answer.verdict.level,
        verdict_code=answer.verdict.code,
        code_kind=code.kind,
        code_text=form.text,
        plate=answer.plate,
        plate_colour=answer.plate_colour,
    )


def _scan_context(
    request: AuthenticatedRequest, gate: Premises, direction: str
) -> dict[str, object]:
    return {
        **frame(gate, direction),
        "stops": own_stops(request.user, moment=now()),
        "form": GateCodeForm(),
    }


@at_gate
@never_cache
@require_http_methods(["GET", "POST"])
def check_vehicle(
    request: AuthenticatedRequest, premises_number: str, direction: str, number: str
) -> HttpResponse:
    """The answer, filling the screen; below it what to compare, and the decision."""
    gate = get_gate(request.user, premises_number, direction)
    vehicle = _vehicle(number, gate, direction)
    form = _form_for(request, vehicle)
    if request.method == "POST" and vehicle.trip is not None and form.is_valid():
        act = record_entry if vehicle.is_entry else record_exit
        try:
            check = act(vehicle.trip, premises=gate, stop=form.stop(), by=request.user)
        except Refused as refused:
            _keep_refusal(request.user, gate, vehicle, nonce=form.stop().nonce, code=refused.code)
            form.add_refusals(refused)
            vehicle = _vehicle(number, gate, direction)  # others may have changed what is true
        else:
            return redirect("passes:gate_done", check.number)
    context = frame(gate, direction) | {"vehicle": vehicle, "form": form}
    context["temperatures"] = _temperatures(form, vehicle)
    status = 422 if form.is_bound else 200
    return render(request, "passes/gate_check.html", context, status=status)


def _vehicle(number: str, gate: Premises, direction: str) -> VehicleAtGate:
    vehicle_pass = get_pass_at_gate(number)
    if vehicle_pass is None:
        raise Http404
    return show_vehicle(vehicle_pass, premises=gate, direction=direction, moment=now())


def _keep_refusal(
    by: User, gate: Premises, vehicle: VehicleAtGate, *, nonce: str, code: str
) -> None:
    """What may not pass after all is kept too, with its reason; a slip in the form is not."""
    if level := refusing_level(vehicle.direction, code):
        scan = ScanAtGate(
            nonce=nonce,
            direction=vehicle.direction,
            verdict_level=level,
            verdict_code=code,
            code_kind=ScanKind.PASS_NUMBER,
            plate=vehicle.vehicle_pass.plate,
            plate_colour=vehicle.vehicle_pass.plate_colour,
        )
        record_refused_scan(scan, premises=gate, vehicle_pass=vehicle.vehicle_pass, by=by)


def _form_for(request: AuthenticatedRequest, vehicle: VehicleAtGate) -> EntryForm | ExitForm:
    initial = {"nonce": new_token(), "people_count": vehicle.expected_count}
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    if vehicle.is_entry:
        riders = [f"{rider.role} {rider.name}" for rider in vehicle.riders]
        return EntryForm(*data, riders=riders, needs_seal=vehicle.needs_seal, initial=initial)
    seal_number = vehicle.trip.seal_number if vehicle.trip else ""
    return ExitForm(*data, seal_number=seal_number, initial=initial)


def _temperatures(
    form: EntryForm | ExitForm, vehicle: VehicleAtGate
) -> list[tuple[object, object]]:
    """Each person announced, with the field for the reading."""
    if isinstance(form, ExitForm):
        return [(rider, None) for rider in vehicle.riders]
    fields = [form[name] for name in form.temperature_names]
    return list(zip(vehicle.riders, fields, strict=True))


def get_gate(user: User, premises_number: str, direction: str) -> Premises:
    """One of my checkpoints that this way leads through, else 404."""
    gate = list_gates(user).filter(number=premises_number).first()
    if gate is None or direction not in ways_of(gate):
        raise Http404
    return gate


def frame(gate: Premises, direction: str) -> dict[str, object]:
    """What stands around every page at a checkpoint: where, which way, where the next scan goes,
    and whom to call in doubt.
    """
    return {
        "duty_phone": settings.DUTY_PHONE,
        "gate": gate,
        "direction": Direction(direction),
        "ways": [Direction(way) for way in ways_of(gate)],
        "scan_url": reverse("passes:gate_scan", args=[gate.number, direction]),
    }
