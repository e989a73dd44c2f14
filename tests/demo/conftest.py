"""A demo district of a few trips, made once through the demo's own command."""

import pytest
from django.core.management import call_command
from django.urls import clear_url_caches

SMALL = {"days": 0, "trips": 14, "vehicles": 106, "verbosity": 0}


@pytest.fixture
def small_demo(db):
    call_command("demo", **SMALL)


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
