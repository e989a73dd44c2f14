"""Everything the product says is said in Chinese, and the tool that checks it finds what is not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import messages
from tests.repository.source import place, product_python


@pytest.mark.parametrize("module", messages.list_modules())
def test_every_sentence_is_translated(module):
    assert list(messages.find_faults(module)) == []


def test_no_two_modules_translate_a_sentence_differently():
    assert list(messages.find_contradictions()) == []


@pytest.fixture
def house(tmp_path: Path, monkeypatch) -> Path:
    """A house with one module that says four things."""
    folder = tmp_path / "longgang" / "passes"
    (folder / "templates/passes").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "wording.py").write_text(
        'WORDS = _("Let pass")\nngettext("%(n)s day", "%(n)s days", 2)\n'
    )
    (folder / "templates/passes/page.html").write_text(
        '{% translate "Turn back" context "gate" %}'
        "{% blocktranslate trimmed %}\n  Seal {{ number }}\n  is whole\n{% endblocktranslate %}"
        '{% include "x" with title=_("Queue") %}'
    )
    monkeypatch.setattr(messages, "LONGGANG", tmp_path / "longgang")
    return folder


def write_catalogue(house: Path, *pairs: tuple[str, str]) -> None:
    path = messages.catalogue_path("passes")
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    path.write_text(head + "".join(f'\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in pairs))


def test_missing_names_everything_that_python_and_templates_say(house):
    said = messages.sentences("passes")
    assert set(said) == {
        ("Let pass", ""),
        ("%(n)s day", ""),
        ("Turn back", "gate"),
        ("Seal %(number)s is whole", ""),
        ("Queue", ""),
    }
    assert said["%(n)s day", ""].plural == "%(n)s days"
    assert len(list(messages.find_faults("passes"))) == 5


def test_data_says_its_words_and_advice_and_nothing_else(house):
    (house / "static/passes").mkdir(parents=True)
    (house / "static/passes/table.json").write_text(
        '{"about": "a table", "says": {\n'
        '  "a": {"words": "“Held” here", "advice": ""},\n'
        '  "b": {"words": "Let pass", "advice": "Call %(name)s", "field": "note"}}}'
    )
    said = messages.sentences("passes")
    assert said["“Held” here", ""].place == "longgang/passes/static/passes/table.json:2"
    assert said["Call %(name)s", ""].place.endswith(":3")
    assert len(said) == 7


@pytest.mark.parametrize(
    ("pair", "fault"),
    [
        (("Let pass", ""), "not translated"),
        (("Seal %(number)s is whole", "封条完好"), "other placeholders"),
        (("Long gone", "早已不用"), "nobody says it"),
    ],
)
def test_missing_names_a_bad_translation(house, pair, fault):
    write_catalogue(house, pair)
    assert any(fault in each and pair[0] in each for each in messages.find_faults("passes"))


def test_update_adds_what_is_new_and_drops_what_is_unused(house):
    write_catalogue(house, ("Let pass", "放行"), ("Long gone", "早已不用"))
    messages.update_catalogues(["passes"])
    catalogue = messages.read_catalogue("passes")
    assert catalogue.get("Let pass").string == "放行"
    assert catalogue.get("Long gone") is None
    assert catalogue.get("Turn back", "gate").string == ""


def test_compile_writes_what_django_reads(house):
    write_catalogue(house, ("Let pass", "放行"))
    messages.compile_catalogues(["passes"])
    compiled = messages.catalogue_path("passes").with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    messages.compile_catalogues(["passes"])
    assert compiled.stat().st_mtime_ns == first
    assert "放行".encode() in compiled.read_bytes()


def test_no_words_are_put_together_before_anybody_has_a_language():
    """`_("…") % …` makes a text at once; while a module loads, that is in one language for all."""
    frozen = [
        place(path, node.lineno)
        for path, tree in product_python()
        for node in walk_at_import(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod)
        and isinstance(node.left, ast.Call)
        and getattr(node.left.func, "id", "").endswith(("_", "gettext", "gettext_lazy"))
    ]
    assert frozen == []


def walk_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is loaded: not the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from walk_at_import(child)
