"""What was declared stays as it was declared, whatever the register says of it later."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from longgang.audit.api import Event
from longgang.passes.actions.applications import resubmit_application, submit_application
from longgang.passes.actions.fleet import repeat_passes
from longgang.passes.actions.reviews import issue_pass, refuse_application, return_application
from longgang.passes.correcting import last_correction
from longgang.passes.models import VehiclePass
from longgang.passes.reasons import RefusalReason
from longgang.passes.repeating import answers_of, application_of
from longgang.people.api import correct_person, correct_vehicle, register_vehicle
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
VIN, OTHER_VIN = "LFV2A21K8G4123456", "LZZ5CLSB2FA654321"


@pytest.fixture
def waiting(wen, acid_works) -> VehiclePass:
    application = build.an_acid_application(vin=VIN.lower(), vehicle_kind="tanker")
    return submit_application(application, by=wen, company=acid_works)


def correct_the_vehicle(vehicle_pass, by, **changes) -> None:
    papers = {
        "kind": "truck", "vin": OTHER_VIN, "licence_number": "OTHER2", "tank_number": "OTHER3",
        "licence_expires_on": build.in_days(300), "tank_media": ["2796"],
        "tank_inspected_until": build.in_days(301),
    }  # fmt: skip
    correct_vehicle(vehicle_pass.vehicle, by=by, **papers | changes)


def correct_the_driver(vehicle_pass, by, **changes) -> None:
    driver = vehicle_pass.aboard.get(role="driver").person
    facts = {"name": "欧阳明", "id_number": build.id_number(77), "phone": "13911112222"} | changes
    correct_person(driver, by=by, reason="笔误", **facts)


def told_of(vehicle_pass, gate, *, desk, own, officer) -> dict[str, list[object]]:
    """Its page, its sheet, the desk's page, the gate's and the export, each as it is shown now."""
    address, browser = vehicle_pass.get_absolute_url(), sign_in(desk)
    review = browser.get(f"/passes/queue/{vehicle_pass.number}/").context
    exported = browser.get("/passes/list/?export=xlsx").content
    at_gate = sign_in(officer).get(gate("entry", vehicle_pass.number))
    return {
        "page": shown(sign_in(own).get(address).context["groups"]),
        "sheet": sign_in(own).get(f"{address}sheet/").context["people"],
        "desk": shown(review["groups"]),
        "people": [(each.name, [one.value for one in each.masked]) for each in review["riders"]],
        "gate": list(at_gate.context["vehicle"].riders),
        "export": list(load_workbook(BytesIO(exported)).active.values)[3:],
    }


def shown(groups) -> list[object]:
    return [(str(label), str(value)) for group in groups for label, value in group.facts]


def test_submitted_pass_keeps_vehicle_and_people_as_declared(waiting):
    row = VehiclePass.objects.get()
    assert (row.vehicle_kind, row.vin) == ("tanker", VIN)
    assert (row.licence_number, row.licence_expires_on) == ("211400000001", build.in_days(200))
    assert (row.tank_number, row.tank_media) == ("G0001", ["1830", "2796"])
    assert row.tank_inspected_until == build.in_days(100)
    driver, escort = row.aboard.all()
    assert (driver.name, driver.id_number) == ("张伟", build.id_number(1))
    assert (escort.name, escort.phone) == ("王芳", "13700000002")


def test_books_tell_the_declared_papers_and_no_plate_or_number_of_a_vehicle(waiting, lin, wen):
    return_application(waiting, fields=("hazard",), by=lin, reason="罐检日期不符")
    hazard = build.a_hazard(tank_inspected_until=build.in_days(150))
    corrected = build.changed(application_of(build.stale(waiting)), hazard=hazard)
    resubmit_application(waiting, corrected, by=wen)
    told = Event.objects.filter(kind__in=["pass.submitted", "pass.resubmitted"]).order_by("pk")
    first, second = [each.after for each in told]
    assert (first["licence_number"], first["tank_number"]) == ("211400000001", "G0001")
    assert first["tank_inspected_until"] == str(build.in_days(100))
    assert second["tank_inspected_until"] == str(build.in_days(150))
    assert VIN not in str(first) + str(second)


def test_declared_papers_stand_on_the_pass_where_the_register_keeps_its_own(ada, wen, acid_works):
    register_vehicle(
        "辽P12345", "2", company=acid_works, kind="tanker", licence_number="OTHER2", by=wen
    )
    submit_application(build.an_acid_application(), by=ada)
    row = VehiclePass.objects.select_related("vehicle").get()
    assert (row.vehicle.licence_number, row.licence_number) == ("OTHER2", "211400000001")


def test_declared_phone_stands_on_the_pass_where_the_register_keeps_its_own(ada, wen):
    build.a_submitted_pass(wen)
    other = build.a_driver(phone="13800009999")
    later = build.a_submitted_pass(ada, riders=(other,), expected_entry_at=build.in_hours(9))
    (driver,) = later.aboard.all()
    assert (driver.phone, driver.person.phone) == ("13800009999", "13700000001")


def test_later_corrections_of_the_register_change_nothing_of_a_decided_pass(
    waiting, lin, mei, wen, hai, gate
):
    vehicle_pass = issue_pass(waiting, by=lin)
    who = {"desk": mei, "own": wen, "officer": hai}
    before = told_of(vehicle_pass, gate, **who)
    correct_the_vehicle(vehicle_pass, wen)
    correct_the_driver(vehicle_pass, mei)
    after = told_of(vehicle_pass, gate, **who)
    assert all(before.values())
    for where, told in before.items():
        assert (where, after[where]) == (where, told)
    assert "211400000001" in str(before["page"])


def test_desk_sees_what_was_declared_and_what_the_register_says_now(waiting, lin, mei, wen):
    path = f"/passes/queue/{waiting.number}/"
    assert "登记库现有内容不同" not in sign_in(lin).get(path).content.decode()
    correct_the_vehicle(waiting, wen)
    correct_the_driver(waiting, mei)
    answer = sign_in(lin).get(path)
    page = answer.content.decode()
    assert "登记库现有内容不同" in page
    assert f"OTHER2\N{NO-BREAK SPACE}· {build.in_days(300)}" in page
    assert f"申报为：211400000001\N{NO-BREAK SPACE}· {build.in_days(200)}" in page
    labels = [str(each.label) for each in answer.context["said_otherwise"]]
    assert labels == [
        "车辆类型", "车辆识别代号（VIN）", "道路运输证", "罐体", "罐体适装介质（UN 编号）",
        "罐体检验有效期至",
        *(f"驾驶员\N{NO-BREAK SPACE}· {what}" for what in ("姓名", "证件号码", "手机号码")),
    ]  # fmt: skip
    for secret in (VIN, OTHER_VIN, build.id_number(77), "13911112222", "欧阳明"):
        assert secret not in page


def test_desk_is_told_of_what_differs_in_what_is_masked(waiting, lin, mei):
    correct_the_driver(waiting, mei, name="张伟", id_number=build.id_number(1), phone="13711110001")
    page = sign_in(lin).get(f"/passes/queue/{waiting.number}/").content.decode()
    assert "137****0001" in page
    assert "不同之处在隐去的部分" in page


def test_what_the_register_does_not_know_speaks_against_nothing(waiting, lin, wen):
    correct_the_vehicle(
        waiting, wen, kind="tanker", vin="", licence_number="211400000001", tank_media=[],
        licence_expires_on=build.in_days(200), tank_number="", tank_inspected_until=None,
    )  # fmt: skip
    assert sign_in(lin).get(f"/passes/queue/{waiting.number}/").context["said_otherwise"] == []


def test_licence_that_expired_in_the_register_is_still_a_conflict(waiting, lin, wen):
    waiting.vehicle.licence_expires_on = build.in_days(-1)
    waiting.vehicle.save()
    answer = sign_in(lin).get(f"/passes/queue/{waiting.number}/")
    assert [kind for kind, _words in answer.context["conflicts"]] == ["papers"]
    (differs,) = answer.context["said_otherwise"]
    assert str(build.in_days(-1)) in differs.registered


def test_decided_pass_is_not_held_against_the_register(waiting, lin, wen):
    refuse_application(waiting, reason_code=RefusalReason.OTHER, reason="证件不符", by=lin)
    correct_the_vehicle(waiting, wen)
    assert sign_in(lin).get(f"/passes/queue/{waiting.number}/").context["said_otherwise"] == []


def test_revealed_number_is_the_declared_one(waiting, lin, mei):
    person = waiting.aboard.get(role="driver").person
    correct_the_driver(waiting, mei)
    path = f"/passes/queue/{waiting.number}/people/{person.number}/id_number/reveal/"
    answer = sign_in(lin).post(path, {"purpose": "review", "reason": "核对驾驶人"})
    assert build.id_number(1) in answer.content.decode()


def test_correction_before_the_decision_declares_anew(waiting, lin, wen):
    return_application(waiting, fields=("hazard",), by=lin, reason="罐检日期不符")
    hazard = build.a_hazard(tank_inspected_until=build.in_days(150), tank_media=("1830",))
    corrected = build.changed(application_of(build.stale(waiting)), hazard=hazard, vin=OTHER_VIN)
    resubmit_application(waiting, corrected, by=wen)
    row = VehiclePass.objects.get()
    assert (row.tank_inspected_until, row.tank_media) == (build.in_days(150), ["1830"])
    _step, changes = last_correction(row)
    assert [each.label for each in changes] == [
        "车辆识别代号（VIN）", "罐体适装介质（UN 编号）", "罐体检验有效期至"
    ]  # fmt: skip
    assert (changes[2].was, changes[2].now) == (str(build.in_days(100)), str(build.in_days(150)))


def test_wizard_corrects_what_was_declared_and_not_what_the_register_says(waiting, wen):
    correct_the_vehicle(waiting, wen)
    answers = answers_of(build.stale(waiting))
    assert answers.of("papers")["licence_number"] == "211400000001"
    assert answers.of("vehicle")["vin"] == VIN


def test_repeated_trip_begins_with_what_the_register_says_now(waiting, wen, mei, acid_works):
    correct_the_vehicle(waiting, wen, tank_media=["1830"])
    correct_the_driver(waiting, mei)
    answers = answers_of(build.stale(waiting), again=True)
    assert (answers.of("papers")["licence_number"], answers.of("papers")["tank_number"]) == (
        "OTHER2",
        "OTHER3",
    )
    assert answers.of("vehicle")["vin"] == OTHER_VIN
    passes = VehiclePass.objects.select_related("vehicle")
    loaded = passes.prefetch_related("aboard__person", "attachments")
    submitted, refused = repeat_passes(loaded, days=1, signature="文斌", company=acid_works, by=wen)
    assert refused == []
    (later,) = submitted
    assert (later.licence_number, later.tank_number) == ("OTHER2", "OTHER3")
    assert later.aboard.get(role="driver").name == "欧阳明"


def test_repeated_trip_begins_with_the_declared_where_the_register_knows_nothing_valid(
    ada, wen, acid_works
):
    register_vehicle("辽P12345", "2", company=acid_works, kind="tanker", by=wen)
    declared = submit_application(build.an_acid_application(), by=ada)
    papers = answers_of(build.stale(declared), again=True).of("papers")
    assert (papers["licence_number"], papers["tank_number"]) == ("211400000001", "G0001")


def test_repeated_load_without_a_tank_gets_none_from_the_register(wen, acid_works):
    boxed = build.a_hazard(tank_number="", tank_media=(), tank_inspected_until=None)
    declared = submit_application(
        build.an_acid_application(hazard=boxed), by=wen, company=acid_works
    )
    correct_the_vehicle(declared, wen)
    papers = answers_of(build.stale(declared), again=True).of("papers")
    assert (papers["licence_number"], papers["tank_number"]) == ("OTHER2", "")


def declared_in(row) -> list[object]:
    people = [(each.name, each.id_kind, each.id_number, each.phone) for each in row.aboard.all()]
    return [
        row.vehicle_kind, row.vin, row.licence_number, row.licence_expires_on, row.tank_number,
        row.tank_media, row.tank_inspected_until, people,
    ]  # fmt: skip


def test_the_desk_is_shown_whose_vehicle_it_is_when_another_applies(ada, wen, lin, acid_works):
    build.a_submitted_pass(wen, company=acid_works)
    waiting = build.a_submitted_pass(ada, expected_entry_at=build.in_hours(3))
    (differs,) = sign_in(lin).get(f"/passes/queue/{waiting.number}/").context["said_otherwise"]
    assert (str(differs.label), differs.declared, differs.registered) == ("企业", None, acid_works)
