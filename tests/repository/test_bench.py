"""Every benchmark runs, at a tiny size: what is measured seldom must not rot meanwhile."""

import pytest

from .measuring import NAMES, OF_A_DEMO, measure


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(NAMES - OF_A_DEMO))
def test_it_measures(name, settings, capsys):
    measure(name, settings, capsys)
