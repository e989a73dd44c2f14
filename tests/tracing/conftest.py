"""`yan` and `ye` investigate; the others are those of the measures' tests. The engine reads the
visits from the table: its files have tests of their own.
"""

import pytest

from longgang.accounts.api import Role
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if
from longgang.tracing.default_rules import load_rules as load_tracing_rules
from longgang.trail import asking
from tests import seeds
from tests.measures import build as measures
from tests.measures.conftest import (  # noqa: F401 - fixtures are found by being here
    ada,
    ge,
    jie,
    kang,
    lin,
    ling,
    rui,
    rules,
    sam,
    sites,
    staff,
)
from tests.trail.reading import read_index

from . import build


@pytest.fixture
def yan(staff):  # noqa: F811
    return staff("严", Role.INVESTIGATOR)


@pytest.fixture
def ye(staff):  # noqa: F811
    return staff("叶", Role.INVESTIGATOR)


@pytest.fixture(scope="module")
def dated(rules, django_db_blocker):  # noqa: F811
    with seeds.standing(django_db_blocker):
        load_the_windows()
        yield


def load_the_windows() -> None:
    with as_if(measures.local(2022, 1, 1)):
        load_tracing_rules(by=SYSTEM)


@pytest.fixture
def morning(dated, index):
    """It is the morning of 26 February 2024; the twenty measures are in force."""
    with as_if(measures.NOW):
        yield


@pytest.fixture
def index(monkeypatch):
    monkeypatch.setattr(asking, "current_index", read_index)


@pytest.fixture
def people(morning, kang):  # noqa: F811
    people = build.the_people(kang)
    build.what_happened(people)
    return people


@pytest.fixture
def case(people, yan):
    return build.a_case(people.he, yan)
