"""No event is written that the auditor's page could not name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import longgang
from longgang.audit.api import known_kinds

SOURCE = Path(longgang.__file__).parent


def kinds_in(tree: ast.AST) -> Iterator[str]:
    """What is passed as the kind to `record`, and as `event` to a `Move`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        name = called.id if isinstance(called, ast.Name) else called
        if name == "record":
            named = node.args[:1]
        elif name == "Move":
            named = [each.value for each in node.keywords if each.arg == "event"]
        else:
            continue
        yield from (each.value for each in named if isinstance(each, ast.Constant))


def written_kinds() -> dict[str, str]:
    """Each kind in the code, and a file that writes it."""
    return {
        kind: str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        for kind in kinds_in(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_every_kind_has_words():
    silent = {kind: path for kind, path in written_kinds().items() if kind not in known_kinds()}
    assert silent == {}


def test_the_search_finds_kinds():
    assert "delivery.retried" in written_kinds()
    found = kinds_in(ast.parse("audit.record('a.b', x); Move('n', S, to=T, event='c.d'); f('e.f')"))
    assert list(found) == ["a.b", "c.d"]
