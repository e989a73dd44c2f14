"""What all tests share: cheap passwords, plain static files, and tables that can be emptied."""

import functools
import gc
import os
from copy import copy
from itertools import chain, groupby, islice
from operator import attrgetter
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.db import connection
from django.test import TransactionTestCase, client
from django.test.utils import ContextList
from django.utils import translation

from tests import seeds
from tests.cast import (  # noqa: F401 - fixtures are found by being here
    ada,
    bo,
    hai,
    lin,
    mei,
    rui,
    sam,
    signed_in,
    wen,
    yan,
    zhu,
)

# A slow machine is no failure, and what is tried is the same on every machine.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")

HERE = Path(__file__).parent
END_THE_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
LONG = ["browser", "launch"]  # folders with Chromium, with servers of their own: test by test
# Folders and modules whose tests share what takes long to make or to live through, the next worker
# in turn for each.
WHOLE = [
    "spring",
    "demo",
    "browser/test_every_page.py",
    "trail/test_cluster.py",
    "hostile/test_every_address.py",
]

# Django, pytest and the tests stay until the end: looking through them for garbage finds none.
gc.set_threshold(50_000, 20, 100)

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
StaticFilesStorage.url = functools.cache(StaticFilesStorage.url)  # a page asks for its icons' file
TransactionTestCase._fixture_teardown = lambda _test: seeds.put_back()


def _store_the_page(store, signal, sender, template, context, **_):
    """What a page was drawn from, and no copy of it for each of its hundreds of parts."""
    if "context" not in store:
        store["templates"] = [template]
        store["context"] = ContextList([copy(context)])


client.store_rendered_templates = _store_the_page


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, with a copy of what its migrations put in."""
    with django_db_blocker.unblock():
        if seeds.are_kept():
            seeds.put_back()
        else:
            seeds.keep()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(END_THE_OTHERS)  # what threads of a server left open would keep the database


@pytest.fixture(autouse=True)
def _speak_chinese_first():
    """A page asked for in English leaves its language in the thread; each test starts anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def pytest_collection_modifyitems(items):
    """Each worker begins with its share of the journeys: the longest are never the last. What is
    made once for a whole folder or a module is made by one worker.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    shared = {place: [] for place in (*WHOLE, *LONG, "")}
    for item in items:
        path = item.path.relative_to(HERE).as_posix()
        shared[next(place for place in shared if path.startswith(place))].append(item)
    long = [item for folder in LONG for item in shared[folder]]
    modules = [list(own) for _path, own in groupby(shared[""], key=attrgetter("path"))]
    shares = [[*long[share::workers], *chain(*modules[share::workers])] for share in range(workers)]
    for turn, place in reversed([*enumerate(WHOLE)]):
        shares[turn % workers][:0] = shared[place]
    items[:] = chain(*_level(shares))


def _level(shares):
    """The runner gives each worker as many: who has more passes on the last of theirs."""
    size = sum(map(len, shares)) // len(shares)
    spare = iter([item for share in shares for item in share[size:]])
    level = [[*share[:size], *islice(spare, max(0, size - len(share)))] for share in shares]
    return [*level, spare]


def pytest_collection_finish():
    """What is there before the first test is no garbage."""
    gc.freeze()
