"""A phone in a test: it has a cookie, a clock that may be wrong, and sends what a device sends."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from longgang.checkpoints.models import Device
from longgang.checkpoints.views.device import COOKIE
from longgang.core.clock import now

HEADERS = {"X-Longgang-Device": "1"}


@dataclass
class Phone:
    """One device; `clock_ahead` is by how much its clock is wrong."""

    device: Device
    secret: str
    clock_ahead: timedelta = timedelta(0)
    seq: int = 0
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.cookies[COOKIE] = self.secret

    def shows(self, moment: datetime) -> int:
        """What its clock shows at a moment, in milliseconds."""
        return int((moment + self.clock_ahead).timestamp() * 1000)

    def check(self, vehicle_pass: Any = None, *, ago: timedelta = timedelta(0), **changes: Any):
        """A check as the device writes it down; of an entry unless told otherwise."""
        self.seq += 1
        values: dict[str, Any] = {
            "nonce": f"{self.device.number}-{self.seq}",
            "seq": self.seq,
            "device_at": self.shows(now() - ago),
            "offset_ms": None,
            "mode": "tell",
            "way": "entry",
            "code": "",
            "plate": vehicle_pass.plate if vehicle_pass else "",
            "colour": vehicle_pass.plate_colour if vehicle_pass else "",
            "pass_number": vehicle_pass.pass_number if vehicle_pass else "",
            "verdict": {"level": "green", "code": "passes.valid", "also": []},
            "is_offline": True,
            "data_age_s": 60,
            "action": "let_pass",
            "people_count": 1,
            "temperatures": [36.5],
            "seal_state": "applied",
            "seal_number": f"F{self.seq}{self.device.number[-4:]}",
            "note": "",
            "escort_name": "",
            "photo": photo_of(b"the sealed cab"),
        }
        if changes.get("way") == "exit":
            values |= {
                "seal_state": "intact", "seal_number": "", "temperatures": [], "photo": None,
            }  # fmt: skip
        return values | changes

    def sync(self, *checks: Any, since: str | None = None, **changes: Any):
        """Send; the answer's JSON, or the response itself when it is no 200."""
        response = self.post("sync", self.message(*checks, since=since) | changes)
        return response.json() if response.status_code == 200 else response

    def message(self, *checks: Any, since: str | None = None) -> dict[str, Any]:
        """What it sends now."""
        return {
            "sent_at": self.shows(now()),
            "since": since,
            "build": "test",
            "waiting": 0,
            "checks": list(checks),
        }

    def post(self, what: str, message: Any, **headers: str):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        return self.client.post(
            f"/checkpoints/device/{what}", body, content_type="application/json",
            headers=HEADERS | headers,
        )  # fmt: skip

    def put(self, nonce: str, content: bytes, offset: int):
        return self.client.put(
            f"/checkpoints/device/photos/{nonce}?offset={offset}", content,
            content_type="application/octet-stream", headers=HEADERS,
        )  # fmt: skip

    def progress(self, nonce: str):
        url = f"/checkpoints/device/photos/{nonce}"
        return self.client.get(url, headers=HEADERS).json()


def photo_of(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
