"""The pictures of the documentation: each is shown, each that is shown is there, none is heavy."""

import re

from tests.repository.source import ROOT

IMAGES = ROOT / "docs/images"
SHOWN = re.compile(r"docs/images/[\w-]+\.(?:png|svg)|(?<=\]\()(?:\.\./)?images/[\w-]+\.(?:png|svg)")


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = {
        found.rpartition("/")[2]
        for page in pages
        for found in SHOWN.findall(page.read_text(encoding="utf-8"))
    }
    assert shown == {path.name for path in IMAGES.iterdir()}


def test_no_picture_is_heavy():
    heavy = [path.name for path in IMAGES.iterdir() if path.stat().st_size > 200_000]
    assert heavy == []
