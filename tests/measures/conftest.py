"""Named people: who they are is readable in every test. The national rules of 2022 are loaded.

`lin` is community officer of Wanghaisi, `bo` of Gongjian in the same street; `ge` is grid worker of
Wanghaisi, `wei` of its first grid; `jie` street officer above both, `kang` health officer, `ling`
and `wu` command, `rui` and `yi` rules officers, `sam` audits; `gate` and `other_gate` lead the two
`sites`; `ada` is a resident and a stranger to all of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from longgang.accounts.api import Role, User
from longgang.areas.api import PremisesKind, add_area, add_premises
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if
from longgang.measures.default_rules import load_rules
from longgang.measures.models import Measure
from longgang.measures.queries import read_done, read_watch
from tests import seeds

from . import build
from .kept import beyond, unpack, what_is_on, what_was_done


@pytest.fixture(autouse=True)
def _what_is_kept_equals_the_rows(db):
    """Whatever a test did: no deed forgets to keep what the days have and what was done."""
    yield
    for measure in Measure.objects.open().select_related("rule"):
        watch = replace(read_watch(measure), closed_on=None)
        done = read_done(measure)
        first, days = measure.agenda_from, measure.agenda
        kept = {first + timedelta(days=place): unpack(day) for place, day in enumerate(days)}
        computed = {day: what_is_on(day, watch, done) for day in kept}
        assert kept == computed, measure
        assert not any(what_is_on(each, watch, done)[0] for each in beyond(kept)), measure
        assert unpack(measure.done)[1] == what_was_done(measure.done_on, done), measure


@pytest.fixture
def staff(db) -> Callable[..., User]:
    return build.a_member_of_staff


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
    return User.objects.create(name="艾达", phone=build.a_phone_number())


@pytest.fixture(scope="module")
def rules(django_db_setup, django_db_blocker):
    with seeds.standing(django_db_blocker):
        load_the_rules()
        yield


def load_the_rules() -> None:
    with as_if(build.local(2022, 1, 1)):
        load_rules(by=SYSTEM)


@pytest.fixture
def morning(rules):
    """It is the morning of 26 February 2024; the last version of 2022 is in force."""
    with as_if(build.NOW):
        yield


@pytest.fixture
def sites(rui):
    return [
        add_premises(kind=PremisesKind.SITE, name=name, area_code=build.GONGJIAN, by=rui)
        for name in ("宜居宾馆", "海滨酒店")
    ]


@pytest.fixture
def gate(staff, sites):
    """An officer of the first site."""
    return staff("宁", Role.SITE_LEAD, premises_number=sites[0].number)


@pytest.fixture
def other_gate(staff, sites):
    return staff("安", Role.SITE_LEAD, premises_number=sites[1].number)


@pytest.fixture
def grid(rui) -> str:
    """The first grid of Wanghaisi."""
    code = f"{build.WANGHAISI}001"
    with as_if(build.NOW - timedelta(days=30)):
        add_area(code=code, name="一网格", parent_code=build.WANGHAISI, by=rui)
    return code


@pytest.fixture
def wei(staff, grid) -> User:
    return staff("魏", Role.GRID_WORKER, grid)
