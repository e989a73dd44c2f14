"""Makes the virtual environment: `bootstrap.py runtime` for the product, `… dev` for its tests,
`… cluster` for a machine that holds a shard of the trail.

Runs on whatever `python3` is, so that too old a Python gets a sentence instead of a traceback.
An environment that was never finished (no stamp in it) is made anew.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
SYSTEM = Path("/usr/bin/python3")
NEWER = ("python3.11", "python3.12", "python3.13", "python3.14")
COMMAND = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m longgang.launch.cli "$@"
"""


def main(kind):
    """Make the environment if needed, install what is locked, put this checkout into it."""
    need_python()
    if not (VENV / ".ready").exists():
        make_environment()
    say(
        "正在安装依赖（只在第一次，约一分钟）…",
        "Installing what it runs on (only the first time, about a minute)…",
    )
    install((ROOT / "requirements" / (kind + ".txt")).read_text(encoding="utf-8"))
    place_checkout()
    if kind == "dev":  # which has what the product runs on, too
        stamp(".ready-dev")
    stamp(".ready")


def need_python():
    """Python 3.11 or newer, under whatever name the machine has it; rather one that runs fast."""
    if sys.version_info < (3, 11):  # noqa: UP036 - that is the question
        for name in NEWER:
            if shutil.which(name):
                os.execvp(name, [name, *sys.argv])  # noqa: S606 - a Python from this very list
        ours = f"{sys.version_info[0]}.{sys.version_info[1]}"
        refuse(
            f"需要 Python 3.11 或更新版本，本机是 {ours}。",
            f"Python 3.11 or newer is needed; this is {ours}.",
        )
    if not is_built_to_run_fast() and can_make_environments(SYSTEM):
        os.execv(SYSTEM, [str(SYSTEM), *sys.argv])  # noqa: S606 - the system's own


def is_built_to_run_fast():
    """Whether it was built with profiles, as distributions do: else all takes an eighth longer."""
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    return "--enable-optimizations" in options or Path(sys.executable).resolve() == SYSTEM.resolve()


def can_make_environments(python):
    """Whether a Python is there, of the version that runs, with what an environment is made of."""
    asked = "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != {!r})"
    command = [str(python), "-c", asked.format(tuple(sys.version_info[:2]))]
    return os.access(python, os.X_OK) and not subprocess.call(command, stderr=subprocess.DEVNULL)  # noqa: S603


def make_environment():
    """A fresh .venv; without the system's ensurepip, the system's own pip serves it."""
    if not os.access(ROOT, os.W_OK):
        refuse(f"文件夹不可写：{ROOT}", f"The folder cannot be written to: {ROOT}")
    import importlib.util  # noqa: PLC0415 - only after the version is known

    options = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    if options and not importlib.util.find_spec("pip"):
        refuse(
            "本机 Python 缺少 pip:请安装 python3-venv。",
            "This Python has no pip: install the package python3-venv.",
        )
    run([sys.executable, "-m", "venv", "--clear", *options, str(VENV)])


def install(requirements):
    """Exactly the locked versions, each checked against its hash; then ask whether one is missing.

    To unpack them keeps a core busy, so two share the list. Nothing is resolved: where an extra is
    named, pip's resolver finds releases newer than the locked ones, and refuses them for want of a
    hash.
    """
    has_pip = subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0  # noqa: S603
    pip = [PYTHON, "-m", "pip"] if has_pip else [sys.executable, "-m", "pip", "--python", PYTHON]
    with tempfile.TemporaryDirectory() as folder:
        shares = [Path(folder) / "one.txt", Path(folder) / "two.txt"]
        for share, lines in zip(shares, halves_of(requirements), strict=True):
            share.write_text(lines, encoding="utf-8")
        run(*([*pip, "install", "--quiet", "--disable-pip-version-check", "--no-input",
               "--require-hashes", "--no-deps", "-r", str(share)] for share in shares))  # fmt: skip
    run([*pip, "--quiet", "check"])


def halves_of(requirements):
    """Every second package with its hashes, and the others."""
    packages = re.split(r"^(?=\S)", requirements, flags=re.MULTILINE)
    return "".join(packages[::2]), "".join(packages[1::2])


def place_checkout():
    """Put our packages and the `longgang` command into the environment.

    Both name places relative to themselves: the folder may be moved, and nothing has to be built.
    """
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.check_output([PYTHON, "-c", ask], text=True).strip())  # noqa: S603
    (packages / "longgang.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="utf-8")
    command = VENV / "bin" / "longgang"
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(0o755)


def stamp(name):
    """Tell make that this is done."""
    (VENV / name).touch()


def run(*commands):
    """Run them at once, and stop here if one fails: its own words are on the screen."""
    started = [subprocess.Popen(command) for command in commands]  # noqa: S603 - fixed programs
    codes = [process.wait() for process in started]
    if any(codes):
        refuse("安装失败，原因见上。", "The installation failed; the reason stands above.")


def say(chinese, english):
    """One line for both readers."""
    print(chinese + " / " + english, flush=True)


def refuse(chinese, english):
    """A clear sentence, and the exit code for a wrong environment."""
    print(chinese + " / " + english, file=sys.stderr, flush=True)
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1])
