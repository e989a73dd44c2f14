"""What the code must not do, read from the code: doors, scopes, rules without a database."""

import ast
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


# Views that fetch without `visible_to`, each with what limits them instead.
LIMITED_OTHERWISE = {
    "passes/views/blocklist.py blocklist": "one list for the district: a gate anywhere knows it",
    "passes/views/blocklist.py _get_entry": "the same list",
    "passes/views/fleet.py fleet": "uploads of the companies this person acts for",
    "passes/views/fleet.py fleet_repeat": "trips of a company this person acts for",
    "passes/views/fleet.py _get_upload": "uploads of the companies this person acts for",
    "passes/views/fleet.py _latest_day": "trips of a company this person acts for",
    "passes/views/lists.py search_rows": "narrows trips that are in scope",
    "passes/views/lists.py narrow": "narrows trips that are in scope",
    "passes/views/pass_rules.py rules": "one set of rules for the district",
    "passes/views/pass_rules.py rule": "one set of rules for the district",
    "passes/views/review.py reveal_aboard": "people aboard a vehicle whose pass is in scope",
    "passes/views/trips.py _trips": "found by the token of the link that was sent",
}


def test_views_fetch_rows_only_in_somebodys_scope():
    """`X.objects.visible_to(user)`, or one's own by `X.objects.filter(user=request.user)`."""
    assert set(_bare_fetches()) == set(LIMITED_OTHERWISE)


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
                    yield f"{path.relative_to(LONGGANG)} {function.name}"


def _is_scope(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    own = any(ast.unparse(keyword.value) == "request.user" for keyword in call.keywords)
    return call.func.attr == "visible_to" or (call.func.attr == "filter" and own)


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
    """By name, or as a step of another action that is."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    steps = {name for _path, tree in actions() for name in relative(tree)}
    forgotten = [
        f"{place(path, node.lineno)}: {node.name}"
        for path, tree in actions()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "by" in {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
        and node.name not in tests
        and node.name not in steps
    ]
    assert forgotten == []


def actions() -> Iterator[tuple[Path, ast.Module]]:
    for path, tree in product_python():
        if path.name == "actions.py" or "actions" in path.parts:
            yield path, tree


def relative(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from (alias.name for alias in node.names)


def test_every_module_says_what_it_is_for():
    silent = [
        place(path) for path, tree in product_python() if tree.body and not ast.get_docstring(tree)
    ]
    assert silent == []
