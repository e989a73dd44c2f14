"""Puts this checkout into its virtual environment: its packages and the `longgang` command.

Run by make with the environment's own Python. Both files name places relative to themselves, so the
folder may be moved, and nothing has to be built.
"""

import os
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m longgang.launch.cli "$@"
"""


def main() -> None:
    """Write the path file and the command."""
    packages = Path(sysconfig.get_path("purelib"))
    (packages / "longgang.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="utf-8")
    command = Path(sys.prefix) / "bin" / "longgang"
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    main()
