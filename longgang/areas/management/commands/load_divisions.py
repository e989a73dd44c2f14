"""`manage.py load_divisions`: add the divisions and desks that are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from ...divisions import load_divisions
from ...models import Area, Desk


class Command(BaseCommand):
    """Fill the division tree from the tables that come with the product."""

    help = "Adds the divisions and desks that are missing; changes nothing that is there."

    def handle(self, **_options: Any) -> None:
        areas, desks = load_divisions(Area, Desk)
        self.stdout.write(f"{areas} divisions and {desks} desks added")
