"""`longgang demo_logins`: one login for each role of the demo district."""

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext, override

from ...cast import RESIDENTS, logins

NUMBER_WIDTH = 14


class Command(BaseCommand):
    """Print the logins, in both languages; the codes of residents are shown on the page."""

    help = "Prints one login for each role of the demo district."

    def handle(self, *_args: Any, **_options: Any) -> None:
        rows = [
            tuple(" · ".join(dict.fromkeys(said)) for said in zip(*both, strict=True))
            for both in zip(_rows_in("zh-hans"), _rows_in("en"), strict=True)
        ]
        width = max(_width_of(role) for role, _number, _password in rows) + 2
        for role, number, password in rows:
            self.stdout.write(f"{_pad(role, width)}{_pad(number, NUMBER_WIDTH)}{password}")


def _rows_in(language: str) -> list[tuple[str, str, str]]:
    """Role, number and password, in the words of one language."""
    with override(language):
        code = gettext("code is shown on the page")
        return [*((gettext(who), phone, code) for phone, who in RESIDENTS), *logins()]


def _width_of(text: str) -> int:
    """A Chinese character is two letters wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    """Fill up with spaces."""
    return text + " " * max(1, width - _width_of(text))
