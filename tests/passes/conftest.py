"""Named people as in `tests.cast`, each made with its post alone; the rules and two checkpoints.

`lin` reviews at the industry desk, `bo` at the transport desk, `mei` supervises all desks, `hai`
checks at the west exit, `kai` leads the checkpoints, `rui` edits rules, `sam` audits, `yan` keeps
the keys, `zhu` looks after accounts; `wen` dispatches for an acid works, `ada` is a resident and a
stranger to all of it.
"""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.accounts.api import Post, Role, User
from longgang.areas.api import Area, Desk, load_divisions
from longgang.core.clock import today
from longgang.passes.models import VehiclePass
from longgang.people.api import Company, approve_company

from . import build

_phones = itertools.count(19900000001)  # the cast's own begin with 139


def a_resident(name: str) -> User:
    """Somebody with a phone and no post."""
    return User.objects.create(name=name, phone=str(next(_phones)))


@pytest.fixture
def staff(db) -> Callable[..., User]:
    def _staff(name: str, role: str, **place: str) -> User:
        user = User.objects.create(name=name, is_staff_member=True, phone=str(next(_phones)))
        since = today() - timedelta(days=30)  # what is "five hours ago" may have been yesterday
        held = {"area_code": build.DISTRICT, "starts_on": since} | place
        Post.objects.create(user=user, role=role, **held)
        return user

    return _staff


@pytest.fixture
def lin(staff) -> User:
    return staff("林", Role.REVIEWER, desk_code="211403-industry")


@pytest.fixture
def bo(staff) -> User:
    return staff("博", Role.REVIEWER, desk_code="211403-transport")


@pytest.fixture
def mei(staff) -> User:
    return staff("梅", Role.DESK_SUPERVISOR)


@pytest.fixture
def hai(staff, west_exit) -> User:
    return staff("海", Role.CHECKPOINT_OFFICER, premises_number=west_exit.number)


@pytest.fixture
def kai(staff) -> User:
    return staff("凯", Role.CHECKPOINT_LEAD)


@pytest.fixture
def rui(staff) -> User:
    return staff("瑞", Role.RULES_OFFICER)


@pytest.fixture
def sam(staff) -> User:
    return staff("山", Role.AUDITOR)


@pytest.fixture
def yan(staff) -> User:
    return staff("严", Role.SECURITY_ADMINISTRATOR)


@pytest.fixture
def zhu(staff) -> User:
    return staff("朱", Role.ADMINISTRATOR)


@pytest.fixture
def ada(db) -> User:
    return a_resident("艾达")


@pytest.fixture
def wen(db) -> User:
    return a_resident("文斌")


@pytest.fixture
def west_exit(db):
    return build.a_checkpoint()


@pytest.fixture
def port(db):
    return build.a_checkpoint(build.PORT, "柳条沟港卡口", road_kind="port")


@pytest.fixture
def rules(db) -> None:
    """The default rules, without tests and documents."""
    if not Area.objects.exists():  # a test with real transactions has emptied all tables
        load_divisions(Area, Desk)
    build.rules_at_hand()


@pytest.fixture
def district(rules, west_exit, port) -> None:
    """Rules and checkpoints: everything an application needs to be submitted."""


@pytest.fixture
def acid_works(wen, mei) -> Company:
    """An approved company with `wen` as its manager."""
    company = build.a_waiting_company(wen, "龙湾酸业有限公司")
    approve_company(company, by=mei)
    return company


@pytest.fixture
def vehicle_pass(wen, lin, district) -> VehiclePass:
    """An issued pass, valid now."""
    return build.an_issued_pass(wen, reviewer=lin)


@pytest.fixture
def gate(west_exit):
    """`gate(direction, number)`: the page of a pass, or the one to scan at, at the west exit."""

    def address(direction="entry", number=""):
        args = [west_exit.number, direction, *([number] if number else [])]
        return reverse("passes:gate_check" if number else "passes:gate_scan", args=args)

    return address
