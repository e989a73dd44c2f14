"""Files: none too long, the vendored ones as they were fetched, every link of the docs resolves."""

import hashlib
import re
import tomllib

import pytest

from tests.repository.source import LONGGANG, place, tracked_files

LONGEST = 500
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|<img[^>]+src=\"([^\"]+)\"")
MANIFESTS = [path for path in tracked_files() if path.parts[-2:] == ("vendor", "manifest.toml")]


def test_no_python_file_is_longer_than_it_can_be_read():
    too_long = {
        place(path): lines
        for path in tracked_files()
        if path.suffix == ".py" and "migrations" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert too_long == {}


@pytest.mark.parametrize("manifest", MANIFESTS, ids=place)
def test_vendored_files_are_those_that_were_fetched(manifest):
    packages = tomllib.loads(manifest.read_text(encoding="utf-8"))["package"]
    declared = {
        f"{package['folder']}/{name}": digest
        for package in packages
        for name, digest in package["sha256"].items()
    }
    found = {
        str(path.relative_to(manifest.parent)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in manifest.parent.rglob("*")
        if path.is_file() and path != manifest
    }
    assert found == declared


def test_there_are_vendored_files_to_look_at():
    assert LONGGANG / "site/static/vendor/manifest.toml" in MANIFESTS


def test_every_link_of_the_docs_resolves():
    pages = [path for path in tracked_files() if path.suffix == ".md"]
    assert pages
    broken = [
        f"{place(page)}: {target}"
        for page in pages
        for found in LINK.finditer(page.read_text(encoding="utf-8"))
        if "://" not in (target := found[1] or found[2]) and not target.startswith("mailto:")
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_picture_of_the_docs_is_shown_somewhere():
    text = "".join(p.read_text(encoding="utf-8") for p in tracked_files() if p.suffix == ".md")
    pictures = [p for p in tracked_files() if "docs" in p.parts and p.suffix in {".png", ".jpg"}]
    assert [place(picture) for picture in pictures if picture.name not in text] == []


def test_nothing_is_kept_that_is_made_again():
    made = {".pyc", ".mo", ".log"}
    assert [place(path) for path in tracked_files() if path.suffix in made] == []
