"""The site by the sea, made anew for each test that asks for it: for tests that must not find one.

Import all three where such tests are.
"""

import pytest

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.isolation.models import Site

from . import build


@pytest.fixture(name="place")
def new_place(morning: None, rui: User) -> Premises:
    """Not open yet."""
    return build.a_place(rui)


@pytest.fixture(name="tan")
def new_lead(place: Premises) -> User:
    return build.a_lead(place)


@pytest.fixture(name="site")
def new_site(place: Premises, tan: User) -> Site:
    return build.a_site(place, tan)
