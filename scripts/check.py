"""Every check in one go: keeps going after a failure and says at the end how many failed.

    check.py             the checks and the tests about the repository
    check.py --tests     the checks and every test, in real Chromium too
    check.py --coverage  the tests without a browser, and how much of the code they run
    check.py --fix       let the tools repair what they can

Checks get the tests' settings and PostgreSQL; two run at a time.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import chromium, environment

ROOT = environment.ROOT
BIN = Path(sys.executable).parent
TEMPLATES = [str(path) for path in sorted(ROOT.glob("longgang/**/templates/**/*.html"))]

CHECKS: dict[str, list[str]] = {
    "types": ["mypy", "longgang"],
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "templates": ["djade", "--check", "--target-version", "5.2", *TEMPLATES],
    "floors": ["lint-imports"],
    "migrations": ["python", "-m", "tests.manage", "makemigrations", "--check", "--dry-run"],
    "settings": ["python", "-m", "tests.manage", "check", "--fail-level", "WARNING"],
    "translations": ["python", "scripts/messages.py", "missing"],
    "generated pages": ["python", "-m", "tests.manage", "write_docs", "--check"],
    # Kept beside the code: each worker of the tests would compile them for itself.
    "compiled loops": ["python", "-c", "from longgang.trail.engine import warm_up; warm_up()"],
}
REPOSITORY_TESTS = ["pytest", "tests/repository", "-q", "-p", "no:cacheprovider"]
# Three on two cores: while one waits for a browser or a start, two others work.
ALL_TESTS = ["pytest", "-q", "-n", "3", "--dist", "worksteal", "-p", "no:cacheprovider"]
COVERAGE = environment.ROOT / "var" / "coverage.json"
COVERED_TESTS = [*ALL_TESTS, "--ignore=tests/browser", "--cov", f"--cov-report=json:{COVERAGE}"]
FIXES = [
    ["ruff", "check", "--fix", "."],
    ["ruff", "format", "."],
    ["djade", "--target-version", "5.2", *TEMPLATES],
]


def main() -> int:
    """Run what is asked for; the exit code is the number of failures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--fix", action="store_true")
    options = parser.parse_args()
    if options.fix:
        return sum(_run(command).returncode != 0 for command in FIXES)
    if options.coverage:
        floors = ["python", "scripts/coverage_floors.py", str(COVERAGE)]
        return sum(_run(command).returncode != 0 for command in (COVERED_TESTS, floors))
    with ThreadPoolExecutor(max_workers=1) as pool:
        missing = find_missing() if options.tests else []
        installed = pool.submit(install, missing)
        failed = run_checks()
        installed.result()
    failed += run_tests(ALL_TESTS if options.tests else REPOSITORY_TESTS)
    if failed:
        print(f"\n{len(failed)} failed: {', '.join(failed)}")
    else:
        print("\nEverything passed.")
    return len(failed)


def run_checks() -> list[str]:
    """All checks, two at a time; only what fails gets to speak."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        started = {name: pool.submit(_timed, command) for name, command in CHECKS.items()}
        for name, future in started.items():
            done, seconds = future.result()
            print(f"{'FAILED' if done.returncode else 'ok':6} {name} ({seconds:.0f} s)", flush=True)
            if done.returncode:
                print(done.stdout, flush=True)
                failed.append(name)
    return failed


def run_tests(command: list[str]) -> list[str]:
    """The tests, speaking as they go."""
    return ["tests"] if _run(command).returncode else []


def find_missing() -> list[tuple[str, ...]]:
    """What the journeys need and this machine has not: Chromium, Chinese letters, each by the names
    of the packages that would do. Who may not install them is told.
    """
    fonts = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    has_letters = any(next(folder.rglob("*CJK*"), None) for folder in fonts if folder.exists())
    kinds = [] if chromium.find_chromium() else [chromium.PACKAGES]
    kinds += [] if has_letters else [("fonts-noto-cjk",)]
    names = " ".join(kind[0] for kind in kinds)
    if kinds and (os.geteuid() != 0 or not shutil.which("apt-get")):
        sys.exit(f"The browser journeys need: {names}. Install them (apt-get install {names}), "
                 "or name another Chromium with CHROMIUM=/path/to/it.")  # fmt: skip
    return kinds


def install(kinds: list[tuple[str, ...]]) -> None:
    """Install one package of each kind: of several that would do, the first this system has."""
    if not kinds:
        return
    print(f"Installing {' '.join(kind[0] for kind in kinds)} for the browser journeys…", flush=True)
    _apt("apt-get", "-qq", "update")
    for kind in kinds:
        known = [name for name in kind if _apt("apt-cache", "show", name, check=False) == 0]
        _apt("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *known[:1] or kind)


def _apt(*command: str, check: bool = True) -> int:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, check=check, env=quiet, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words
    return done.returncode


def _timed(command: list[str]) -> tuple[subprocess.CompletedProcess[str], float]:
    began = time.monotonic()
    done = _run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done, time.monotonic() - began


def _run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    program = [str(BIN / command[0]), *command[1:]]
    return subprocess.run(program, cwd=ROOT, check=False, **options)  # noqa: S603 - our own tools


if __name__ == "__main__":
    sys.exit(main())
