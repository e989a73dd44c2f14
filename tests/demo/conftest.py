"""A demo district of a few trips, made once through the demo's own command."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.urls import clear_url_caches

from tests import seeds

HERE = Path(__file__).parent
SMALL = {"days": 0, "trips": 14, "vehicles": 106, "verbosity": 0}


def pytest_collection_modifyitems(items):
    """Whichever of them comes first makes the district for all: beside other work on the machine
    that takes longer than any test may.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def _kept_demo(django_db_setup, django_db_blocker):
    """In a transaction, or the command would call a second process to the work."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            call_command("demo", **SMALL)
        seeds.keep("demo")
        seeds.put_back()


@pytest.fixture
def small_demo(_kept_demo, db):
    """The demo as it was made, only for this test."""
    seeds.put_back("demo")


@pytest.fixture
def committed_demo(_kept_demo, transactional_db):
    """The demo as it was made, for what has a connection of its own to the database."""
    seeds.put_back("demo")
    with connection.cursor() as cursor:  # a test before it may have begun to count anew
        for count_on in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(count_on)


@pytest.fixture
def in_the_demo(settings):
    """The settings of a demo: its pages exist."""
    settings.DEMO = True
    settings.STAFF_TOTP = False
    settings.SMS_GATEWAY = "longgang.notices.gateways.DemoGateway"
    settings.ROOT_URLCONF = "longgang.demo.urls"
    clear_url_caches()
    yield
    clear_url_caches()
