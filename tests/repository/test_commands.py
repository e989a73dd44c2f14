"""Every command of ours helps its reader and is tried out by a test."""

from django.core.management import get_commands, load_command_class

from longgang.launch.cli import list_commands
from tests.repository.source import ROOT


def test_every_command_has_help():
    ours = {name: app for name, app in get_commands().items() if str(app).startswith("longgang.")}
    assert ours
    assert [name for name, app in ours.items() if not load_command_class(app, name).help] == []


def test_the_launcher_lists_every_command_with_its_help():
    ours = {name for name, app in get_commands().items() if str(app).startswith("longgang.")}
    listed = list_commands()
    assert listed.keys() == ours
    assert all(listed.values()), listed


def test_every_command_is_tried_out():
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    assert [name for name in list_commands() if f'"{name}"' not in tests] == []
