"""How a benchmark is run at its tiny size, and which of them begin with a small demo district."""

import importlib
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

BENCH = Path(__file__).resolve().parent.parent.parent / "bench"
NAMES = {path.stem for path in BENCH.glob("[a-z]*.py") if path.stem != "table"}
OF_A_DEMO = {"checkin", "lists", "scanner", "sites"}


def measure(name: str, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """It comes to its end and prints a table with rows."""
    settings.SMS_GATEWAY = "bench.support.setting.SilentGateway"
    settings.STAFF_TOTP = False
    importlib.import_module(f"bench.{name}").main(tiny=True)
    title, _blank, columns, *rows = capsys.readouterr().out.strip().splitlines()
    assert rows, (title, columns)
