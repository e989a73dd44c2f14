"""`rui` writes the register of areas for the district; `ada` is a resident and stranger to it."""

import pytest

from longgang.accounts.api import Post, Role, User
from longgang.areas.names import forget_names


@pytest.fixture(autouse=True)
def _read_names_anew():
    """Names remembered from another test's rolled-back changes would be wrong here."""
    forget_names()
    yield
    forget_names()


@pytest.fixture
def rui(db) -> User:
    user = User.objects.create(name="瑞", is_staff_member=True)
    Post.objects.create(user=user, role=Role.RULES_OFFICER, area_code="211403")
    return user


@pytest.fixture
def longwan_officer(db) -> User:
    user = User.objects.create(name="龙", is_staff_member=True)
    Post.objects.create(user=user, role=Role.RULES_OFFICER, area_code="211403005")
    return user


@pytest.fixture
def ada(db) -> User:
    return User.objects.create(name="艾达", phone="13800000001")
