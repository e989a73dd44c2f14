"""The `longgang` command: the one door for whoever operates an installation."""

import argparse
import ast
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import environment
from .sentences import CannotStartError, say
from .supervisor import Supervisor, open_database

LONGGANG = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the operator asks; what is in the way becomes one sentence and exit code 2."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if not words or words[0] in {"help", "-h", "--help"}:
            print_help()
            return 0
        if words[0] == "serve":
            return serve(words[1:])
        if words[0] == "trace":
            return trace(words[1:])
        return run_command(words)
    except CannotStartError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("已停止。", "Stopped.")
        return 130


def serve(words: list[str]) -> int:
    """Everything on this machine, until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="longgang serve", description=serve.__doc__)
    parser.add_argument("--demo", action="store_true", help="with the demo district")
    options = parser.parse_args(words)
    port = os.environ.get("PORT", "8000")  # where `longgang serve` answers
    if not port.isdecimal() or not 0 < int(port) < 2**16:
        raise CannotStartError(
            f"PORT={port} 不是端口号（1–65535）。", f"PORT={port} is not a port number (1-65535)."
        )
    host = os.environ.get("HOST", "127.0.0.1")  # 0.0.0.0 lets other machines in
    return Supervisor(host, int(port), demo=options.demo).run()


def trace(words: list[str]) -> int:
    """Contacts from a file of visits; without settings and without a database."""
    # Compiled loops and data frames, which no other command needs.
    from longgang.trail.command import main as trace_file  # noqa: PLC0415

    return trace_file(words)


def run_command(words: list[str]) -> int:
    """A management command, with this installation's settings and its database running."""
    var_dir = environment.find_var_dir()
    environment.load(var_dir)
    if words[0] == "demo":  # no office in service gets invented people, nor shows login codes
        environment.choose_kind(var_dir, demo=True)
    server = open_database(var_dir)
    try:
        # Only now are there settings that Django could read.
        import django  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415

        if words[0] in list_commands():
            django.setup()
            from .prepare import migrate_if_needed  # noqa: PLC0415

            migrate_if_needed()
        execute_from_command_line(["longgang", *words])
    finally:
        if server:
            server.stop()
    return 0


def list_commands() -> dict[str, str]:
    """Our own management commands with their help, read without starting anything."""
    return {
        path.stem: _read_help(path)
        for path in sorted(LONGGANG.glob("*/management/commands/[a-z]*.py"))
    }


def print_help() -> None:
    """Every command of ours in one line each."""
    commands = {"serve": "Everything on this machine, until Ctrl-C; --demo adds the demo district."}
    commands["trace"] = "Whom somebody met, from a file of visits; needs no database."
    commands |= list_commands()
    width = max(map(len, commands))
    print("longgang COMMAND [--help]\n")
    for name, sentence in commands.items():
        print(f"  {name:{width}}  {sentence}")
    print("\nEvery command of Django works too, such as `longgang shell`.")


def _read_help(path: Path) -> str:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and any(isinstance(target, ast.Name) and target.id == "help" for target in node.targets)
        ):
            return str(node.value.value)
    return ""


if __name__ == "__main__":
    sys.exit(main())
