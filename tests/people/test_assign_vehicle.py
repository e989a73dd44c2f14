"""The office enters a vehicle for the company that has bought it, or runs it for its owner."""

import pytest
from django.urls import reverse

from longgang.core.errors import NotAllowed, Refused
from longgang.people.actions.vehicles import assign_vehicle
from longgang.people.api import Vehicle, register_vehicle
from tests.audit.helpers import assert_one_event
from tests.people.helpers import BINHAI, LONGWAN, credit_code

pytestmark = pytest.mark.django_db
WHY = "行驶证 2114 号"


@pytest.fixture
def car(zhang, bo):
    return register_vehicle("粤ZAB12港", "3", owner=zhang, by=bo)


def test_assign_hands_it_to_the_company(car, company, ada, mei):
    with assert_one_event("vehicle.assigned") as events:
        assign_vehicle(car, company, keeps_owner=False, by=mei, reason=WHY)
    car.refresh_from_db()
    assert (car.company, car.owner, car.area_code) == (company, None, company.area_code)
    assert (events[0].after["company"], events[0].reason) == (company.number, WHY)
    assert Vehicle.objects.visible_to(ada).get() == car


def test_assign_leaves_it_to_its_owner_whose_company_only_runs_it(car, company, zhang, mei):
    assign_vehicle(car, company, keeps_owner=True, by=mei, reason=WHY)
    car.refresh_from_db()
    assert (car.company, car.owner) == (company, zhang)


def test_assign_refuses_a_company_that_was_not_let_in(car, pending, mei):
    with pytest.raises(Refused) as refused:
        assign_vehicle(car, pending, keeps_owner=False, by=mei, reason=WHY)
    assert refused.value.code == "people.company_not_approved"


def test_assign_needs_a_reason(car, company, mei):
    with pytest.raises(Refused) as refused:
        assign_vehicle(car, company, keeps_owner=False, by=mei, reason="x")
    assert refused.value.code == "people.reason_missing"


@pytest.mark.parametrize("who", ["ada", "bo", "ku", "lin"])
def test_assign_refuses_everybody_but_the_office(car, company, who, request):
    somebody = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        assign_vehicle(car, company, keeps_owner=False, by=somebody, reason=WHY)


@pytest.mark.parametrize("place", [LONGWAN, BINHAI])
def test_assign_refuses_the_office_of_another_place(car, company, staff, place):
    """Whether the car or the company is where it has nothing to say."""
    Vehicle.objects.filter(pk=car.pk).update(area_code=place)
    car.refresh_from_db()
    elsewhere = staff("滨", "desk_supervisor", BINHAI)
    with pytest.raises(NotAllowed):
        assign_vehicle(car, company, keeps_owner=False, by=elsewhere, reason=WHY)


def test_page_finds_the_company_by_its_code(car, company, ada, mei, client, settings):
    settings.STAFF_TOTP = False
    client.force_login(mei)
    address = reverse("people:assign_vehicle", args=[car.number])
    assert address in client.get(car.get_absolute_url()).content.decode()
    wrong = {"company": credit_code(9), "reason": WHY}
    assert "company" in client.post(address, wrong).context["form"].errors
    typed = {"company": f" {company.credit_code.lower()} ", "keeps_owner": "on", "reason": WHY}
    assert client.post(address, typed).url == car.get_absolute_url()
    car.refresh_from_db()
    assert (car.company, car.owner is not None) == (company, True)
    Vehicle.objects.filter(pk=car.pk).update(owner=None)
    assert "keeps_owner" not in client.get(address).context["form"].fields
    client.force_login(ada)
    assert address not in client.get(car.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 403
