"""`longgang demo_logins`: one login for each role of the demo district."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from longgang.demo.cast import RESIDENTS, logins


class Command(BaseCommand):
    """Print the logins; the codes of residents are shown on the page."""

    help = "Prints one login for each role of the demo district."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for role, number, password in logins():
            self.stdout.write(f"{role:<12} {number}  {password}")
        code = gettext("code is shown on the page")
        for phone, who in RESIDENTS:
            self.stdout.write(f"{gettext(who):<12} {phone}  {code}")
