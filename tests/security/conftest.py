"""A small district under attack: the named people of the passes' tests, and a world with rows."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from PIL import Image

from longgang.accounts.api import Post, Role, Shift, User
from longgang.accounts.checks import each_view
from longgang.areas.models import Premises
from longgang.arrivals.models import Declaration, DeclarationDraft, RiskArea
from longgang.audit.api import SYSTEM
from longgang.audit.models import Event
from longgang.core.identifiers import Plate
from longgang.isolation.models import GuestRequest, ShiftChange, Stay, Supply, Transfer
from longgang.measures.api import Measure
from longgang.measures.models import Moving
from longgang.notices.api import notify
from longgang.notices.models import Delivery, Notice
from longgang.passes.actions.blocklist import propose_block
from longgang.passes.actions.drafts import attach_document, start_draft
from longgang.passes.actions.keys import rotate_signing_key
from longgang.passes.actions.refused_scans import ScanAtGate, record_refused_scan
from longgang.passes.drafting import Answers
from longgang.passes.models import (
    Attachment,
    BlockEntry,
    Check,
    PassDraft,
    RefusedScan,
    SigningKey,
    Trip,
    VehiclePass,
)
from longgang.people.api import Company, Person, Vehicle
from longgang.tracing.models import Batch
from tests.arrivals import seen as coming
from tests.isolation.seen import a_stay
from tests.measures import seen
from tests.passes import build, gate
from tests.passes.conftest import (  # noqa: F401 - fixtures are found by being here
    acid_works,
    ada,
    bo,
    district,
    hai,
    lin,
    mei,
    port,
    rui,
    rules,
    sam,
    staff,
    wen,
    west_exit,
)
from tests.tracing.seen import a_batch


def a_photo() -> SimpleUploadedFile:
    """A small picture."""
    written = BytesIO()
    Image.new("RGB", (32, 32), "red").save(written, "PNG")
    return SimpleUploadedFile("photo.png", written.getvalue(), "image/png")


@dataclass
class World:
    """One row of everything that has an address, none of it `ada`'s."""

    vehicle_pass: VehiclePass
    waiting: VehiclePass
    trip: Trip
    check: Check
    draft: PassDraft
    attachment: Attachment
    block: BlockEntry
    company: Company
    person: Person
    vehicle: Vehicle
    owner: User
    notice: Notice
    delivery: Delivery
    shift: Shift
    premises: Premises
    refused: RefusedScan
    measure: Measure
    declaration: Declaration
    declaring: DeclarationDraft
    risk_area: RiskArea
    moving: Moving
    stay: Stay
    batch: Batch

    def values(self) -> dict[str, str]:
        """What stands in addresses, by place: `module:name:argument`, else `argument`."""
        desk = self.vehicle_pass.desk_code
        return {
            "passes/drafts": self.draft.number,
            "passes/documents": self.attachment.number,
            "passes/p": self.vehicle_pass.token,
            "passes/confirm": self.trip.token,
            "passes/application": self.vehicle_pass.number,
            "passes/queue": self.waiting.number,
            "passes/trips": self.trip.number,
            "passes/gate": self.vehicle_pass.number,
            "passes/checks": self.check.number,
            "passes/turn-backs": self.check.number,
            "passes/refused-scans": self.refused.number,
            "passes/signing-keys": SigningKey.objects.latest("pk").number,
            "checkpoints/devices": "SB0000000000",
            "checkpoints/conflicts": "CT0000000000",
            "nonce": "told-by-nobody",
            "language": "zh",
            "passes/blocklist": self.block.number,
            "passes/fleet": "SC0000000000",
            "accounts/users": self.owner.number,
            "accounts/duty": self.shift.number,
            "areas/premises": self.premises.number,
            "audit/events": Event.objects.latest("pk").number,
            "notices/deliveries": self.delivery.number,
            "notices": self.notice.number,
            "register/me": self.person.number,
            "register/people": self.person.number,
            "register/companies": self.company.number,
            "register/vehicles": self.vehicle.number,
            "measures/mine": self.measure.number,
            "measures/moving": self.moving.number,
            "measures/<str:number>": self.measure.number,
            "arrivals/drafts": self.declaring.number,
            "arrivals/mine": self.declaration.number,
            "arrivals/list": self.declaration.number,
            "health/results": "HB0000000000",
            "trail/visits": "DF0000000000",
            "tracing/cases": self.batch.case.number,
            "tracing/batches": self.batch.number,
            "arrivals/risk-areas": self.risk_area.number,
            "isolation/sites": self.stay.site.number,
            "isolation/rooms": self.stay.site.rooms.first().number,
            "isolation/stays": self.stay.number,
            "isolation/buses": Transfer.objects.get().number,
            "isolation/requests": GuestRequest.objects.get().number,
            "isolation/supplies": Supply.objects.get().number,
            "isolation/shifts": ShiftChange.objects.get().number,
            "isolation/mine": self.stay.number,
            "ride": "list",
            "group": "ordered",
            "measure_number": self.stay.measure.number,
            "request_number": "QZ0000000000",
            "person_number": self.person.number,
            "who": "high_risk",
            "deed": "temperature",
            "test": seen.a_test(self.measure).number,
            "reading": seen.a_reading(self.measure).number,
            "desk_code": desk,
            "premises_number": self.premises.number,
            "post_number": Post.objects.order_by("pk")[0].number,
            "member": self.owner.number,
            "person": self.person.number,
            "other": self.person.number,
            "code": build.LONGWAN,
            "direction": "entry",
            "field": "phone",
            "verb": "arrive",
            "step": "goods",
            "place": "1",
            "trip_kind": "freight",
            "goods_class": "industrial",
        }

    def addresses(self) -> dict[str, str]:
        """Every address of the product with the rows of this world filled in, by its pattern."""
        values, found = self.values(), {}
        for pattern, view in each_view(get_resolver().url_patterns):
            address = pattern
            for name, converter in view.pattern.converters.items():
                value = values.get(name) or _by_folder(pattern, values)
                kind = {"StringConverter": "str", "IntConverter": "int", "SlugConverter": "slug"}[
                    type(converter).__name__
                ]
                address = address.replace(f"<{kind}:{name}>", value)
            found[pattern] = address
        return found


def _by_folder(pattern: str, values: dict[str, str]) -> str:
    parts = pattern.strip("/").split("/")
    return values.get("/".join(parts[:2])) or values[parts[0]]


@pytest.fixture
def world(district, acid_works, staff, wen, lin, hai, mei, west_exit) -> World:  # noqa: F811
    """Everything that somebody else could be after."""
    rotate_signing_key(by=SYSTEM)
    issued = build.an_issued_pass(
        wen, reviewer=lin, company=acid_works, riders=(build.a_driver(1),)
    )
    check = gate.a_turn_back(gate.the_trip(issued), premises=west_exit, by=hai)
    waiting = build.a_submitted_pass(wen, company=acid_works, plate="辽P54321")
    draft = start_draft(Answers().having("trip", {"acts_for": "me"}), by=wen)
    attach_document(draft, kind="id_card", upload=a_photo(), by=wen)
    block = propose_block(
        plate=Plate("辽P99999", "2"), document_number="龙公〔2026〕7号",
        ends_on=build.in_days(5), by=lin, reason="冲卡",
    )  # fmt: skip
    refused = record_refused_scan(
        ScanAtGate("scan-1", "entry", "grey", "passes.not_ours", code_text="https://example.org/x"),
        premises=west_exit, by=hai,
    )  # fmt: skip
    notify(wen, kind="pass.issued", text="已签发", url=issued.get_absolute_url(), sms=True)
    shift = Shift.objects.create(
        user=lin, desk_code=issued.desk_code,
        starts_at=build.in_hours(-1), ends_at=build.in_hours(7),
    )  # fmt: skip
    declaration = coming.a_declaration(staff)
    measure = seen.a_measure(staff)
    return World(
        issued, waiting, gate.the_trip(issued), check, draft, Attachment.objects.get(), block,
        acid_works, issued.aboard.get().person, issued.vehicle, wen,
        Notice.objects.filter(user=wen).latest("pk"), Delivery.objects.latest("pk"), shift,
        west_exit, refused, measure, seen.a_proposal(measure, staff),
        declaration, coming.a_draft(declaration),
        coming.a_risk_area(staff("芮", Role.RULES_OFFICER)),
        a_stay(staff), a_batch(staff, measure.person),
    )  # fmt: skip
