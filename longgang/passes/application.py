"""What an applicant says, as plain values: the same by form, by workbook and by repetition."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from longgang.core.lifecycle import States

MESSAGE_NOTE = _(
    "Whoever is visited in this district gets a message with a link to confirm the arrival, on a "
    "mobile number; a land line gets none."
)


class TripKind(States):
    """Why a vehicle comes."""

    FREIGHT = "freight", _("Freight")
    PRIVATE = "private", _("Private trip")


class GoodsClass(States):
    """The classes of goods of the national vehicle pass (notice of April 2022)."""

    MEDICAL = "medical", _("Medical and epidemic supplies")
    LIVING = "living", _("Daily necessities")
    RESERVE = "reserve", _("Government reserves")
    MAIL = "mail", _("Mail and parcels")
    AGRICULTURE = "agriculture", _("Agricultural supplies")
    ENERGY = "energy", _("Energy")
    RAW_MATERIAL = "raw_material", _("Raw materials")
    INDUSTRIAL = "industrial", _("Key industrial goods")
    TRADE = "trade", _("Foreign trade goods")
    NONE = "none", _("No goods")


class RiderRole(States):
    """What somebody aboard is there for."""

    DRIVER = "driver", _("Driver")
    ESCORT = "escort", _("Hazardous goods escort")
    PASSENGER = "passenger", _("Passenger")


class DocumentKind(States):
    """What a rule may ask to be attached."""

    DRIVING_LICENCE = "driving_licence", _("Driving licence")
    VEHICLE_LICENCE = "vehicle_licence", _("Vehicle licence")
    WAYBILL = "waybill", _("Waybill")
    CONTRACT = "contract", _("Contract or order")
    TEST_REPORT = "test_report", _("Test report")


class PackingGroup(States):
    """How dangerous hazardous goods are, I the most (JT/T 617)."""

    I = "I", "I"  # noqa: E741 - the standard's own name
    II = "II", "II"
    III = "III", "III"


@dataclass(frozen=True)
class Party:
    """A consignor or consignee; `area_code` reaches at least to the county (6 digits)."""

    name: str
    area_code: str
    address: str
    contact: str
    phone: str

    @property
    def is_person(self) -> bool:
        """Whether it is called as the person whom one calls there: somebody at home, no firm; or
        that person's household (“王建国家”).
        """
        contact = self.contact.strip()
        rest = self.name.strip().removeprefix(contact) if contact else self.name
        return rest in _HOUSEHOLD


# What stands behind the name of whom one visits at home.
_HOUSEHOLD = {"", "家", "家中", "家里", "先生", "女士"}


@dataclass(frozen=True)
class Certificate:
    """A licence or qualification: its number and its last valid day."""

    number: str
    expires_on: date


@dataclass(frozen=True)
class Rider:
    """Somebody aboard. `sampled_at` is when the shown nucleic acid test was taken."""

    role: str
    name: str
    id_kind: str
    id_number: str
    phone: str
    sampled_at: datetime | None = None
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Hazard:
    """What a load of hazardous goods must have with it (decree 29 of 2019, articles 23 to 26)."""

    un_number: str
    proper_name: str
    hazard_class: str
    packing_group: str
    waybill_number: str
    emergency_phone: str
    road_licence: Certificate
    tank_number: str = ""
    tank_media: tuple[str, ...] = ()
    tank_inspected_until: date | None = None


@dataclass(frozen=True)
class Application:
    """One trip of one vehicle, as declared. `weight_t` is in tonnes."""

    trip_kind: str
    goods_class: str
    plate: str
    plate_colour: str
    riders: tuple[Rider, ...]
    consignor: Party | None
    consignee: Party
    checkpoint_number: str
    expected_entry_at: datetime
    signature: str
    vehicle_kind: str = ""
    vin: str = ""
    trailer_plate: str = ""
    goods_name: str = ""
    goods_quantity: str = ""
    weight_t: Decimal | None = None
    route: str = ""
    hazard: Hazard | None = None
    documents: frozenset[str] = field(default_factory=frozenset)

    def rider(self, role: str) -> Rider | None:
        """The first person aboard in this role."""
        return next((rider for rider in self.riders if rider.role == role), None)

    def visited_party(self, district_code: str) -> Party | None:
        """Who in the district the truck goes to, and who will confirm that it came.

        The consignee when it is in the district, else the consignor; None for a mere transit.
        """
        parties = [self.consignee, self.consignor]
        return next((p for p in parties if p and p.area_code.startswith(district_code)), None)
