"""Keys of intervals are sorted as numbers are."""

import numpy as np
import pytest

from longgang.trail.engine.sources import FEW, _sort


@pytest.mark.parametrize("bits", [1, 11, 21, 22, 40, 62])
@pytest.mark.parametrize("size", [2, FEW, 20_000])
def test_keys_are_sorted(bits, size):
    keys = np.random.default_rng(bits).integers(0, 2**bits, size)
    assert np.array_equal(_sort(keys.copy()), np.sort(keys))
