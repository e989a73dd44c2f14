"""`manage.py load_divisions`: add the divisions and desks that are missing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...divisions import load_divisions
from ...models import Area, Desk


class Command(BaseCommand):
    """Fill the division tree from the tables that come with the product."""

    help = "Adds the divisions and desks that are missing; changes nothing that is there."

    def handle(self, **_options: Any) -> None:
        areas, desks = load_divisions(Area, Desk)
        said = _("Divisions added: %(areas)d; desks added: %(desks)d")
        self.stdout.write(said % {"areas": areas, "desks": desks})
