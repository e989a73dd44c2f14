"""The named people of the sites' tests: `dao` is officer and `tan` lead of the site by the sea,
`xi` officer of another one; the others are those of the measures.
"""

from collections.abc import Iterator

import pytest

from longgang.accounts.api import Role, User
from longgang.areas.api import Premises
from longgang.core.clock import as_if
from longgang.isolation.counting import count
from longgang.isolation.models import Site, SiteFigures
from longgang.isolation.models.figures import COUNTS
from longgang.measures.api import Measure
from tests import seeds
from tests.measures.build import NOW, a_member_of_staff
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
    kept = {each.pk: {name: getattr(each, name) for name in (*COUNTS, "leaving", "arriving")}
            for each in SiteFigures.objects.all()}  # fmt: skip
    assert kept == counted


@pytest.fixture(scope="module")
def _by_the_sea(rules, django_db_blocker) -> Iterator[Site]:  # noqa: F811
    """An open site with its lead, made once for all tests of a module."""
    with seeds.standing(django_db_blocker):
        with as_if(NOW):
            place = build.a_place(a_member_of_staff("瑞", Role.RULES_OFFICER))
            site = build.a_site(place, build.a_lead(place))
        yield site


@pytest.fixture
def site(_by_the_sea, morning) -> Site:  # noqa: F811
    return Site.objects.get(pk=_by_the_sea.pk)


@pytest.fixture
def place(site) -> Premises:
    """By the sea."""
    return Premises.objects.get(pk=site.premises_id)


@pytest.fixture
def tan(site) -> User:
    return User.objects.get(name=build.LEAD)


@pytest.fixture
def dao(staff, place) -> User:  # noqa: F811
    return staff("道", Role.SITE_OFFICER, place.area_code, premises_number=place.number)


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
