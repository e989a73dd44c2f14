"""A company's vehicles from a workbook: rehearsed, entered all or none, nothing twice."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from longgang.audit.models import Event
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.core.excel import Rehearsal
from longgang.people.actions.vehicle_uploads import (
    enter_vehicle_workbook,
    read_vehicle_workbook,
)
from longgang.people.api import (
    Vehicle,
    claim_person,
    correct_vehicle,
    find_vehicle,
    register_vehicle,
)
from longgang.people.models import VehicleUpload
from tests.audit.helpers import assert_one_event
from tests.people.helpers import id_number

pytestmark = pytest.mark.django_db
HEADERS = {
    "plate": "车牌号", "colour": "号牌颜色", "kind": "车型", "vin": "车架号",
    "carries_hazard": "是否危货", "licence_number": "道路运输证号",
    "licence_expires_on": "道路运输证有效期", "tank_media": "罐体介质",
}  # fmt: skip


def a_row(number=1, **changes):
    return {"plate": f"辽P4000{number}", "colour": "黄牌", "kind": "罐车"} | changes


def a_workbook(*rows) -> SimpleUploadedFile:
    """As a company sends it: Chinese headers, only the columns that are used."""
    workbook, written = Workbook(), BytesIO()
    sheet = workbook.active
    sheet.append([HEADERS[key] for key in HEADERS])
    for row in rows:
        sheet.append([row.get(key, "") for key in HEADERS])
    workbook.save(written)
    return SimpleUploadedFile("车队.xlsx", written.getvalue())


def again(upload: SimpleUploadedFile) -> SimpleUploadedFile:
    upload.seek(0)
    return SimpleUploadedFile(upload.name, upload.read())


def read(company, by, *rows) -> VehicleUpload:
    return read_vehicle_workbook(a_workbook(*rows), company=company, by=by)


def codes_of(upload) -> dict[int, list[str]]:
    faulty = Rehearsal.read(upload.rows).faulty
    return {row.number: [fault.refusal.code for fault in row.faults] for row in faulty}


def test_reading_counts_and_keeps_nothing(company, ada, tanker):
    rows = [a_row(1), a_row(2), a_row(3, plate=tanker.plate), a_row(4, plate="not a plate")]
    with assert_one_event("vehicle_workbook.read"):
        upload = read(company, ada, *rows)
    assert (upload.new_count, upload.known_count, upload.faulty_count) == (2, 1, 1)
    assert list(Vehicle.objects.all()) == [tanker]


def test_entering_makes_the_vehicles_of_the_company(company, ada):
    row = a_row(
        1, carries_hazard="是", licence_number="211400000001", licence_expires_on="2030-01-31",
        tank_media="UN1830、1831",
    )  # fmt: skip
    upload = read(company, ada, row, a_row(2))
    entered = enter_vehicle_workbook(upload, by=ada)
    assert len(entered) == 2
    vehicle = find_vehicle("辽P40001", "2")
    assert (vehicle.company, vehicle.kind, vehicle.carries_hazard) == (company, "tanker", True)
    assert vehicle.tank_media == ["1830", "1831"]
    assert str(vehicle.licence_expires_on) == "2030-01-31"
    kinds = list(Event.objects.order_by("-id").values_list("kind", flat=True)[:3])
    assert kinds == ["vehicle_workbook.entered", "vehicle.registered", "vehicle.registered"]


def test_entering_brings_known_vehicles_up_to_date_and_blanks_change_nothing(company, ada, tanker):
    correct_vehicle(tanker, licence_number="211400000009", by=ada)
    upload = read(company, ada, a_row(1, plate=tanker.plate, vin="LSVAM4187C2184847"))
    enter_vehicle_workbook(upload, by=ada)
    tanker.refresh_from_db()
    assert (tanker.vin, tanker.licence_number) == ("LSVAM4187C2184847", "211400000009")
    assert tanker.carries_hazard
    assert Vehicle.objects.count() == 1


def test_a_row_says_all_that_is_wrong_with_it_at_once(company, ada):
    upload = read(company, ada, a_row(1, plate="x", kind=""), a_row(2, kind=""))
    assert codes_of(upload) == {
        2: ["core.plate_format", "core.cell_missing"],
        3: ["core.cell_missing"],
    }


def test_faults_stand_at_their_rows(company, ada, ku, bo):
    register_vehicle("辽P49999", "2", by=bo)  # of nobody: it joins the company
    owner = claim_person(name="库", id_number=id_number(5), phone=ku.phone, by=ku)
    register_vehicle("辽P48888", "2", owner=owner, by=ku)
    upload = read(
        company, ada, a_row(1), a_row(1), a_row(3, plate="辽P48888"), a_row(4, plate="x"),
        a_row(5, colour="无色"), a_row(6, vin="short"), a_row(7, licence_expires_on="2199-01-01"),
        a_row(8, plate="辽P49999"),
    )  # fmt: skip
    assert codes_of(upload) == {
        3: ["core.workbook_row_twice"],
        4: ["people.vehicle_of_somebody_else"],
        5: ["core.plate_format"],
        6: ["core.plate_colour_unknown"],
        7: ["people.vin_format"],
        8: ["people.expiry_unlikely"],
    }
    assert upload.new_count == 2


def test_entering_is_all_or_nothing(company, ada, ku):
    upload = read(company, ada, a_row(1), a_row(2))
    owner = claim_person(name="库", id_number=id_number(5), phone=ku.phone, by=ku)
    register_vehicle("辽P40002", "2", owner=owner, by=ku)
    with pytest.raises(Refused) as refused:
        enter_vehicle_workbook(upload, by=ada)
    assert refused.value.code == "people.vehicle_of_somebody_else"
    assert "3" in str(refused.value.refusals[0].reason)
    assert find_vehicle("辽P40001", "2") is None
    assert VehicleUpload.objects.get().confirmed_at is None


def test_the_same_file_enters_nothing_twice(company, ada):
    file = a_workbook(a_row(1))
    first = read_vehicle_workbook(again(file), company=company, by=ada)
    second = read_vehicle_workbook(again(file), company=company, by=ada)
    enter_vehicle_workbook(first, by=ada)
    for stale in (first, second):
        with pytest.raises(StaleRow):
            enter_vehicle_workbook(stale, by=ada)
    with pytest.raises(Refused) as refused:
        read_vehicle_workbook(again(file), company=company, by=ada)
    assert refused.value.code == "core.workbook_entered_before"
    assert Vehicle.objects.count() == 1


def test_a_workbook_without_vehicles_is_refused(company, ada):
    with pytest.raises(Refused) as refused:
        read(company, ada)
    assert refused.value.code == "core.workbook_without_rows"


def test_strangers_and_waiting_companies_upload_nothing(pending, ada, ku):
    for somebody in (ku, ada):
        with pytest.raises(NotAllowed):
            read(pending, somebody, a_row(1))


def test_pages_lead_from_template_to_entered(company, ada, ku, client):
    client.force_login(ada)
    assert reverse("people:upload_vehicles") in client.get(reverse("people:vehicles")).text
    template = client.get(reverse("people:vehicle_template"))
    assert load_workbook(BytesIO(template.content)).active.max_row > 1
    said = {"company": company.number, "workbook": a_workbook(a_row(1), a_row(2, plate="x"))}
    answer = client.post(reverse("people:upload_vehicles"), said)
    upload = VehicleUpload.objects.get()
    assert answer["Location"] == reverse("people:vehicle_upload", args=[upload.number])
    assert "辽P40001" in client.get(answer["Location"]).text
    faults = client.get(reverse("people:vehicle_faults", args=[upload.number]))
    cells = [cell.value for row in load_workbook(BytesIO(faults.content)).active for cell in row]
    assert "x" in [str(cell).lower() for cell in cells]
    for _click in range(2):
        client.post(reverse("people:enter_vehicles", args=[upload.number]))
    assert Vehicle.objects.count() == 1
    assert "已入库" in client.get(answer["Location"]).text
    client.force_login(ku)
    assert client.get(answer["Location"]).status_code == 404


def test_what_is_no_workbook_is_refused_at_its_field(company, ada, client):
    client.force_login(ada)
    said = {"company": company.number, "workbook": SimpleUploadedFile("x.xlsx", b"not a workbook")}
    answer = client.post(reverse("people:upload_vehicles"), said)
    assert answer.status_code == 422
    assert not VehicleUpload.objects.exists()
