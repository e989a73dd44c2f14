"""The benchmarks that begin with a small demo district: here it is made once for all of them."""

from dataclasses import replace
from unittest.mock import create_autospec

import pytest

from bench.support.rows import SMALL
from longgang.core.clock import now
from longgang.demo.making import make_demo
from tests import seeds

from .measuring import OF_A_DEMO, measure


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with seeds.standing(django_db_blocker):
        make_demo(replace(SMALL, days=1), now(), together=False, tell=lambda _words: None)
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OF_A_DEMO))
def test_it_measures(name, demo, settings, capsys, monkeypatch):
    for module in ("gate", "rows"):
        monkeypatch.setattr(f"bench.support.{module}.make_demo", create_autospec(make_demo))
    measure(name, settings, capsys)
