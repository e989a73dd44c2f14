"""Handing in an application: the desk's clock starts, or every reason is told at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from longgang.audit.models import Event
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, Refused
from longgang.notices.models import Notice
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.application import Certificate
from longgang.passes.models import Aboard, PassRule, VehiclePass
from longgang.people.api import Person, Vehicle, find_person, find_qualification, find_vehicle
from tests.audit.helpers import assert_writes_are_told

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def codes(refused) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def test_submit_starts_the_clock_of_the_desk_in_charge(ada, lin):
    found = build.a_submitted_pass(ada)
    assert (found.status, found.desk_code) == ("submitted", "211403-industry")
    assert (found.due_at - found.submitted_at).total_seconds() == 600


def test_submit_tells_the_reviewers_on_duty(ada, lin, bo):
    build.a_submitted_pass(ada)
    assert [notice.user for notice in Notice.objects.filter(kind="pass.submitted")] == [lin]


def test_submit_records_one_event_of_the_pass(ada):
    with assert_writes_are_told():
        made = build.a_submitted_pass(ada)
    event = Event.objects.get(kind="pass.submitted")
    assert (event.subject_number, event.area_code) == (made.number, build.LONGWAN)


def test_submit_enters_people_vehicle_and_certificates_in_the_register(ada):
    made = submit_application(build.an_acid_application(), by=ada)
    driver = find_person(id_number=build.id_number(1))
    assert find_qualification(driver, "hazard_driver", on=build.in_days(0)) is not None
    vehicle = find_vehicle("辽P12345", "2")
    assert (vehicle.licence_number, vehicle.tank_media) == ("211400000001", ["1830", "2796"])
    assert [each.role for each in made.aboard.all()] == ["driver", "escort"]
    assert made.certificates_until == build.in_days(100)


def test_submit_finds_who_is_known_instead_of_entering_twice(ada):
    build.a_submitted_pass(ada)
    build.a_submitted_pass(ada, expected_entry_at=build.in_hours(9))
    assert (Person.objects.count(), Vehicle.objects.count()) == (1, 1)


def test_submit_keeps_the_rule_it_was_submitted_under(ada):
    made = build.a_submitted_pass(ada)
    build.a_rule("freight", "industrial", decision_minutes=3)
    made.refresh_from_db()
    assert made.rule.decision_minutes == 10
    later = build.a_submitted_pass(ada, expected_entry_at=build.in_hours(9))
    assert later.rule.decision_minutes == 3


@pytest.mark.parametrize(
    ("goods_class", "desk"),
    [
        ("industrial", "211403-industry"),
        ("raw_material", "211403-industry"),
        ("mail", "211403-transport"),
        ("living", "211403-commerce"),
    ],
)
def test_submit_routes_goods_to_their_bureau(ada, goods_class, desk):
    assert build.a_submitted_pass(ada, goods_class=goods_class).desk_code == desk


def test_submit_routes_a_private_trip_to_the_street_of_its_destination(ada):
    made = submit_application(
        build.a_private_application(consignee=build.a_consignee(area_code="211403006001")), by=ada
    )
    assert (made.desk_code, made.area_code) == ("211403006-street", "211403006001")


def test_submit_for_a_company_and_for_another_person(wen, acid_works):
    person = build.a_person(wen)
    made = submit_application(
        build.an_application(), by=wen, company=acid_works, on_behalf_of=person
    )
    assert (made.company, made.on_behalf_of, made.applicant) == (acid_works, person, wen)


def test_submit_knows_the_visited_company_by_its_name(ada, acid_works):
    made = build.a_submitted_pass(ada, consignee=build.a_consignee(name=acid_works.name))
    assert made.visited_company == acid_works


def test_submit_refuses_a_company_one_does_not_act_for(ada, acid_works):
    with pytest.raises(NotAllowed):
        submit_application(build.an_application(), by=ada, company=acid_works)


def test_submit_refuses_without_a_rule(ada):
    PassRule.objects.all().delete()
    with pytest.raises(Refused) as refused:
        build.a_submitted_pass(ada)
    assert codes(refused) == {"passes.no_rule"}


def test_submit_refuses_the_same_vehicle_at_the_same_moment(ada):
    moment = build.in_hours(2)
    first = build.a_submitted_pass(ada, expected_entry_at=moment)
    with pytest.raises(Refused) as refused:
        build.a_submitted_pass(ada, expected_entry_at=moment)
    assert codes(refused) == {"passes.already_announced"}
    assert first.number in str(refused.value.refusals[0].reason)


def test_nobody_keeps_another_from_announcing_a_vehicle(ada, wen, lin, acid_works):
    moment = build.in_hours(2)
    strangers = build.a_submitted_pass(ada, expected_entry_at=moment)
    issue_pass(strangers, by=lin)
    of_the_company = build.a_submitted_pass(wen, company=acid_works, expected_entry_at=moment)
    his_own = build.a_submitted_pass(wen, expected_entry_at=moment)
    for applicant, company in ((wen, acid_works), (wen, None), (ada, None)):
        with pytest.raises(Refused) as refused:
            build.a_submitted_pass(applicant, company=company, expected_entry_at=moment)
        assert codes(refused) == {"passes.already_announced"}
    issue_pass(of_the_company, by=lin)
    strangers.refresh_from_db()
    assert (strangers.status, strangers.superseded_by) == ("superseded", of_the_company)
    assert his_own.vehicle == of_the_company.vehicle


def test_submit_takes_a_yellow_and_a_blue_plate_for_two_vehicles(ada):
    build.a_submitted_pass(ada)
    build.a_submitted_pass(ada, plate_colour="1", riders=(build.a_driver(5),))
    assert VehiclePass.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expected_entry_at": build.in_hours(-1)}, "passes.entry_in_the_past"),
        ({"expected_entry_at": build.in_hours(24 * 8)}, "passes.entry_too_far"),
        ({"riders": ()}, "passes.no_driver"),
        ({"riders": (build.a_driver(role="passenger"),)}, "passes.no_driver"),
        ({"riders": (build.a_driver(), build.an_escort(1))}, "passes.person_twice"),
        (
            {"riders": tuple(build.a_driver(serial) for serial in range(1, 6))},
            "passes.too_many_people",
        ),
        ({"goods_name": ""}, "passes.goods_missing"),
        ({"consignor": None}, "passes.consignor_missing"),
        ({"consignee": build.a_consignee(area_code="211403")}, "passes.street_missing"),
        ({"consignee": build.a_consignee(area_code="211402")}, "passes.nobody_visited_here"),
        ({"signature": " "}, "core.not_signed"),
        ({"checkpoint_number": "KK999"}, "passes.checkpoint_unknown"),
        ({"plate": "辽P1234"}, "core.plate_format"),
        ({"plate": "辽PD12345"}, "core.plate_colour_mismatch"),
        ({"riders": (build.a_driver(id_number="211403198506150010"),)}, "core.id_check_digit"),
        ({"riders": (build.a_driver(phone="12345678901"),)}, "core.phone_format"),
        ({"riders": (build.a_driver(name="王" * 70_000),)}, "people.text_too_long"),
    ],
)
def test_submit_refuses_what_the_rules_refuse(ada, changes, code):
    with pytest.raises(Refused) as refused:
        build.a_submitted_pass(ada, **changes)
    assert code in codes(refused)
    assert not VehiclePass.objects.exists()
    assert not Aboard.objects.exists()
    assert not Person.objects.exists()


def test_submit_takes_new_energy_plates(ada):
    made = build.a_submitted_pass(ada, plate="辽PD12345", plate_colour="94")
    assert made.vehicle.plate_kind == "new_energy_small"
    made = build.a_submitted_pass(ada, plate="辽P12345D", plate_colour="93")
    assert made.vehicle.plate_kind == "new_energy_large"


_EXPIRED = Certificate("211400112233", build.in_days(-1))
_GOOD = Certificate("211400112233", build.in_days(30))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"riders": (build.a_driver(certificate=_GOOD),)}, "passes.hazard_escort_missing"),
        (
            {"riders": (build.a_driver(), build.an_escort(certificate=_GOOD))},
            "passes.hazard_certificate_missing",
        ),
        (
            {"riders": (build.a_driver(certificate=_GOOD), build.an_escort(certificate=_EXPIRED))},
            "passes.hazard_certificate_expired",
        ),
        ({"hazard": build.a_hazard(road_licence=_EXPIRED)}, "passes.hazard_road_licence_expired"),
        ({"hazard": build.a_hazard(un_number="1831")}, "passes.hazard_tank_not_for_this"),
        ({"hazard": build.a_hazard(un_number="18")}, "passes.hazard_un_number"),
        (
            {"hazard": build.a_hazard(tank_inspected_until=build.in_days(-1))},
            "passes.hazard_tank_inspection_expired",
        ),
        ({"hazard": build.a_hazard(waybill_number="")}, "passes.hazard_waybill_missing"),
    ],
)
def test_submit_refuses_hazardous_goods_that_the_decree_refuses(ada, changes, code):
    with pytest.raises(Refused) as refused:
        submit_application(build.an_acid_application(**changes), by=ada)
    assert code in codes(refused)
    assert all(refusal.rule for refusal in refused.value.refusals)


def test_submit_wants_certificates_valid_on_the_day_of_arrival_not_of_applying(ada):
    today_only = Certificate("211400112233", build.in_days(0))
    tomorrow = build.in_hours(30)
    with pytest.raises(Refused) as refused:
        submit_application(
            build.an_acid_application(
                hazard=build.a_hazard(road_licence=today_only), expected_entry_at=tomorrow
            ),
            by=ada,
        )
    assert codes(refused) == {"passes.hazard_road_licence_expired"}


@pytest.mark.parametrize(
    ("hours", "is_fresh"), [(None, False), (-49, False), (-47, True), (1, False)]
)
def test_submit_asks_for_a_fresh_test_where_the_rule_does(ada, hours, is_fresh):
    build.a_rule("freight", "industrial", test_max_hours=48)
    sampled_at = now() + timedelta(hours=hours) if hours else None
    riders = (build.a_driver(sampled_at=sampled_at),)
    if is_fresh:
        assert build.a_submitted_pass(ada, riders=riders).aboard.get().sampled_at == sampled_at
        return
    with pytest.raises(Refused) as refused:
        build.a_submitted_pass(ada, riders=riders)
    assert codes(refused) == {"passes.test_missing_or_old"}


def test_submit_asks_for_the_documents_of_the_rule(ada):
    build.a_rule("freight", "industrial", documents=("contract",))
    with pytest.raises(Refused) as refused:
        build.a_submitted_pass(ada)
    assert refused.value.refusals[0].field == "document_contract"
    assert build.a_submitted_pass(ada, documents=frozenset({"contract"}))


def test_submit_tells_every_reason_at_once(ada):
    with pytest.raises(Refused) as refused:
        build.a_submitted_pass(ada, riders=(), goods_name="", signature="")
    assert codes(refused) == {"passes.no_driver", "passes.goods_missing", "core.not_signed"}


@pytest.mark.django_db(transaction=True)
def test_submit_of_two_at_once_makes_one_pass(ada, wen):
    application = build.an_application()
    start = threading.Barrier(2)
    outcomes = []

    def submit(user):
        start.wait()
        try:
            outcomes.append(submit_application(application, by=user))
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=[user]) for user in (ada, wen)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert VehiclePass.objects.count() == 1
    assert len([each for each in outcomes if isinstance(each, VehiclePass)]) == 1
