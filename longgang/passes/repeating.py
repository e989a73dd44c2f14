"""Reads an application back from its row, so that it can be repeated or corrected."""

from datetime import date, datetime

from django.utils.timezone import localtime

from longgang.core.clock import local_day, today
from longgang.people.api import Person, Vehicle

from .application import Application, Certificate, GoodsClass, Hazard, Party, Rider
from .drafting import COMPANY, ME, OTHER, Answers, Texts, texts_of
from .knowing import paper_texts, party_texts, vehicle_for_another_trip, vehicle_texts
from .models import Aboard, VehiclePass


def application_of(
    vehicle_pass: VehiclePass, *, expected_entry_at: datetime | None = None
) -> Application:
    """The application as it was declared; or for another moment, with what is known by now.

    Expects `aboard` loaded; for another moment `aboard__person` and `vehicle` too.
    """
    again = expected_entry_at is not None
    day = local_day(expected_entry_at or vehicle_pass.expected_entry_at)
    vehicle = _vehicle(vehicle_pass, again=again, day=day)
    return Application(
        trip_kind=vehicle_pass.trip_kind,
        goods_class=vehicle_pass.goods_class,
        plate=vehicle_pass.plate,
        plate_colour=vehicle_pass.plate_colour,
        vehicle_kind=vehicle.kind,
        vin=vehicle.vin,
        trailer_plate=vehicle_pass.trailer_plate,
        riders=tuple(_rider(each, again=again) for each in vehicle_pass.aboard.all()),
        consignor=_party(vehicle_pass, "consignor") if vehicle_pass.consignor_name else None,
        consignee=_party(vehicle_pass, "consignee"),
        goods_name=vehicle_pass.goods_name,
        goods_quantity=vehicle_pass.goods_quantity,
        weight_t=vehicle_pass.weight_t,
        checkpoint_number=vehicle_pass.checkpoint_number,
        expected_entry_at=expected_entry_at or vehicle_pass.expected_entry_at,
        route=vehicle_pass.route,
        hazard=_hazard(vehicle_pass, vehicle) if vehicle_pass.is_hazardous else None,
        signature=vehicle_pass.signature,
        documents=frozenset(each.kind for each in vehicle_pass.attachments.all()),
    )


def _vehicle(vehicle_pass: VehiclePass, *, again: bool, day: date) -> Vehicle:
    if again:
        return vehicle_for_another_trip(vehicle_pass, day=day)
    return vehicle_pass.declared_vehicle


def _party(vehicle_pass: VehiclePass, prefix: str) -> Party:
    def column(name: str) -> str:
        return str(getattr(vehicle_pass, f"{prefix}_{name}"))

    return Party(
        name=column("name"),
        area_code=column("area"),
        address=column("address"),
        contact=column("contact"),
        phone=column("phone"),
    )


def _rider(aboard: Aboard, *, again: bool) -> Rider:
    known: Person | Aboard = aboard.person if again else aboard
    certificate = None
    if aboard.certificate_expires_on is not None:
        certificate = Certificate(aboard.certificate_number, aboard.certificate_expires_on)
    return Rider(
        role=aboard.role,
        name=known.name,
        id_kind=known.id_kind,
        id_number=known.id_number,
        phone=known.phone,
        sampled_at=aboard.sampled_at,
        certificate=certificate,
    )


def _hazard(vehicle_pass: VehiclePass, vehicle: Vehicle) -> Hazard:
    # Of a pass from before papers were kept with it only the register may know them, or nobody.
    expires_on = vehicle.licence_expires_on or vehicle_pass.certificates_until
    assert expires_on is not None, "hazardous goods were declared with certificates"
    return Hazard(
        un_number=vehicle_pass.un_number,
        proper_name=vehicle_pass.proper_name,
        hazard_class=vehicle_pass.hazard_class,
        packing_group=vehicle_pass.packing_group,
        waybill_number=vehicle_pass.waybill_number,
        emergency_phone=vehicle_pass.emergency_phone,
        road_licence=Certificate(vehicle.licence_number, expires_on),
        tank_number=vehicle.tank_number,
        tank_media=tuple(vehicle.tank_media),
        tank_inspected_until=vehicle.tank_inspected_until,
    )


def answers_of(vehicle_pass: VehiclePass, *, again: bool = False) -> Answers:
    """The application as answers of the wizard, to correct it; or `again`, for another day.

    Then its time, tests and waybill are left open, and of the vehicle stands what is known by now.
    People stay in the register: only the number of their entry goes into the draft.
    """
    vehicle = _vehicle(vehicle_pass, again=again, day=today())
    steps = {
        "trip": _trip_texts(vehicle_pass),
        "vehicle": vehicle_texts(vehicle) | {"trailer_plate": vehicle_pass.trailer_plate},
        "receiver": party_texts(vehicle_pass, "consignee"),
    }
    if vehicle_pass.on_behalf_of is not None:
        steps["behalf"] = {"person_number": vehicle_pass.on_behalf_of.number}
    if vehicle_pass.consignor_name:
        steps["sender"] = party_texts(vehicle_pass, "consignor")
        steps["goods"] = _texts(vehicle_pass, "goods_name", "goods_quantity", "weight_t")
    if vehicle_pass.is_hazardous:
        waybill = () if again else ("waybill_number",)
        steps["papers"] = paper_texts(vehicle)
        steps["hazard"] = _texts(
            vehicle_pass, "un_number", "proper_name", "hazard_class", "packing_group",
            "emergency_phone", *waybill,
        )  # fmt: skip
    entry_at = "" if again else _wall_clock(vehicle_pass.expected_entry_at)
    steps["journey"] = _texts(vehicle_pass, "checkpoint_number", "route") | {
        "expected_entry_at": entry_at
    }
    people = tuple(_person_texts(each, again=again) for each in vehicle_pass.aboard.all())
    return Answers(steps, people)


def _trip_texts(vehicle_pass: VehiclePass) -> Texts:
    acts_for = ME
    if vehicle_pass.company is not None:
        acts_for = f"{COMPANY}{vehicle_pass.company.number}"
    elif vehicle_pass.on_behalf_of is not None:
        acts_for = OTHER
    hazard = "on" if vehicle_pass.is_hazardous else ""
    texts = _texts(vehicle_pass, "trip_kind", "goods_class")
    if texts["goods_class"] == GoodsClass.NONE:
        texts["goods_class"] = ""
    return texts | {"acts_for": acts_for, "is_hazardous": hazard}


def _person_texts(aboard: Aboard, *, again: bool) -> Texts:
    sampled_at = None if again or aboard.sampled_at is None else _wall_clock(aboard.sampled_at)
    return texts_of(
        {
            "person_number": aboard.person.number,
            "role": aboard.role,
            "sampled_at": sampled_at,
            "certificate_number": aboard.certificate_number,
            "certificate_expires_on": aboard.certificate_expires_on,
        }
    )


def _texts(vehicle_pass: VehiclePass, *names: str) -> Texts:
    return texts_of({name: getattr(vehicle_pass, name) for name in names})


def _wall_clock(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%dT%H:%M}"
