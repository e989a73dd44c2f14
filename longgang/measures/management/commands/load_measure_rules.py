"""`manage.py load_measure_rules`: give an installation the national versions of 2022."""

from typing import Any

from django.core.management.base import BaseCommand

from longgang.audit.api import SYSTEM

from ...default_rules import load_rules


class Command(BaseCommand):
    """Enter the versions for every kind of person that has no rule yet."""

    help = "Enters the national rules of 2022 for isolation and monitoring where there are none."

    def handle(self, **_options: Any) -> None:
        """Say how many were added."""
        self.stdout.write(f"{load_rules(by=SYSTEM)} rules added")
