"""Templates: each is used, and loads only what it uses."""

import ast
import re
from collections.abc import Iterator

from django.template.backends.django import get_installed_libraries
from django.template.library import import_library

from tests.repository.source import LONGGANG, place, product_python, templates

LOAD = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")
# Libraries look for these by their own names.
THEIRS = ("account/", "mfa/", "allauth/", "django/", "socialaccount/")


def test_every_template_is_used():
    """Named in full, or by an f-string such as f"passes/apply_{step}.html"."""
    everything = "\n".join(path.read_text(encoding="utf-8") for path in templates())
    everything += "\n".join(path.read_text(encoding="utf-8") for path, _tree in product_python())
    computed = [pattern for _path, tree in product_python() for pattern in computed_names(tree)]
    unused = []
    for path in templates():
        name = path.as_posix().split("/templates/", 1)[1]
        if name.startswith(THEIRS) or "/" not in name:  # error pages are found by their numbers
            continue
        if f'"{name}"' not in everything and not any(p.fullmatch(name) for p in computed):
            unused.append(place(path))
    assert unused == []


def computed_names(tree: ast.Module) -> Iterator[re.Pattern[str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and ast.unparse(node).endswith((".html'", '.html"')):
            yield re.compile(
                "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
                    for part in node.values
                )
            )


def test_every_load_is_used():
    libraries = get_installed_libraries()
    unused = [
        f"{place(path)}: {name}"
        for path in templates()
        for text in [path.read_text(encoding="utf-8")]
        for found in LOAD.finditer(text)
        for name in found[1].split(" from ")[-1].split()
        if not _uses(text, libraries[name])
    ]
    assert unused == []


def _uses(text: str, module: str) -> bool:
    library = import_library(module)
    tags = any(re.search(rf"{{%\s*{re.escape(tag)}\b", text) for tag in library.tags)
    return tags or any(re.search(rf"\|{re.escape(name)}\b", text) for name in library.filters)


def test_no_template_writes_script_or_style_into_the_page():
    """The content security policy would refuse it in silence."""
    inline = re.compile(r"<style|\sstyle=\"|\son[a-z]+=\"|<script(?![^>]*(src=|/json\"))")
    found = [
        f"{place(path)}: {match[0]}"
        for path in templates()
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_there_are_templates_to_look_at():
    assert len(templates()) > 10
    assert LONGGANG.exists()


TITLE = re.compile(r"{% block title %}.*?{% endblock|<title>.*?</title>", re.DOTALL)
SAID = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)


def test_no_line_begins_with_a_dot():
    """Facts are parted by `&nbsp;· `, or by `core.sentences.beside`: the dot stays behind."""
    loose = []
    for path in templates():
        text = SAID.sub("", TITLE.sub("", path.read_text(encoding="utf-8")))
        loose += [f"{place(path)}: {found}" for found in re.findall(r".{0,20}(?<!&nbsp;)·", text)]
    assert loose == []
