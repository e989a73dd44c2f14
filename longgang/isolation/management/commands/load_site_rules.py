"""`manage.py load_site_rules`: give an installation the ages of the carer rules."""

from typing import Any

from django.core.management.base import BaseCommand

from longgang.audit.api import SYSTEM

from ...default_rules import load_rules


class Command(BaseCommand):
    """Enter the ages of 2022 where there is no rule yet."""

    help = "Enters from and up to which age somebody may be a carer at a quarantine site."

    def handle(self, **_options: Any) -> None:
        """Say how many were added."""
        self.stdout.write(f"{load_rules(by=SYSTEM)} rules added")
