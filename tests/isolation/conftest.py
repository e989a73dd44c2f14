"""The named people of the sites' tests: `dao` is officer and `tan` lead of the site by the sea,
`xi` officer of another one; the others are those of the measures.
"""

import pytest

from longgang.accounts.api import Role, User
from longgang.areas.api import Premises
from longgang.isolation.counting import FIELDS, count
from longgang.isolation.models import Site, SiteFigures
from longgang.measures.api import Measure
from tests.measures.conftest import (  # noqa: F401 - fixtures are found by being here
    ada,
    bo,
    ge,
    jie,
    kang,
    lin,
    ling,
    morning,
    rui,
    rules,
    sam,
    staff,
)

from . import build


@pytest.fixture(autouse=True)
def _figures_equal_the_rows(db):
    """Whatever a test did: no deed forgets to count its site."""
    yield
    counted = count(list(Site.objects.values_list("pk", flat=True)))
    kept = {each.pk: {name: getattr(each, name) for name in FIELDS}
            for each in SiteFigures.objects.all()}  # fmt: skip
    assert kept == counted


@pytest.fixture
def place(morning, rui) -> Premises:  # noqa: F811
    """By the sea."""
    return build.a_place(rui)


@pytest.fixture
def tan(staff, place) -> User:  # noqa: F811
    return staff("谭", Role.SITE_LEAD, place.area_code, premises_number=place.number)


@pytest.fixture
def dao(staff, place) -> User:  # noqa: F811
    return staff("道", Role.SITE_OFFICER, place.area_code, premises_number=place.number)


@pytest.fixture
def site(place, tan) -> Site:
    return build.a_site(place, tan)


@pytest.fixture
def other_place(morning, rui) -> Premises:  # noqa: F811
    return build.a_place(rui, "西山健康驿站")


@pytest.fixture
def xi(staff, other_place) -> User:  # noqa: F811
    return staff("西", Role.SITE_LEAD, other_place.area_code, premises_number=other_place.number)


@pytest.fixture
def other_site(other_place, xi) -> Site:
    return build.a_site(other_place, xi)


@pytest.fixture
def measure(morning, lin) -> Measure:  # noqa: F811
    """Of somebody who is to be isolated in a site."""
    return build.a_measure(lin)
