"""The settings of one installation: made once, kept in `var/env`, over which the environment wins.

Knows no Django: it runs before any setting is read.
"""

import base64
import os
import secrets
from pathlib import Path

from .sentences import CannotStartError

ROOT = Path(__file__).resolve().parent.parent.parent
HEADER = """\
# The secrets of this installation. SEALING_KEYS and INDEX_KEY open the personal data in the
# database: without this file it stays sealed for ever. Keep a copy in a safe place.
# Every other setting of docs/settings.md may stand here too.
"""


def find_var_dir() -> Path:
    """Where this installation keeps its data, made if it is not there."""
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStartError(
            f"文件夹不可写：{folder}。请用 VAR_DIR 指定另一个文件夹。",
            f"The folder cannot be written to: {folder}. Name another one with VAR_DIR.",
        ) from error
    return folder


def load(var_dir: Path) -> None:
    """Put the settings of `var/env` into the environment, making the secrets at the first start."""
    os.environ["VAR_DIR"] = str(var_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longgang.settings")
    known = read(var_dir)
    made = {
        name: value
        for name, value in _new_secrets().items()
        if not {name, f"{name}_FILE"} & (known.keys() | os.environ.keys())
    }
    if made and (var_dir / "postgres").exists():
        raise CannotStartError(
            f"{var_dir / 'env'} 缺少 {'、'.join(made)}：已有数据无法解密。请从备份恢复该文件。",
            f"{var_dir / 'env'} lacks {', '.join(made)}: the data there cannot be opened. "
            "Restore the file from its copy.",
        )
    if made:
        write(var_dir, known | made)
    for name, value in (known | made).items():
        os.environ.setdefault(name, value)


def read(var_dir: Path) -> dict[str, str]:
    """The settings kept in `var/env`, or none."""
    path = var_dir / "env"
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def write(var_dir: Path, values: dict[str, str]) -> None:
    """Keep the settings, readable for nobody else, and never half-written."""
    fresh = var_dir / f"env.{os.getpid()}"
    content = HEADER + "".join(f"{name}={value}\n" for name, value in values.items())
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(var_dir / "env")


def choose_kind(var_dir: Path, *, demo: bool) -> None:
    """Decide once whether this is a demo. A demo shows login codes: no office becomes one later."""
    kept = read(var_dir)
    if "DEMO" not in os.environ:
        os.environ["DEMO"] = "true" if demo else "false"
        write(var_dir, kept | {"DEMO": os.environ["DEMO"]})
    if demo and os.environ["DEMO"] != "true":
        raise CannotStartError(
            f"{var_dir} 是正式安装，不能作为演示启动。请用 VAR_DIR 指定另一个文件夹。",
            f"{var_dir} is not a demo and cannot become one. Name another folder with VAR_DIR.",
        )


def _new_secrets() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SEALING_KEYS": f"k1:{_new_key()}",
        "INDEX_KEY": _new_key(),
    }


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
