"""`manage.py load_tracing_rules`: give an installation the rules of tracing."""

from typing import Any

from django.core.management.base import BaseCommand

from longgang.audit.api import SYSTEM

from ...default_rules import load_rules


class Command(BaseCommand):
    """Enter the versions of 2022 where there is no rule yet."""

    help = "Enters how far back contacts are asked for and which measures they get."

    def handle(self, **_options: Any) -> None:
        """Say how many were added."""
        self.stdout.write(f"{load_rules(by=SYSTEM)} rules added")
