"""`longgang demo_logins`: one login for each role of the demo district."""

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from ...cast import RESIDENTS, logins

ROLE_WIDTH, NUMBER_WIDTH = 24, 14


class Command(BaseCommand):
    """Print the logins; the codes of residents are shown on the page."""

    help = "Prints one login for each role of the demo district."

    def handle(self, *_args: Any, **_options: Any) -> None:
        code = gettext("code is shown on the page")
        residents = [(gettext(who), phone, code) for phone, who in RESIDENTS]
        for role, number, password in residents + logins():
            self.stdout.write(f"{_pad(role, ROLE_WIDTH)}{_pad(number, NUMBER_WIDTH)}{password}")


def _pad(text: str, width: int) -> str:
    """Fill up with spaces; a Chinese character is two of them wide."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(1, width - taken)
