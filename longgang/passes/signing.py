"""The codes of passes as they are shown and read here: which key signs, which keys verify."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from longgang.core.cose import key_set

from .codes import PassClaims, SignedCode, VerifyingKey, address_of_code, read_signed, write_code
from .models import SigningKey, VehiclePass


class KeyState(StrEnum):
    """What a key is good for."""

    WAITING = "waiting"
    SIGNING = "signing"
    VERIFYING = "verifying"
    WITHDRAWN = "withdrawn"


def key_states(keys: Iterable[SigningKey], *, now: datetime) -> list[tuple[SigningKey, KeyState]]:
    """Each key with its state at this moment. Expects the newest first, as they are ordered."""
    states, is_signing = [], False
    for key in keys:
        if key.withdrawn_at is not None:
            state = KeyState.WITHDRAWN
        elif key.signs_from > now:
            state = KeyState.WAITING
        elif is_signing:
            state = KeyState.VERIFYING
        else:
            state, is_signing = KeyState.SIGNING, True
        states.append((key, state))
    return states


def verifying_keys() -> list[VerifyingKey]:
    """Every key of the district, withdrawn ones marked: what reading a code takes. One query."""
    rows = SigningKey.objects.values_list("kid", "public_key", "withdrawn_at")
    return [
        VerifyingKey(kid, bytes.fromhex(public_key), is_withdrawn=withdrawn_at is not None)
        for kid, public_key, withdrawn_at in rows
    ]


def published_keys() -> bytes:
    """The COSE_KeySet of all keys whose codes count."""
    rows = SigningKey.objects.published().values_list("public_key", flat=True)
    return key_set(bytes.fromhex(public_key) for public_key in rows)


def read_pass_code(text: str) -> SignedCode:
    """What a scanned text is in this district. One query."""
    return read_signed(text, verifying_keys(), settings.DISTRICT_CODE)


def address_in_code(vehicle_pass: VehiclePass, *, now: datetime) -> str:
    """What the QR code of an issued pass holds: its claims, signed at this moment by the key whose
    turn it is. Before a district has its first key it is the link of the holder.
    """
    key = SigningKey.objects.begun(now).first()
    if key is None:
        return settings.PUBLIC_URL + reverse("passes:card", args=[vehicle_pass.token])
    code = write_code(_claims_of(vehicle_pass), bytes.fromhex(key.private_key))
    return address_of_code(code, public_url=settings.PUBLIC_URL)


def _claims_of(vehicle_pass: VehiclePass) -> PassClaims:
    """Expects `aboard` loaded."""
    assert vehicle_pass.valid_from is not None
    assert vehicle_pass.valid_until is not None
    return PassClaims(
        issuer=settings.DISTRICT_CODE,
        number=vehicle_pass.pass_number,
        plate=vehicle_pass.plate,
        colour=vehicle_pass.plate_colour,
        valid_from=int(vehicle_pass.valid_from.timestamp()),
        valid_until=int(vehicle_pass.valid_until.timestamp()),
        checkpoint=vehicle_pass.checkpoint_number,
        people=len(vehicle_pass.aboard.all()),
        one_trip=vehicle_pass.one_trip,
    )
