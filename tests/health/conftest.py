"""Named people as in the tests of the measures, and `he`, a resident with a login of her own."""

import pytest

from longgang.accounts.api import User
from longgang.core.clock import as_if
from longgang.people.api import claim_person
from tests.measures import build
from tests.measures import conftest as of_measures

staff = of_measures.staff
lin, bo, ge, jie, kang, ling, sam, ada = (
    of_measures.lin, of_measures.bo, of_measures.ge, of_measures.jie, of_measures.kang,
    of_measures.ling, of_measures.sam, of_measures.ada,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _morning():
    """It is the morning of 26 February 2024."""
    with as_if(build.NOW):
        yield


@pytest.fixture
def he(db) -> User:
    return User.objects.create(name="何", phone="13811110001")


@pytest.fixture
def person(he):
    """The entry of `he`, who lives in Wanghaisi."""
    return claim_person(name="何静", id_number=build.id_number(1), area_code=build.WANGHAISI, by=he)
