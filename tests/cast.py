"""The named cast: who they are is readable in every test. All are made through the real actions.

`lin` reviews at the industry desk, `bo` at the transport desk, `hai` is officer at the east
motorway exit, `mei` supervises the desks, `rui` writes rules, `sam` audits, `zhu` looks after
accounts, `yan` grants posts; `wen` dispatches for an acid works and `ada` is a stranger: residents.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from longgang.accounts.actions import create_staff, grant_post, open_account
from longgang.accounts.duties import KNOWN_TO_HAVE_TOTP
from longgang.accounts.models import User
from longgang.accounts.roles import Role
from longgang.audit.api import SYSTEM
from longgang.core.clock import today

DISTRICT = "211403"
LONGWAN = "211403005"
INDUSTRY_DESK = "211403-industry"
TRANSPORT_DESK = "211403-transport"
LONGWAN_DESK = "211403005-street"
EAST_EXIT = "K211403-01"
PASSWORD = "a-password-of-the-tests"


def appoint(
    name: str,
    role: Role,
    area_code: str = DISTRICT,
    *,
    desk_code: str = "",
    premises_number: str = "",
    phone: str = "",
) -> User:
    """A member of staff with one post, a password and no duties left before work.

    The post began a month ago: what a test says of "five hours ago" may have been yesterday.
    """
    user = create_staff(
        name,
        phone=phone,
        password_hash=make_password(PASSWORD),
        must_change_password=False,
        by=SYSTEM,
    )
    grant_post(
        user,
        role=role,
        area_code=area_code,
        desk_code=desk_code,
        premises_number=premises_number,
        starts_on=today() - timedelta(days=30),
        by=SYSTEM,
    )
    return user


def sign_in(user: User) -> Client:
    """A browser in which this person is signed in, second factor and all."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[KNOWN_TO_HAVE_TOTP] = True
    session.save()
    return client


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """`signed_in(lin).get(url)`."""
    return sign_in


@pytest.fixture
def lin(db) -> User:
    return appoint("林", Role.REVIEWER, desk_code=INDUSTRY_DESK, phone="13900000001")


@pytest.fixture
def bo(db) -> User:
    return appoint("博", Role.REVIEWER, desk_code=TRANSPORT_DESK, phone="13900000002")


@pytest.fixture
def hai(db) -> User:
    return appoint("海", Role.CHECKPOINT_OFFICER, premises_number=EAST_EXIT, phone="13900000003")


@pytest.fixture
def mei(db) -> User:
    return appoint("梅", Role.DESK_SUPERVISOR, phone="13900000004")


@pytest.fixture
def rui(db) -> User:
    return appoint("瑞", Role.RULES_OFFICER, phone="13900000005")


@pytest.fixture
def sam(db) -> User:
    return appoint("萨姆", Role.AUDITOR, phone="13900000006")


@pytest.fixture
def zhu(db) -> User:
    return appoint("朱", Role.ADMINISTRATOR, phone="13900000007")


@pytest.fixture
def yan(db) -> User:
    return appoint("严", Role.SECURITY_ADMINISTRATOR, phone="13900000008")


@pytest.fixture
def wen(db) -> User:
    return open_account("13800000001", name="文", language="zh-hans")


@pytest.fixture
def ada(db) -> User:
    return open_account("13800000002", name="艾达", language="zh-hans")
