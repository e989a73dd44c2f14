"""Every benchmark runs, at a tiny size: what is measured seldom must not rot meanwhile."""

import importlib
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent.parent / "bench"
NAMES = sorted(path.stem for path in BENCH.glob("[a-z]*.py") if path.stem != "table")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_it_measures(name, settings, capsys):
    settings.SMS_GATEWAY = "bench.support.setting.SilentGateway"
    settings.STAFF_TOTP = False
    importlib.import_module(f"bench.{name}").main(tiny=True)
    title, _blank, columns, *rows = capsys.readouterr().out.strip().splitlines()
    assert rows, (title, columns)
