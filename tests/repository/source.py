"""The product's source as the tests about the repository read it."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LONGGANG = ROOT / "longgang"


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """What belongs to the repository; without git (an unpacked archive) what looks like it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
        return tuple(path for name in names if (path := ROOT / name).is_file())
    tops = ["longgang", "tests", "bench", "scripts", "docs", "requirements", ".ci"]
    return tuple(
        path
        for top in tops
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def product_python() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the product that people write: not the migrations."""
    for path in sorted(LONGGANG.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, parse(path)


@functools.cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, line: int | None = None) -> str:
    name = str(path.relative_to(ROOT))
    return f"{name}:{line}" if line else name


def module_of(path: Path) -> str:
    """The floor of the house a file stands on."""
    return path.relative_to(LONGGANG).parts[0]


def templates() -> list[Path]:
    return sorted(LONGGANG.glob("*/templates/**/*.html")) + sorted(
        LONGGANG.glob("*/templates/**/*.txt")
    )
