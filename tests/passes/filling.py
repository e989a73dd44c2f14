"""What somebody types into the wizard, step by step, as a browser would send it."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localtime
from PIL import Image

from longgang.passes.models import PassDraft

from . import build

TRIP = {"acts_for": "me", "trip_kind": "freight", "goods_class": "industrial"}
VEHICLE = {"plate": "辽P12345", "plate_colour": "2", "vehicle_kind": "truck"}
DRIVER = {
    "role": "driver", "name": "张伟", "id_kind": "111", "id_number": build.id_number(1),
    "phone": "13700000001",
}  # fmt: skip
ESCORT = DRIVER | {
    "role": "escort", "name": "王芳", "id_number": build.id_number(2), "phone": "13700000002",
}  # fmt: skip
SENDER = {
    "consignor_name": "海港物资有限公司", "consignor_area": "河北省秦皇岛市海港区",
    "consignor_address": "港口路 8 号", "consignor_contact": "赵敏",
    "consignor_phone": "13600000001",
}  # fmt: skip
RECEIVER = {
    "consignee_name": "龙湾钢构有限公司", "consignee_area": build.LONGWAN,
    "consignee_address": "锦山路 1 号", "consignee_contact": "钱进",
    "consignee_phone": "0429-2112345",
}  # fmt: skip
GOODS = {"goods_name": "钢板", "goods_quantity": "10 卷", "weight_t": "20.5"}
HAZARD = {
    "un_number": "1830", "proper_name": "硫酸", "hazard_class": "8", "packing_group": "II",
    "waybill_number": "YD2026000001", "emergency_phone": "13600000003",
}  # fmt: skip
SIGNED = {"is_declared": "on", "signature": "艾达"}


def papers() -> dict[str, str]:
    """A licence and a tank, both valid."""
    return {
        "licence_number": "211400000001", "licence_expires_on": str(build.in_days(200)),
        "tank_number": "G0001", "tank_media": "1830, 2796",
        "tank_inspected_until": str(build.in_days(100)),
    }  # fmt: skip


def certificate() -> dict[str, str]:
    """What driver and escort of hazardous goods show."""
    return {
        "certificate_number": "211400112233",
        "certificate_expires_on": str(build.in_days(300)),
    }


def journey(hours: float = 2) -> dict[str, str]:
    """In two hours by the west exit."""
    when = localtime(build.in_hours(hours))
    return {
        "checkpoint_number": build.WEST_EXIT,
        "expected_entry_at": f"{when:%Y-%m-%dT%H:%M}",
        "route": "京哈高速",
    }


def begin(client: Client, **changes: Any) -> PassDraft:
    """The first step; the draft it makes."""
    answer = client.post("/passes/apply/", TRIP | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return PassDraft.objects.latest("id")


def fill(client: Client, draft: PassDraft, **steps: dict[str, str]) -> None:
    """Send these steps; each is accepted."""
    for step, texts in steps.items():
        answer = client.post(f"/passes/drafts/{draft.number}/{step}/", texts)
        if answer.status_code == 200 and answer.context["announced"]:  # told, and going on
            told = {"told": answer.context["announced"][0].number}
            answer = client.post(f"/passes/drafts/{draft.number}/{step}/", texts | told)
        assert answer.status_code == 302, answer.context["form"].errors


def add_people(client: Client, draft: PassDraft, *people: dict[str, str]) -> None:
    """Send these people, one after the other."""
    for place, texts in enumerate(people, start=1):
        answer = client.post(f"/passes/drafts/{draft.number}/people/{place}/", texts)
        assert answer.status_code == 302, answer.context["form"].errors


def a_filled_draft(client: Client, **changes: dict[str, str]) -> PassDraft:
    """Freight, everything but the signature; a step's texts can be changed by its name."""
    draft = begin(client, **changes.get("trip", {}))
    steps = {
        "vehicle": VEHICLE, "sender": SENDER, "receiver": RECEIVER, "goods": GOODS,
        "journey": journey(),
    }  # fmt: skip
    fill(client, draft, **{step: texts | changes.get(step, {}) for step, texts in steps.items()})
    add_people(client, draft, DRIVER | changes.get("people", {}))
    return draft


def an_acid_draft(client: Client, **changes: dict[str, str]) -> PassDraft:
    """The same with acid: driver, escort and every certificate."""
    trip = {"is_hazardous": "on", "goods_class": "raw_material"}
    draft = a_filled_draft(client, **changes | {"trip": trip, "people": certificate()})
    fill(
        client,
        draft,
        hazard=HAZARD | changes.get("hazard", {}),
        papers=papers() | changes.get("papers", {}),
    )
    add_people(client, draft, DRIVER | certificate(), ESCORT | certificate())
    return draft


def a_photo(side: int = 60) -> SimpleUploadedFile:
    """A picture of a document."""
    written = BytesIO()
    Image.new("RGB", (side, side), "red").save(written, "PNG")
    return SimpleUploadedFile("contract.png", written.getvalue(), "image/png")


def hand_in(client: Client, draft: PassDraft, **changes: str) -> Any:
    """The last click."""
    return client.post(f"/passes/drafts/{draft.number}/check/", SIGNED | changes)
