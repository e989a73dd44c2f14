"""Translations without gettext on the machine: compile, find what is missing, update.

    messages.py compile [MODULE…]  make the .mo files that Django reads, where the .po is newer
    messages.py missing [MODULE…]  list what lacks a good translation, and what nobody says any more
    messages.py update [MODULE…]   add new sentences (as another module says them), drop unused ones

Each module has its own catalogue; sentences in settings belong to `site`.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re

LONGGANG = Path(__file__).resolve().parent.parent / "longgang"
LOCALE = "zh_Hans"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
CONTEXT = re.compile(r"""\bcontext\s+["']([^"']*)["']""")

SAID = ("words", "advice")  # in data

Key = tuple[str, str]  # msgid, context


@dataclass(frozen=True)
class Sentence:
    """One thing the product says, and where."""

    msgid: str
    plural: str
    context: str
    place: str

    @property
    def key(self) -> Key:
        """What a catalogue finds it by."""
        return (self.msgid, self.context)


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("command", choices=["compile", "missing", "update"])
    parser.add_argument("modules", nargs="*")
    arguments = parser.parse_args()
    modules = arguments.modules or list_modules()
    if arguments.command == "compile":
        compile_catalogues(modules)
        return 0
    if arguments.command == "update":
        update_catalogues(modules)
        return 0
    faults = [fault for module in modules for fault in find_faults(module)]
    faults += find_contradictions()
    print("\n".join(faults) or "Every sentence is translated.")
    return 1 if faults else 0


def list_modules() -> list[str]:
    """Every module that may say something."""
    return sorted(path.parent.name for path in LONGGANG.glob("*/__init__.py")
                  if path.parent.name not in {"settings", "launch"})  # fmt: skip


def catalogue_path(module: str) -> Path:
    """Where a module keeps what it says in Chinese."""
    return LONGGANG / module / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read_catalogue(module: str) -> Catalog:
    """The module's catalogue, or an empty one."""
    path = catalogue_path(module)
    if not path.exists():
        return Catalog(locale=LOCALE, domain="django", project="longgang", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain="django", abort_invalid=True)


def compile_catalogues(modules: list[str]) -> None:
    """Write each .mo that is older than its .po."""
    for module in modules:
        path = catalogue_path(module)
        compiled = path.with_suffix(".mo")
        if not path.exists() or (
            compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime
        ):
            continue
        fresh = compiled.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, read_catalogue(module))
        fresh.replace(compiled)


def update_catalogues(modules: list[str]) -> None:
    """Add what is new, with the words another module found for it, and drop what nobody says."""
    known = {_key(message): message.string for _module, message in _list_translated()}
    for module in modules:
        catalogue, said = read_catalogue(module), sentences(module)
        if not said and not catalogue_path(module).exists():
            continue
        for key in {_key(message) for message in catalogue if message.id} - set(said):
            catalogue.delete(key[0], context=key[1] or None)
        for key, sentence in said.items():
            if catalogue.get(sentence.msgid, sentence.context or None) is None:
                ids = (sentence.msgid, sentence.plural) if sentence.plural else sentence.msgid
                words = known.get(key, ("",) if sentence.plural else "")
                catalogue.add(ids, words, context=sentence.context or None)
        path = catalogue_path(module)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, ignore_obsolete=True, no_location=True)


def find_faults(module: str) -> Iterator[str]:
    """What this module says without a good translation, and what it translates without saying."""
    said = sentences(module)
    translated = {_key(message): message for message in read_catalogue(module) if message.id}
    for key, sentence in said.items():
        if fault := _fault(translated.get(key)):
            yield f"{sentence.place}: {fault}: {sentence.msgid!r}"
    for msgid, _context in translated.keys() - said.keys():
        yield f"longgang/{module}: nobody says it any more: {msgid!r}"


def find_contradictions() -> Iterator[str]:
    """Django merges all catalogues, so one English sentence can have one Chinese one only."""
    seen: dict[Key, tuple[str, object]] = {}
    for module, message in _list_translated():
        first, words = seen.setdefault(_key(message), (module, message.string))
        if words != message.string:
            yield f"{first} and {module} differ (give one a context): {message.id!r}"


def _list_translated() -> Iterator[tuple[str, Message]]:
    for module in list_modules():
        for message in read_catalogue(module):
            if message.id and _is_translated(message):
                yield module, message


def _fault(message: Message | None) -> str:
    if message is None or not _is_translated(message):
        return "not translated"
    if message.fuzzy:
        return "marked as fuzzy"
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
    wanted = {frozenset(PLACEHOLDER.findall(text)) for text in ids}
    if any(frozenset(PLACEHOLDER.findall(text)) not in wanted for text in texts):
        return "other placeholders in the translation"
    return ""


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(texts) and all(texts)


def _key(message: Message) -> Key:
    msgid = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return (msgid, message.context or "")


def sentences(module: str) -> dict[Key, Sentence]:
    """Everything the module's Python, templates and data say, by what a catalogue finds it by."""
    folders = [LONGGANG / module, *([LONGGANG / "settings"] if module == "site" else [])]
    found: dict[Key, Sentence] = {}
    for folder in folders:
        patterns = ("*.py", "templates/**/*.*", "static/**/*.json")
        for path in sorted(path for pattern in patterns for path in folder.rglob(pattern)):
            if "migrations" in path.parts or not path.is_file():
                continue
            read = READERS.get(path.suffix, _said_in_template)
            for sentence in read(path):
                earlier = found.get(sentence.key)
                if earlier is None or (sentence.plural and not earlier.plural):
                    found[sentence.key] = sentence
    return found


def _said_in_python(path: Path) -> Iterator[Sentence]:
    with path.open("rb") as file:
        for line, message, _comments, context in extract("python", file, KEYWORDS):
            msgid, plural = message if isinstance(message, tuple) else (message, "")
            yield Sentence(msgid, plural, context or "", _place(path, line))


def _said_in_template(path: Path) -> Iterator[Sentence]:
    tokens = iter(Lexer(path.read_text(encoding="utf-8")).tokenize())
    for token in tokens:
        place = _place(path, token.lineno)
        if token.token_type == TokenType.BLOCK and block_re.match(token.contents):
            yield _said_in_block(token, tokens, place)
        elif token.token_type == TokenType.BLOCK and (match := inline_re.match(token.contents)):
            context = CONTEXT.search(match[2] or "")
            text = match[1][1:-1].replace("%", "%%")
            yield Sentence(text, "", context[1] if context else "", place)
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for quoted in constant_re.findall(token.contents):
                yield Sentence(quoted[1:-1], "", "", place)


def _said_in_data(path: Path) -> Iterator[Sentence]:
    """What stands under `words` and `advice`, as in the table of the gate's answers."""
    text = path.read_text(encoding="utf-8")
    said: list[str] = []

    def keep(pairs: list[tuple[str, object]]) -> dict[str, object]:
        said.extend(value for key, value in pairs if key in SAID and isinstance(value, str))
        return dict(pairs)

    json.loads(text, object_pairs_hook=keep)
    for msgid in filter(None, said):
        line = text[: text.index(json.dumps(msgid, ensure_ascii=False))].count("\n") + 1
        yield Sentence(msgid, "", "", _place(path, line))


def _said_in_block(opening: Token, tokens: Iterator[Token], place: str) -> Sentence:
    """A blocktranslate up to its end, as Django asks the catalogue for it."""
    forms: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if endblock_re.match(token.contents):
                break
            forms.append([])  # {% plural %}
        elif token.token_type == TokenType.VAR:
            forms[-1].append(f"%({token.contents})s")
        else:
            forms[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(form) for form in forms]
    if "trimmed" in opening.split_contents():
        texts = [trim_whitespace(text) for text in texts]
    context = CONTEXT.search(opening.contents)
    return Sentence(
        texts[0], texts[1] if len(texts) > 1 else "", context[1] if context else "", place
    )


READERS = {".py": _said_in_python, ".json": _said_in_data}


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(LONGGANG.parent)}:{line}"


if __name__ == "__main__":
    sys.exit(main())
