"""Compiled loops also where nothing can be kept."""

import numba
import pytest

from longgang.trail.engine import jit


def test_loops_run_where_no_folder_can_be_written(monkeypatch):
    real = numba.njit

    def without_folder(*loops, cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(*loops, **options)

    monkeypatch.setattr(numba, "njit", without_folder)
    assert jit.compiled(lambda number: number + 1)(2) == 3


def test_each_task_gives_its_result_in_order():
    assert jit.on_all_cores(lambda number: number * 2, range(5)) == [0, 2, 4, 6, 8]


def test_an_error_of_a_task_is_told():
    with pytest.raises(ZeroDivisionError):
        jit.on_all_cores(lambda number: 1 // number, [1, 0])
