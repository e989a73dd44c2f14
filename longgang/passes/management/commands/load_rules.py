"""`manage.py load_rules`: give a new installation its first rules."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from longgang.audit.api import SYSTEM

from ...default_rules import load_rules


class Command(BaseCommand):
    """Set a first rule for every kind of trip that has none."""

    help = "Sets a first rule for every kind of trip that has none; changes nothing that is there."

    def handle(self, **_options: Any) -> None:
        """Say how many were added."""
        self.stdout.write(_("Rules added: %(count)d") % {"count": load_rules(by=SYSTEM)})
