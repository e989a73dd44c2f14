"""Reads an application back from its row, so that it can be repeated or corrected."""

from datetime import datetime

from .application import Application, Certificate, Hazard, Party, Rider
from .models import Aboard, VehiclePass


def application_of(
    vehicle_pass: VehiclePass, *, expected_entry_at: datetime | None = None, keep_tests: bool = True
) -> Application:
    """The application as it was declared, for another moment if one is given.

    Without `keep_tests` the samples are left out: tomorrow's trip needs tomorrow's test. Expects
    `aboard__person` and `vehicle` loaded.
    """
    return Application(
        trip_kind=vehicle_pass.trip_kind,
        goods_class=vehicle_pass.goods_class,
        plate=vehicle_pass.plate,
        plate_colour=vehicle_pass.plate_colour,
        vehicle_kind=vehicle_pass.vehicle.kind,
        vin=vehicle_pass.vehicle.vin,
        trailer_plate=vehicle_pass.trailer_plate,
        riders=tuple(_rider(each, keep_tests=keep_tests) for each in vehicle_pass.aboard.all()),
        consignor=_party(vehicle_pass, "consignor") if vehicle_pass.consignor_name else None,
        consignee=_party(vehicle_pass, "consignee"),
        goods_name=vehicle_pass.goods_name,
        goods_quantity=vehicle_pass.goods_quantity,
        weight_t=vehicle_pass.weight_t,
        checkpoint_number=vehicle_pass.checkpoint_number,
        expected_entry_at=expected_entry_at or vehicle_pass.expected_entry_at,
        route=vehicle_pass.route,
        hazard=_hazard(vehicle_pass) if vehicle_pass.is_hazardous else None,
        signature=vehicle_pass.signature,
        documents=frozenset(each.kind for each in vehicle_pass.attachments.all()),
    )


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


def _rider(aboard: Aboard, *, keep_tests: bool) -> Rider:
    certificate = None
    if aboard.certificate_expires_on is not None:
        certificate = Certificate(aboard.certificate_number, aboard.certificate_expires_on)
    return Rider(
        role=aboard.role,
        name=aboard.person.name,
        id_kind=aboard.person.id_kind,
        id_number=aboard.person.id_number,
        phone=aboard.person.phone,
        sampled_at=aboard.sampled_at if keep_tests else None,
        certificate=certificate,
    )


def _hazard(vehicle_pass: VehiclePass) -> Hazard:
    vehicle = vehicle_pass.vehicle
    assert vehicle.licence_expires_on is not None, "hazardous goods were declared with a licence"
    return Hazard(
        un_number=vehicle_pass.un_number,
        proper_name=vehicle_pass.proper_name,
        hazard_class=vehicle_pass.hazard_class,
        packing_group=vehicle_pass.packing_group,
        waybill_number=vehicle_pass.waybill_number,
        emergency_phone=vehicle_pass.emergency_phone,
        road_licence=Certificate(vehicle.licence_number, vehicle.licence_expires_on),
        tank_number=vehicle.tank_number,
        tank_media=tuple(vehicle.tank_media),
        tank_inspected_until=vehicle.tank_inspected_until,
    )
