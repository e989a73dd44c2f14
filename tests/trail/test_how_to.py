"""The page about the command shows what the command does."""

import re
import shlex

import pytest

from longgang.launch import cli
from tests.repository.source import ROOT

PAGE = (ROOT / "docs/how-to/trace-from-the-shell.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```csv (\S+)\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]


@pytest.fixture
def beside_the_files(tmp_path, monkeypatch):
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_runs_and_finds_somebody(command, beside_the_files, capsys):
    program, *words = shlex.split(command)
    assert program == "longgang"
    assert cli.main(words) == 0
    assert "contacts 0" not in capsys.readouterr().err


def test_the_answer_shown_is_the_answer(beside_the_files, capsys):
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    cli.main(shlex.split(COMMANDS[0])[1:])
    assert capsys.readouterr().out == shown
