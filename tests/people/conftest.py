"""Named people: who they are is readable in every test.

`mei` supervises the desks of the whole district, `bo` is street officer in Longwan (211403005),
`ada` dispatches for an acid works, `ku` is a resident and stranger to all of it.
"""

import itertools
from collections.abc import Callable

import pytest

from longgang.accounts.api import Post, Role, User
from longgang.people.api import (
    Company,
    Person,
    Vehicle,
    approve_company,
    register_company,
    register_person,
    register_vehicle,
)
from tests.people.helpers import DISTRICT, LONGWAN, credit_code, id_number


@pytest.fixture
def staff(db) -> Callable[..., User]:
    phones = itertools.count(19900000001)  # the cast's own begin with 139

    def _staff(name: str, role: str, area_code: str, desk_code: str = "") -> User:
        user = User.objects.create(name=name, is_staff_member=True, phone=str(next(phones)))
        Post.objects.create(user=user, role=role, area_code=area_code, desk_code=desk_code)
        return user

    return _staff


@pytest.fixture
def mei(staff) -> User:
    return staff("梅", Role.DESK_SUPERVISOR, DISTRICT)


@pytest.fixture
def bo(staff) -> User:
    return staff("博", Role.STREET_OFFICER, LONGWAN)


@pytest.fixture
def lin(staff) -> User:
    return staff("林", Role.REVIEWER, DISTRICT, "211403-industry")


@pytest.fixture
def ada(db) -> User:
    return User.objects.create(name="艾达", phone="13800000001")


@pytest.fixture
def ku(db) -> User:
    return User.objects.create(name="库", phone="13800000002")


@pytest.fixture
def facts() -> dict[str, str]:
    return {
        "name": "龙湾酸业有限公司",
        "credit_code": credit_code(),
        "industry": "chemicals",
        "area_code": LONGWAN,
        "address": "锦山路 1 号",
        "contact_name": "艾达",
        "contact_phone": "13800000001",
    }


@pytest.fixture
def pending(ada, facts) -> Company:
    return register_company(by=ada, **facts)


@pytest.fixture
def company(pending, mei) -> Company:
    approve_company(pending, by=mei)
    return pending


@pytest.fixture
def zhang(bo) -> Person:
    """A driver who lives in Longwan and has a phone of their own."""
    return register_person(
        name="张伟", id_number=id_number(), phone="13700000001", area_code=LONGWAN, by=bo
    )


@pytest.fixture
def tanker(company, ada) -> Vehicle:
    return register_vehicle(
        "辽P12345", "2", company=company, kind="tanker", carries_hazard=True, by=ada
    )
