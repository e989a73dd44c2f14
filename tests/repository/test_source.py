"""What the code must not do, read from the code: doors, scopes, rules without a database."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.repository.source import LONGGANG, ROOT, module_of, place, product_python

LONGEST_VIEW = 25
MANAGERS = {"objects", "_default_manager"}
DOORS = {"core", "settings"}  # read in all their parts; everything else through its api
TOP = {"launch"}  # starts the others by their names


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_other_modules_are_entered_through_their_api():
    around = []
    for path, tree in product_python():
        for line, name in imported(tree):
            parts = name.split(".")
            if parts[0] != "longgang" or len(parts) < 3:
                continue
            if parts[1] in {module_of(path), *DOORS} or module_of(path) in TOP:
                continue
            if parts[2] != "api":
                around.append(f"{place(path, line)}: {name}")
    assert around == []


def test_a_module_imports_its_own_parts_relatively():
    """So that an import of another module is seen at once."""
    absolute = [
        f"{place(path, line)}: {name}"
        for path, tree in product_python()
        for line, name in imported(tree)
        if name.split(".")[:2] == ["longgang", module_of(path)]
    ]
    assert absolute == []


def test_a_door_holds_no_logic():
    logic = [
        place(path, node.lineno)
        for path in LONGGANG.glob("*/api.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr | ast.Assign)
    ]
    assert logic == []


def test_rules_and_lifecycles_know_no_database_and_no_web():
    tied = [
        f"{place(path, line)}: {name}"
        for path, tree in product_python()
        if path.name in {"rules.py", "lifecycle.py", "gate_rules.py"} or "rules" in path.parts
        if module_of(path) != "core"
        for line, name in imported(tree)
        if name.startswith(("django.db", "django.http"))
    ]
    assert tied == []


def views() -> Iterator[tuple[Path, ast.Module]]:
    for path, tree in product_python():
        if path.name == "views.py" or "views" in path.parts:
            yield path, tree


def test_views_fetch_rows_only_in_somebodys_scope():
    """`X.objects.visible_to(user)`, or `X.objects.with_token(token)` for the holder of a link."""
    assert list(_bare_fetches()) == []


def _bare_fetches() -> Iterator[str]:
    for path, tree in views():
        scoped = {
            id(node)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and _is_scope(call)
            for node in ast.walk(call.func)
        }
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                is_fetch = isinstance(node, ast.Attribute) and node.attr in MANAGERS
                if is_fetch and id(node) not in scoped:
                    yield f"{place(path, node.lineno)}: {function.name}"


def _is_scope(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in {"visible_to", "with_token"}


def test_views_are_short():
    long = [
        f"{place(path, node.lineno)}: {node.name} ({length})"
        for path, tree in views()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        if (length := node.end_lineno - node.lineno + 1) > LONGEST_VIEW
    ]
    assert long == []


def test_every_action_is_called_by_a_test():
    """`steps.py` holds parts of deeds, which are tried with the deeds."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    forgotten = [
        f"{place(path, node.lineno)}: {node.name}"
        for path, tree in actions()
        if path.name != "steps.py"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "by" in {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
        and not re.search(rf"\b{node.name}\(", tests)
    ]
    assert forgotten == []


def actions() -> Iterator[tuple[Path, ast.Module]]:
    for path, tree in product_python():
        if path.name == "actions.py" or "actions" in path.parts:
            yield path, tree


def test_every_module_says_what_it_is_for():
    silent = [
        place(path) for path, tree in product_python() if tree.body and not ast.get_docstring(tree)
    ]
    assert silent == []
