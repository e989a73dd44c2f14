"""`longgang demo`: makes the demo district, dated relative to today."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.core.clock import now

from ...making import begin_anew, make_demo
from ...story import Size


class Command(BaseCommand):
    """Companies, vehicles, staff, and the trips of the last days through the real actions."""

    help = (
        "Makes the demo district in an empty database: 12 companies, 600 vehicles, 400 trips a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        size = Size()
        parser.add_argument(
            "--days", type=int, default=size.days, help="how many days of trips before today (5)"
        )
        parser.add_argument(
            "--trips", type=int, default=size.trips_a_day, help="how many trips a day (400)"
        )
        parser.add_argument(
            "--vehicles", type=int, default=size.vehicles, help="how many vehicles (600)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            size = Size(options["days"], options["trips"], options["vehicles"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        begin_anew()
        if User.objects.exists():
            raise CommandError(_("This database is in use: the demo district needs an empty one."))
        made = make_demo(
            size,
            now(),
            # Another process sees only what is committed; on one core it would gain nothing.
            together=(os.cpu_count() or 1) > 1 and not connection.in_atomic_block,
            tell=self._tell if options["verbosity"] > 0 else lambda _line: None,
        )
        days, deeds = size.days, made.deeds
        line = f"{days} 天，{deeds} 次操作 / {days} days, {deeds} deeds"
        self.stdout.write(self.style.SUCCESS(line))

    def _tell(self, line: str) -> None:
        self.stdout.write(line, ending="\n")
        self.stdout.flush()
