"""Whether the tests run as much of the code as `tool.longgang.coverage` in pyproject.toml asks.

    coverage_floors.py REPORT   reads what `coverage json` wrote; says what is below its floor

A file belongs to the first floor whose pattern fits. A floor counts lines and branches of all its
files together, and the files that are below it are named with the lines that nothing runs.
"""

import json
import sys
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Floor:
    """The least per cent of some files, and what was found of them."""

    patterns: list[str]
    percent: float
    run: int = 0
    all: int = 0
    below: list[str] = field(default_factory=list)

    @property
    def reached(self) -> float:
        """Per cent, of lines and branches together."""
        return 100 * self.run / self.all if self.all else 100.0

    @property
    def is_held(self) -> bool:
        """Whether as much is run as is asked for."""
        return self.reached >= self.percent

    def add(self, path: str, file: dict[str, Any]) -> None:
        """Count a file in."""
        found = file["summary"]
        run = found["covered_lines"] + found.get("covered_branches", 0)
        whole = found["num_statements"] + found.get("num_branches", 0)
        self.run, self.all = self.run + run, self.all + whole
        if whole and 100 * run / whole < self.percent:
            lines = ", ".join(map(str, file["missing_lines"])) or "branches only"
            self.below.append(f"    {path} {100 * run / whole:.0f} %: {lines}")


def read_floors() -> list[Floor]:
    """As pyproject.toml has them, in its order."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = settings["tool"]["longgang"]["coverage"]
    return [Floor(each["files"], each["percent"]) for each in floors]


def measure(report: dict[str, Any], floors: list[Floor]) -> list[Floor]:
    """Count every file of the report into its floor."""
    for path, file in sorted(report["files"].items()):
        for floor in floors:
            if any(fnmatch(path, pattern) for pattern in floor.patterns):
                floor.add(path, file)
                break
    return floors


def main(report: Path) -> int:
    """A line for each floor; the exit code is the number of floors that are not held."""
    floors = measure(json.loads(report.read_text(encoding="utf-8")), read_floors())
    for floor in floors:
        word = "ok    " if floor.is_held else "FAILED"
        print(f"{word} {floor.reached:.1f} % of {floor.percent} %: {' '.join(floor.patterns)}")
        print("\n".join(floor.below), end="\n" if floor.below else "")
    return sum(not floor.is_held for floor in floors)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
