"""Which Python the environment is made with."""

import os
import sys
import sysconfig

import pytest

from scripts import bootstrap


@pytest.fixture
def built_with(monkeypatch):
    """`built_with("…")`: what our Python was told when it was built; it is not the system's."""
    monkeypatch.setattr(sys, "executable", "/opt/own/bin/python")
    return lambda options: monkeypatch.setattr(sysconfig, "get_config_var", lambda _name: options)


@pytest.fixture
def taken(monkeypatch):
    """The Pythons that took over."""
    found = []
    monkeypatch.setattr(os, "execv", lambda path, _arguments: found.append(path))
    return found


def test_a_slow_build_hands_over_to_the_system(built_with, taken, monkeypatch):
    built_with("'--enable-shared'")
    monkeypatch.setattr(bootstrap, "can_make_environments", lambda _python: True)
    bootstrap.need_python()
    assert taken == [bootstrap.SYSTEM]


def test_a_slow_build_goes_on_where_the_system_has_none_that_will_do(
    built_with, taken, monkeypatch
):
    built_with("")
    monkeypatch.setattr(bootstrap, "can_make_environments", lambda _python: False)
    bootstrap.need_python()
    assert taken == []


def test_a_fast_build_stays(built_with, taken):
    built_with("'--enable-optimizations' '--with-lto'")
    bootstrap.need_python()
    assert taken == []


def test_only_a_python_of_the_same_version_will_do(tmp_path, monkeypatch):
    assert not bootstrap.can_make_environments(tmp_path / "python3")
    assert bootstrap.can_make_environments(sys.executable)
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert not bootstrap.can_make_environments(sys.executable)


def test_two_share_the_list_and_nothing_is_left_out():
    locked = (bootstrap.ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    halves = bootstrap.halves_of(locked)
    names = [[line for line in half.split("\n") if "==" in line] for half in halves]
    all_names = [line for line in locked.split("\n") if "==" in line]
    assert sorted(names[0] + names[1]) == sorted(all_names)
    assert abs(len(names[0]) - len(names[1])) <= 1
    assert sum(half.count("--hash") for half in halves) == locked.count("--hash")
