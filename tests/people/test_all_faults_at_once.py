"""A form that comes back names every fault: the form's own and those that the action would find."""

import pytest
from django.urls import reverse

from longgang.people.forms import (
    CompanyForm,
    CorrectCompanyForm,
    CorrectPersonForm,
    CorrectVehicleForm,
    MemberForm,
    PersonForm,
    QualificationForm,
    VehicleForm,
)
from tests.people.helpers import credit_code, id_number

pytestmark = pytest.mark.django_db

WRONG_CODE = credit_code()[:-1] + ("A" if credit_code()[-1] != "A" else "B")
WRONG_ID = id_number()[:-1] + ("0" if id_number()[-1] != "0" else "1")


def faults_of(form):
    return {
        field: [error.code for error in errors] for field, errors in form.errors.as_data().items()
    }


def test_a_companys_wrong_numbers_are_told_with_what_is_missing():
    form = CompanyForm({"name": "酸厂", "credit_code": WRONG_CODE, "contact_phone": "123"})
    assert faults_of(form) == {
        "credit_code": ["core.credit_code_check_digit"],
        "contact_phone": ["core.phone_format"],
        "industry": ["required"],
        "area_code": ["required"],
        "address": ["required"],
        "contact_name": ["required"],
    }


def test_a_persons_wrong_numbers_are_told_with_what_is_missing():
    form = PersonForm({"id_kind": "111", "id_number": WRONG_ID, "phone": "123"})
    assert faults_of(form) == {
        "name": ["required"], "id_number": ["core.id_check_digit"], "phone": ["core.phone_format"]
    }  # fmt: skip


def test_a_vehicles_wrong_numbers_are_told_with_what_is_missing():
    sent = {
        "plate": "辽P1",
        "colour": "2",
        "vin": "I",
        "tank_media": "1",
        "licence_expires_on": "1",
    }
    form = VehicleForm(sent, keepers=[("own", "张伟")])
    assert faults_of(form) == {
        "plate": ["core.plate_format"], "vin": ["people.vin_format"],
        "tank_media": ["people.un_number_format"],
        "licence_expires_on": ["invalid"], "kind": ["required"], "keeper": ["required"],
    }  # fmt: skip


def test_a_plate_without_its_colour_is_not_judged():
    form = VehicleForm({"plate": "辽P1", "colour": "x"}, keepers=[("own", "张伟")])
    assert "plate" not in faults_of(form)


def test_a_certificates_day_is_told_with_what_is_missing():
    assert faults_of(QualificationForm({"kind": "hazard_driver", "expires_on": "1850-01-01"})) == {
        "number": ["required"], "expires_on": ["core.day_too_old"]
    }  # fmt: skip
    assert faults_of(QualificationForm({"kind": "hazard_driver", "number": "\u200b"})) == {
        "number": ["people.certificate_number_missing"], "expires_on": ["required"]
    }  # fmt: skip


def test_a_members_phone_is_told_with_what_is_missing():
    assert set(faults_of(MemberForm({"phone": "123", "role": "manager"}))) == {"name", "phone"}


def test_a_correction_is_read_as_the_entry_would_be(zhang, tanker, company):
    paper = {"name": "", "id_kind": "111", "id_number": WRONG_ID}
    assert {"name", "id_number", "reason"} == set(faults_of(CorrectPersonForm(paper, row=zhang)))
    company_form = CorrectCompanyForm({"credit_code": WRONG_CODE, "contact_phone": ""}, row=company)
    assert "credit_code" in faults_of(company_form)
    assert "contact_phone" not in faults_of(company_form)
    plate = CorrectVehicleForm({"plate": "辽P1", "colour": tanker.colour}, row=tanker)
    assert set(faults_of(plate)) == {"plate", "kind"}


def test_what_is_left_alone_is_not_judged_again(tanker):
    type(tanker).objects.filter(pk=tanker.pk).update(vin="OLD")
    tanker.refresh_from_db()
    sent = {"plate": tanker.plate, "colour": "2", "kind": "truck", "vin": "OLD"}
    assert faults_of(CorrectVehicleForm(sent, row=tanker)) == {}


def test_each_fault_is_told_once(client, ada, settings):
    settings.STAFF_TOTP = False
    client.force_login(ada)
    answer = client.post(reverse("people:register_company"), {"credit_code": WRONG_CODE})
    assert answer.status_code == 422
    assert faults_of(answer.context["form"])["credit_code"] == ["core.credit_code_check_digit"]
