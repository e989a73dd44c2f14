"""`longgang demo_logins`: one login for each role of the demo district."""

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from ...guide import roles


class Command(BaseCommand):
    """Print the logins, in both languages; the codes of residents are shown on the page."""

    help = "Prints one login for each role of the demo district."

    def handle(self, *_args: Any, **_options: Any) -> None:
        rows = [
            [" · ".join(dict.fromkeys(said)) for said in zip(*both, strict=True)]
            for both in zip(_rows_in("zh-hans"), _rows_in("en"), strict=True)
        ]
        widths = [max(map(_width_of, column)) + 2 for column in zip(*rows, strict=True)]
        for row in rows:
            line = "".join(map(_pad, row, widths))
            self.stdout.write(line.rstrip())


def _rows_in(language: str) -> list[tuple[str, str, str, str]]:
    """Role, number, password and place of work, in the words of one language."""
    with override(language):
        return [(each.role, each.number, each.password, each.place) for each in roles()]


def _width_of(text: str) -> int:
    """A Chinese character is two letters wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    """Fill up with spaces."""
    return text + " " * (width - _width_of(text))
