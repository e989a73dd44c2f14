"""Places to hold posts at, and a box for what goes out to phones."""

import re

import pytest

from longgang.accounts import places
from longgang.accounts.places import Places
from tests.accounts import postbox
from tests.cast import (
    DISTRICT,
    EAST_EXIT,
    INDUSTRY_DESK,
    LONGWAN,
    LONGWAN_DESK,
    TRANSPORT_DESK,
)

OTHER_DISTRICT = "211402"


@pytest.fixture(autouse=True)
def _places(monkeypatch):
    known = Places(
        areas=[(DISTRICT, "龙港区"), (LONGWAN, "龙湾街道"), (OTHER_DISTRICT, "连山区")],
        desks=[
            (INDUSTRY_DESK, "工信窗口"),
            (TRANSPORT_DESK, "交通窗口"),
            (LONGWAN_DESK, "龙湾窗口"),
        ],
        premises=[(EAST_EXIT, "龙港东口")],
        area_of_premises={EAST_EXIT: DISTRICT},
    )
    monkeypatch.setattr(places, "_providers", [lambda: known])


class Box:
    """What phones received."""

    @property
    def messages(self):
        return postbox.MESSAGES

    @property
    def code(self):
        """The digits of the newest message."""
        return re.search(r"\d{6}", self.messages[-1].text)[0]


@pytest.fixture
def box(settings):
    settings.CODE_SENDER = "tests.accounts.postbox.send"
    postbox.MESSAGES.clear()
    return Box()
