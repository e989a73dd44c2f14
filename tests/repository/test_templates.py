"""Templates: each is used, and loads only what it uses."""

import re

from django.template.backends.django import get_installed_libraries
from django.template.library import import_library

from tests.repository.source import LONGGANG, place, product_python, templates

LOAD = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")
# Libraries look for these by their own names.
THEIRS = ("account/", "mfa/", "allauth/", "django/", "socialaccount/")


def test_every_template_is_used():
    texts = [path.read_text(encoding="utf-8") for path in templates()]
    texts += [path.read_text(encoding="utf-8") for path, _tree in product_python()]
    everything = "\n".join(texts)
    unused = []
    for path in templates():
        name = path.as_posix().split("/templates/", 1)[1]
        if name.startswith(THEIRS) or "/" not in name:  # error pages are found by their numbers
            continue
        if not re.search(rf"[\"']{re.escape(name)}[\"']", everything):
            unused.append(place(path))
    assert unused == []


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
