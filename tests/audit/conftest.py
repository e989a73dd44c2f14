"""Somebody to write about, and somebody who writes."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection

from longgang.accounts.api import User
from longgang.audit.api import Actor, record
from longgang.audit.models import Event


@pytest.fixture
def lin() -> Actor:
    return Actor(id="lin-1", name="林", post="reviewer 211403-industry")


@pytest.fixture
def ada() -> User:
    """The person whom the rows are about; never saved, because the books refer to no live row."""
    return User(number="ada-1", name="艾达", phone="13900001234")


@pytest.fixture
def write(lin: Actor, ada: User) -> Callable[..., Event]:
    """Write one event about ada."""

    def _write(kind: str = "account.opened", **facts: Any) -> Event:
        return record(kind, ada, by=lin, **facts)

    return _write


@pytest.fixture
def past_the_triggers() -> Callable[[], AbstractContextManager[Any]]:
    """A cursor as somebody has it who owns the database and switches the triggers off."""

    @contextmanager
    def _open() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                yield cursor
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")

    return _open
