"""The people and places of the passes' tests, and phones that are devices of a checkpoint.

`kai` leads the checkpoints, `hai` checks at the west exit, `dan` is the duty officer.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from longgang.accounts.api import Post, Role, User
from longgang.checkpoints.actions.devices import enrol_device, invite_device
from longgang.checkpoints.models import Device
from longgang.core.clock import as_if, now
from tests.passes import build
from tests.passes import conftest as of_passes

from .phone import Phone

# The same people and places; `staff` and `rules` are ours.
wen, lin, bo, mei, hai, kai, sam, ada = (
    of_passes.wen, of_passes.lin, of_passes.bo, of_passes.mei, of_passes.hai, of_passes.kai,
    of_passes.sam, of_passes.ada,
)  # fmt: skip
west_exit, port = of_passes.west_exit, of_passes.port


@pytest.fixture
def staff(db) -> Callable[..., User]:
    """As for the passes, with posts held long enough to have enrolled phones some days ago."""

    def _staff(name: str, role: str, **place: str) -> User:
        user = User.objects.create(name=name, is_staff_member=True)
        values = {"area_code": build.DISTRICT, "starts_on": build.in_days(-20)} | place
        Post.objects.create(user=user, role=role, **values)
        return user

    return _staff


@pytest.fixture
def dan(staff) -> User:
    return staff("丹", Role.DUTY_OFFICER)


@pytest.fixture
def rules(db) -> None:
    with as_if(now() - timedelta(hours=60)):
        build.rules_at_hand()


@pytest.fixture
def make_pass(rules, wen, lin, west_exit, port) -> Callable:
    """`make_pass("辽P10001")`: issued five hours ago, for the west exit."""

    def make(plate: str = "辽P12345", *, hours: float = 5, **changes):
        serial = int("".join(digit for digit in plate if digit.isdigit())[-4:] or 1)
        riders = (build.a_driver(serial % 900 + 50),)
        with as_if(now() - timedelta(hours=hours)):
            return build.an_issued_pass(
                wen, reviewer=lin, plate=plate, **{"riders": riders} | changes
            )

    return make


@pytest.fixture
def phone(rules, kai, hai, west_exit) -> Callable[..., Phone]:
    """`phone()`: a device of the west exit, enrolled two days ago."""

    def make(premises=None, officer=None, *, days: float = 2, **changes) -> Phone:
        with as_if(now() - timedelta(days=days)):
            _device, code = invite_device(
                premises or west_exit, officer=officer or hai, label="西口一号", by=kai
            )
            device, secret = enrol_device(code)
        return Phone(device, secret, **changes)

    return make


@pytest.fixture
def invited(kai, hai, west_exit) -> tuple[Device, str]:
    """A device and the code that makes a phone this device; its label was typed with spaces."""
    return invite_device(west_exit, officer=hai, label=" 西口一号 ", by=kai)
