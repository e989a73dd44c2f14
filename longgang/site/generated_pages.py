"""The pages of docs/ that are written from the code, so that they cannot tell anything else."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override

import longgang
from longgang.accounts.api import ROLES, Permission
from longgang.core.lifecycle import Lifecycle
from longgang.core.privacy import Privacy, privacy_of

PACKAGE = Path(longgang.__file__).parent
ROOT = PACKAGE.parent
NOTE = "<!-- Written by `make docs` from the code; changes here are lost. -->\n"
BEGIN, END = "<!-- begin: written by `make docs` -->\n", "<!-- end: written by `make docs` -->\n"
NOTHING = "none"
LONGEST_DEFAULT = 40
READERS = {"text", "flag", "number", "get"}


@dataclass(frozen=True)
class Setting:
    """One setting that the code reads from the environment."""

    name: str
    default: str
    meaning: str


def list_pages() -> dict[Path, str]:
    """Every generated page with its content."""
    pages = {Path(f"docs/lifecycles/{module}.md"): text for module, text in _lifecycle_pages()}
    pages[Path("docs/permissions.md")] = permissions_page()
    pages[Path("docs/settings.md")] = settings_page()
    pages[Path("docs/privacy.md")] = _with_part(Path("docs/privacy.md"), privacy_part())
    return pages


def _lifecycle_pages() -> Iterator[tuple[str, str]]:
    for module in pkgutil.iter_modules([str(PACKAGE)]):
        if not (PACKAGE / module.name / "lifecycle.py").exists():
            continue
        found = vars(importlib.import_module(f"longgang.{module.name}.lifecycle")).values()
        lifecycles = [each for each in found if isinstance(each, Lifecycle)]
        if lifecycles:
            yield module.name, lifecycle_page(module.name, lifecycles)


def lifecycle_page(module: str, lifecycles: list[Lifecycle]) -> str:
    """A diagram and a table for each lifecycle of a module."""
    parts = [f"# Lifecycles of {module}\n", NOTE]
    for lifecycle in lifecycles:
        parts.append(
            f"\n## {lifecycle.states.__name__}\n\n{_paragraph(lifecycle.states.__doc__)}\n"
        )
        parts.append(f"\n{_diagram(lifecycle)}\n")
        parts.append("\n| state | English | 中文 | |\n|---|---|---|---|\n")
        for state in lifecycle.states:
            role = "start" if state == lifecycle.start else "end" if state in lifecycle.ends else ""
            parts.append(f"| `{state}` | {' | '.join(_both(state.label))} | {role} |\n")
        parts.append("\n| verb | from | to | leaves the event |\n|---|---|---|---|\n")
        for move in lifecycle.moves.values():
            sources = ", ".join(f"`{source}`" for source in _in_order(lifecycle, move.sources))
            parts.append(f"| {move.name} | {sources} | `{move.to}` | `{move.event}` |\n")
    return "".join(parts)


def _diagram(lifecycle: Lifecycle) -> str:
    lines = [f"    [*] --> {lifecycle.start}"]
    for move in lifecycle.moves.values():
        lines += [
            f"    {source} --> {move.to}: {move.name}"
            for source in _in_order(lifecycle, move.sources)
        ]
    lines += [f"    {end} --> [*]" for end in _in_order(lifecycle, lifecycle.ends)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _in_order(lifecycle: Lifecycle, states: frozenset[str]) -> list[str]:
    return [state for state in lifecycle.states.values if state in states]


def permissions_page() -> str:
    """Who is who, and a table of who may do what."""
    parts = ["# Roles and permissions\n", NOTE]
    parts.append(
        "\nA post gives one person one role at one place; the role says what they may do.\n"
    )
    parts.append("\n| role | English | 中文 | held for | |\n|---|---|---|---|---|\n")
    for code, card in ROLES.items():
        english, chinese = _both(card.role.label)
        sentence = _both(card.description)[0]
        parts.append(f"| `{code}` | {english} | {chinese} | {card.place} | {sentence} |\n")
    parts.append(f"\n| permission | {' | '.join(f'`{code}`' for code in ROLES)} |\n")
    parts.append(f"|---|{':-:|' * len(ROLES)}\n")
    for permission in Permission:
        marks = ("●" if permission in card.permissions else "" for card in ROLES.values())
        parts.append(f"| `{permission}` | {' | '.join(marks)} |\n")
    return "".join(parts)


def settings_page() -> str:
    """Every setting, with the comment that stands beside it in the code."""
    parts = [
        "# Settings\n",
        NOTE,
        (
            "\nFrom the environment, or from the file `env` in the data folder (`var/env`), one "
            "`NAME=value` a line.\nA secret may stand in a file of its own: `SECRET_KEY_FILE` "
            "names the one for `SECRET_KEY`.\n"
        ),
        "\n| setting | default | |\n|---|---|---|\n",
    ]
    for setting in list_settings():
        default = _in_words(setting.default)
        parts.append(f"| `{setting.name}` | {default} | {setting.meaning} |\n")
    return "".join(parts)


def _in_words(default: str) -> str:
    """What stands in the column of defaults; without any, the launcher makes one."""
    if default == NOTHING:
        return NOTHING
    return f"`{default}`" if default else "made by `longgang serve`"


def list_settings() -> list[Setting]:
    """What settings and launcher read from the environment; each name once, in reading order."""
    paths = [
        PACKAGE / "settings" / "__init__.py", PACKAGE / "launch" / "cli.py",
        PACKAGE / "launch" / "environment.py",
    ]  # fmt: skip
    found: dict[str, Setting] = {}
    for path in paths:
        for setting in _read_settings(path):
            found.setdefault(setting.name, setting)
    return list(found.values())


def _read_settings(path: Path) -> Iterator[Setting]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in READERS
            and ast.unparse(node.func.value) in {"env", "os.environ"}
            and isinstance(node.args[0], ast.Constant)
        ):
            given = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
            meaning = _comment_at(lines, node.lineno - 1)
            yield Setting(str(node.args[0].value), _default(given), meaning)


def _default(given: list[ast.expr]) -> str:
    if not given:
        return ""
    if isinstance(given[0], ast.Constant):
        value = given[0].value
        return (str(value).lower() if isinstance(value, bool) else str(value)) or NOTHING
    written = ast.unparse(given[0])
    return written if len(written) <= LONGEST_DEFAULT else "depends on other settings"


def _comment_at(lines: list[str], number: int) -> str:
    """The comment at the end of the line, or the one that stands above it."""
    if "  # " in lines[number]:
        return lines[number].split("  # ", 1)[1]
    above = number - 1
    while above >= 0 and lines[above].strip().startswith("#"):
        above -= 1
    return " ".join(line.strip().lstrip("# ") for line in lines[above + 1 : number])


def privacy_part() -> str:
    """What is personal, for what it is kept, and how long; from each model's class Privacy."""
    parts = ["\n| table | personal fields, and for what | kept |\n|---|---|---|\n"]
    for model in list_models():
        privacy = privacy_of(model)
        fields = "<br>".join(
            f"`{name}`: {_both(purpose.label)[0]}" for name, purpose in privacy.personal.items()
        )
        parts.append(f"| `{model._meta.label}` | {fields or '—'} | {_kept(privacy)} |\n")
    return "".join(parts)


def _kept(privacy: Privacy) -> str:
    if privacy.keep_days is None:
        return "as long as it is needed"
    days = f"{privacy.keep_days} days"
    if privacy.goes_with:
        return f"{days}, with its `{privacy.goes_with}`"
    start = ", else ".join(f"`{name}`" for name in privacy.counted_from)
    return f"{days} from {start}" if start else days


def list_models() -> list[type[models.Model]]:
    """Every table of ours."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("longgang.")
        for model in config.get_models(include_auto_created=True)
    ]


def _with_part(page: Path, part: str) -> str:
    """The page as it is, with its generated part renewed."""
    path = ROOT / page
    text = path.read_text(encoding="utf-8") if path.exists() else f"# Privacy\n\n{BEGIN}{END}"
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}{part}\n{END}{after}"


def _both(label: str | Promise) -> tuple[str, str]:
    with override("en"):
        english = str(label)
    with override("zh-hans"):
        return english, str(label)


def _paragraph(docstring: str | None) -> str:
    return " ".join((docstring or "").split())
