"""The benchmarks that begin with a small demo district measure it."""

from unittest.mock import create_autospec

import pytest

from longgang.demo.making import make_demo
from tests.repository.measuring import OF_A_DEMO, measure


@pytest.mark.parametrize("name", sorted(OF_A_DEMO))
def test_it_measures(name, committed_demo, settings, capsys, monkeypatch):
    for module in ("gate", "rows"):
        monkeypatch.setattr(f"bench.support.{module}.make_demo", create_autospec(make_demo))
    measure(name, settings, capsys)
