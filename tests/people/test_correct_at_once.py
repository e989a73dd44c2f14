"""Two browsers correct one entry: the second learns what the first saved and undoes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from longgang.core.errors import StaleRow
from longgang.people.api import Person, correct_company, correct_person, correct_vehicle
from longgang.people.forms import CorrectCompanyForm
from tests.forms import sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.STAFF_TOTP = False


@pytest.fixture
def opened():
    """A form as somebody's browser has it: its address, and what it would send back."""

    def _opened(user, name, *args):
        browser = Client(headers={"accept-language": "en"})
        browser.force_login(user)
        browser.cookies["django_language"] = "en"
        url = reverse(f"people:{name}", args=args)
        form = browser.get(url).context["form"]
        return browser, url, sent_back(form)

    return _opened


def test_a_company_that_was_corrected_meanwhile(opened, company, ada, mei):
    browser, url, sent = opened(ada, "correct_company", company.number)
    correct_company(company, address="锦山路 2 号", contact_name="孙丽", by=mei)
    answer = browser.post(url, sent | {"contact_name": "王芳"})
    assert answer.status_code == 422
    company.refresh_from_db()
    assert (company.address, company.contact_name) == ("锦山路 2 号", "孙丽")
    form = answer.context["form"]
    assert "It is now: 孙丽" in form.errors["contact_name"][0]
    assert "this is what is there now" in form.errors["address"][0]
    again = sent_back(form)
    assert (again["contact_name"], again["address"]) == ("王芳", "锦山路 2 号")
    assert browser.post(url, again).status_code == 302
    company.refresh_from_db()
    assert (company.address, company.contact_name) == ("锦山路 2 号", "王芳")


def test_a_vehicle_that_was_corrected_meanwhile(opened, tanker, ada, mei):
    browser, url, sent = opened(ada, "correct_vehicle", tanker.number)
    correct_vehicle(
        tanker, tank_media=["1830"], kind="truck", carries_hazard=False, licence_number="7", by=ada
    )
    answer = browser.post(url, sent | {"kind": "van", "tank_number": "T1"})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "It is now: Truck" in form.errors["kind"][0]
    assert form.errors.keys() == {
        "kind",
        "tank_media",
        "carries_hazard",
        "licence_number",
        "__all__",
    }
    again = sent_back(form)
    assert (again["tank_media"], again["licence_number"]) == ("1830", "7")
    assert (again["tank_number"], "carries_hazard" in again) == ("T1", False)
    assert browser.post(url, again).status_code == 302
    tanker.refresh_from_db()
    assert (tanker.kind, tanker.tank_media, tanker.tank_number) == ("van", ["1830"], "T1")


def test_a_person_whose_hidden_phone_was_corrected_meanwhile(opened, zhang, bo, mei):
    browser, url, sent = opened(bo, "correct_person", zhang.number)
    assert zhang.phone not in str(sent)
    correct_person(zhang, phone="13700000009", by=mei)
    typed = sent | {"phone": "13700000008", "reason": "told by himself"}
    answer = browser.post(url, typed)
    assert answer.status_code == 422
    assert "13700000009" not in answer.text
    form = answer.context["form"]
    assert form.errors.keys() == {"phone", "__all__"}
    assert browser.post(url, sent_back(form)).status_code == 302
    assert Person.objects.get().phone == "13700000008"


def test_only_what_was_changed_goes_to_the_action(opened, company, ada):
    _browser, _url, sent = opened(ada, "correct_company", company.number)
    form = CorrectCompanyForm(sent | {"contact_name": "王芳"}, row=company)
    assert form.is_valid()
    assert form.changes == {"contact_name": "王芳"}


@pytest.mark.parametrize("seen", ["", "{", "[]", "7", "{}"])
def test_a_form_that_does_not_say_what_it_has_seen(opened, company, ada, seen):
    browser, url, sent = opened(ada, "correct_company", company.number)
    sent |= {"seen": seen, "contact_name": "王芳"}
    assert browser.post(url, sent).status_code == 302


def test_a_row_that_changes_under_the_hand_is_left_alone(company, zhang, tanker, ada, mei, bo):
    stale = type(company).objects.get(pk=company.pk)
    correct_company(company, address="锦山路 2 号", by=ada)
    with pytest.raises(StaleRow):
        correct_company(stale, address="锦山路 3 号", by=mei)
    stale = type(zhang).objects.get(pk=zhang.pk)
    correct_person(zhang, address="锦山路 2 号", by=bo)
    with pytest.raises(StaleRow):
        correct_person(stale, address="锦山路 3 号", by=mei)
    stale = type(tanker).objects.get(pk=tanker.pk)
    correct_vehicle(tanker, tank_number="T1", by=ada)
    with pytest.raises(StaleRow):
        correct_vehicle(stale, tank_number="T2", by=ada)
