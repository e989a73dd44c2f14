"""One district in the middle of its day for each module; every test leaves it as it was."""

from collections.abc import Iterator

import pytest

from longgang.accounts.api import Post, Role, User
from tests import seeds
from tests.browser.world import World, a_district_at_work
from tests.cast import DISTRICT, INDUSTRY_DESK, appoint


@pytest.fixture(scope="module")
def _standing_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Building it costs seconds, so a module's tests share it; it is never committed."""
    with seeds.standing(django_db_blocker):
        yield a_district_at_work()


@pytest.fixture
def _django_db_helper(_standing_world, django_db_blocker) -> Iterator[None]:
    """Instead of a transaction of its own each test gets a savepoint in the district's."""
    with seeds.standing(django_db_blocker):
        yield


@pytest.fixture
def world(_standing_world, db) -> World:
    """The district at work, put back after the test."""
    return _standing_world


@pytest.fixture
def almighty(world) -> User:
    """Somebody with every post there is, to reach the code behind every permission."""
    user = appoint("全权", Role.REVIEWER, desk_code=INDUSTRY_DESK)
    Post.objects.bulk_create(
        Post(user=user, role=role, area_code=DISTRICT) for role in Role if role != Role.REVIEWER
    )
    return user
