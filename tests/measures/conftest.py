"""Named people: who they are is readable in every test. The national rules of 2022 are loaded.

`lin` is community officer of Wanghaisi, `bo` of Gongjian in the same street; `ge` is grid worker of
Wanghaisi, `jie` street officer above both, `kang` health officer, `ling` and `wu` command, `rui`
and `yi` rules officers, `sam` audits; `ada` is a resident and a stranger to all of it.
"""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest

from longgang.accounts.api import Post, Role, User
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, today
from longgang.measures.default_rules import load_rules

from . import build

_phones = itertools.count(19900000001)  # the cast's own begin with 139


@pytest.fixture
def staff(db) -> Callable[..., User]:
    def _staff(name: str, role: str, area_code: str = build.DISTRICT, **place: str) -> User:
        user = User.objects.create(name=name, is_staff_member=True, phone=str(next(_phones)))
        since = min(today(), build.DAY) - timedelta(days=400)
        Post.objects.create(user=user, role=role, area_code=area_code, starts_on=since, **place)
        return user

    return _staff


def _appointed(name: str, role: Role, area_code: str = build.DISTRICT):
    @pytest.fixture
    def _fixture(staff) -> User:
        return staff(name, role, area_code)

    return _fixture


lin = _appointed("林", Role.COMMUNITY_OFFICER, build.WANGHAISI)
bo = _appointed("博", Role.COMMUNITY_OFFICER, build.GONGJIAN)
ge = _appointed("葛", Role.GRID_WORKER, build.WANGHAISI)
jie = _appointed("洁", Role.STREET_OFFICER, build.HULUDAO)
kang = _appointed("康", Role.HEALTH_OFFICER)
ling = _appointed("令", Role.COMMAND)
wu = _appointed("吴", Role.COMMAND)
rui = _appointed("瑞", Role.RULES_OFFICER)
yi = _appointed("怡", Role.RULES_OFFICER)
sam = _appointed("山", Role.AUDITOR)


@pytest.fixture
def ada(db) -> User:
    return User.objects.create(name="艾达", phone=str(next(_phones)))


@pytest.fixture
def rules(db) -> None:
    with as_if(build.local(2022, 1, 1)):
        load_rules(by=SYSTEM)


@pytest.fixture
def morning(rules):
    """It is the morning of 26 February 2024; the last version of 2022 is in force."""
    with as_if(build.NOW):
        yield
