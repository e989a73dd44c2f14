"""The named people of the measures' tests, the rules of 2022, and a rule for declarations."""

import pytest

from longgang.accounts.api import User
from longgang.arrivals.actions.dated import announce_risk_area, set_arrival_rule
from longgang.arrivals.models import RiskArea
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if
from longgang.people.api import Person, claim_person
from tests import seeds
from tests.measures import build as people
from tests.measures.conftest import (  # noqa: F401 - fixtures are found by being here
    ada,
    bo,
    ge,
    jie,
    kang,
    lin,
    ling,
    rui,
    rules,
    sam,
    staff,
    yi,
)

from . import build


@pytest.fixture(scope="module")
def dated(rules, django_db_blocker):  # noqa: F811
    """Seven days are looked at, and two hours are given."""
    with seeds.standing(django_db_blocker), as_if(people.local(2024, 1, 1)):
        set_arrival_rule(look_back_days=7, claim_minutes=120, document_number="文 1", by=SYSTEM)
        yield


@pytest.fixture
def morning(dated):
    """It is the morning of 26 February 2024; the rules of 2022 and one for declarations are set."""
    with as_if(people.NOW):
        yield


@pytest.fixture
def village(morning, rui) -> RiskArea:  # noqa: F811
    """Part of a street of Sanya is a high-risk area since the 20th."""
    return announce_risk_area(
        area_code=build.SANYA, place="大庙村", level="high", since_on=build.day(-6),
        document_number="琼疫 5", by=rui,
    )  # fmt: skip


@pytest.fixture
def wei(morning, ada) -> Person:  # noqa: F811
    """`ada` herself, in the register, at home in Wanghaisi."""
    return claim_person(
        name="艾达", id_number=people.id_number(7), phone=ada.phone, area_code=people.WANGHAISI,
        by=ada,
    )  # fmt: skip


@pytest.fixture
def declaration(wei, ada: User):  # noqa: F811
    """`ada` comes home tomorrow, from nowhere of interest."""
    return build.declares(ada, wei)
