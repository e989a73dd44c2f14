"""The pages of the devices: which there are, a new one by a code, taking one away."""

import base64
from io import BytesIO

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed, public
from longgang.areas.api import place_name
from longgang.core.clock import now
from longgang.core.errors import Refused
from longgang.core.tables import Column, Empty, Table, list_page

from ..actions.devices import (
    enrol_device,
    find_by_code,
    invite_again,
    invite_device,
    why_over,
    withdraw_device,
)
from ..forms.devices import DeviceFilters, InviteForm, ReasonForm
from ..lifecycle import DEVICE
from ..models import Device
from ..queries import find_device, is_enrolled, list_gates_to_equip
from ..wording import age_words, clock_words, device_tag
from .device import COOKIE

CODES = "device_codes"  # of the session: one-time codes just made, by the device's number
COOKIE_AGE = 400 * 24 * 3600  # seconds; the longest that browsers keep one
manages = allowed(Permission.DEVICE_MANAGE)


class DeviceTable(Table[Device]):
    """Every device, the newest first."""

    name = "devices"
    title = gettext_lazy("Devices")
    filters = DeviceFilters
    search = ("label__icontains", "number", "officer__name__startswith")
    lookups = {"status": "status", "checkpoint": "premises_number"}
    order = "-invited"
    empty = Empty(
        gettext_lazy("No phone is enrolled yet."),
        gettext_lazy("Choose a checkpoint and an officer; the phone reads a code and is ready."),
        icon="device-mobile",
    )
    columns = [
        Column(
            "label",
            gettext_lazy("Device"),
            link=lambda row: row.get_absolute_url(),
            detail=lambda row: row.number,
        ),
        Column("place", gettext_lazy("Checkpoint"), lambda row: place_name(row.premises_number)),
        Column("officer", gettext_lazy("Officer"), lambda row: str(row.officer)),
        Column("seen", gettext_lazy("Last contact"), "last_seen_at", sort="last_seen_at"),
        Column(
            "age", gettext_lazy("Age of its data"), lambda row: row.fed_at and age_words(row, now())
        ),
        Column("waiting", gettext_lazy("Checks waiting"), "waiting_count", sort="waiting_count"),
        Column("invited", gettext_lazy("Invited at"), "invited_at", sort="invited_at"),
        Column("status", gettext_lazy("Status"), lambda row: device_tag(row, now())),
    ]


@manages
@list_page
def list_devices(request: AuthenticatedRequest) -> HttpResponse:
    """The devices of my checkpoints."""
    rows = Device.objects.visible_to(request.user).select_related("officer")
    return DeviceTable(rows, request).respond("checkpoints/devices.html")


@manages
@require_http_methods(["GET", "POST"])
def invite(request: AuthenticatedRequest) -> HttpResponse:
    """A checkpoint, then an officer of it, then the code."""
    gates = list(list_gates_to_equip(request.user))
    chosen = request.POST.get("gate") or request.GET.get("gate") or ""
    gate = next((each for each in gates if each.number == chosen), None)
    if gate is None and len(gates) != 1:
        return render(request, "checkpoints/invite_gate.html", {"gates": gates})
    premises = gate or gates[0]
    form = InviteForm(request.POST or None, premises=premises)
    if form.is_valid():
        try:
            device, code = invite_device(premises, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_refusals(refused)
        else:
            _remember(request, device, code)
            return redirect(device)
    context = {"form": form, "premises": premises, "is_only": len(gates) == 1}
    status = 422 if form.errors else 200
    return render(request, "checkpoints/invite.html", context, status=status)


@manages
@never_cache
@require_GET
def show_device(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One device: its code while it waits for the phone, else how it stands."""
    return _show(request, _get(request, number), ReasonForm())


@manages
@require_POST
def invite_once_more(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """A new code for a device that nobody took up."""
    device = _get(request, number)
    _remember(request, device, invite_again(device, by=request.user))
    return redirect(device)


@manages
@require_POST
def withdraw(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Take the right away from a phone, with a reason."""
    device = _get(request, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, device, form, status=422)
    withdraw_device(device, **form.cleaned_data, by=request.user)
    messages.success(request, _("Withdrawn. At its next contact the phone forgets what it holds."))
    return redirect(device)


def _show(
    request: AuthenticatedRequest, device: Device, form: ReasonForm, status: int = 200
) -> HttpResponse:
    moment = now()
    code = request.session.get(CODES, {}).get(device.number, "")
    is_invited = device.is_invited(moment)
    address = _enrol_address(code) if code and is_invited else ""
    context = {
        "device": device,
        "tag": device_tag(device, moment),
        "place": place_name(device.premises_number),
        "age": age_words(device, moment),
        "clock": clock_words(device),
        "address": address,
        "qr": _qr(address) if address else "",
        "is_invited": is_invited,
        "may_invite_again": DEVICE.may("invite", device.status) and not (code and is_invited),
        "may_withdraw": DEVICE.may("withdraw", device.status),
        "form": form,
    }
    name = "checkpoints/device.html"
    if request.headers.get("HX-Target") == "device-standing":
        name = "checkpoints/_device_standing.html"
    return render(request, name, context, status=status)


def _enrol_address(code: str) -> str:
    """What the phone opens: whoever has it becomes the device, once."""
    return str(settings.PUBLIC_URL + reverse("checkpoints:enrol", args=[code]))


def _qr(address: str) -> str:
    """The same as a picture in the page itself."""
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", scale=8, border=4)
    return f"data:image/svg+xml;base64,{base64.b64encode(written.getvalue()).decode()}"


def _remember(request: AuthenticatedRequest, device: Device, code: str) -> None:
    """The code is shown to whoever made it, in this session alone: it is stored nowhere else."""
    request.session[CODES] = {device.number: code}


def _get(request: AuthenticatedRequest, number: str) -> Device:
    devices = Device.objects.visible_to(request.user)
    return get_object_or_404(
        devices.select_related("officer", "invited_by", "withdrawn_by"), number=number
    )


@public("whoever holds the phone that read the one-time code; it counts once, for ten minutes")
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, code: str) -> HttpResponse:
    """On the phone: what it becomes, and one button."""
    device, own = find_by_code(code), find_device(request.COOKIES.get(COOKIE, ""))
    over = why_over(device)
    if over and own and own == device and is_enrolled(own) and request.method == "GET":
        return redirect("checkpoints:scanner")  # back to the page by which this phone was enrolled
    if over or device is None:
        return render(request, "checkpoints/enrol_over.html", {"refusal": over}, status=410)
    context: dict[str, object] = {"device": device, "place": place_name(device.premises_number)}
    if request.method == "POST":
        try:
            device, secret = enrol_device(code, instead_of=own)
        except Refused as refused:
            context["refusals"] = refused.refusals
            return render(request, "checkpoints/enrol.html", context, status=refused.status)
        return _to_scanner(secret)
    return render(request, "checkpoints/enrol.html", context)


def _to_scanner(secret: str) -> HttpResponse:
    """To the scanner, with the cookie by which the phone is known from now on."""
    response = redirect("checkpoints:scanner")
    response.set_cookie(
        COOKIE, secret, max_age=COOKIE_AGE, path="/checkpoints/", httponly=True,
        samesite="Strict", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response
