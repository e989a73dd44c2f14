"""One short spring for all who look at how it can go wrong; each of them in a copy of its own."""

import pytest
from django.conf import settings
from django.db import connection

from bench.support.spring.plan import Size
from bench.support.spring.season import Spring, found, live
from longgang.trail import asking
from tests import seeds
from tests.trail.reading import read_index

SHORT = Size(4, 40, 0.5, 2, 10, 2, 1, readings=0.1, worker_hours=4, cases=4)


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    """Four days of a spring, taken back when the module ends."""
    with pytest.MonkeyPatch.context() as patch, seeds.standing(django_db_blocker):
        patch.setattr(settings, "SMS_GATEWAY", "bench.support.setting.SilentGateway", raising=False)
        patch.setattr(asking, "current_index", read_index)
        spring = found(SHORT)
        live(spring, SHORT.days)
        yield spring


@pytest.fixture
def spring(lived, db) -> Spring:
    """Its rows may be changed by hand, also where the database would refuse it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return lived
