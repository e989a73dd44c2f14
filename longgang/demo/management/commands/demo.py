"""`longgang demo`: makes the demo district, dated relative to today."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from longgang.accounts.api import User
from longgang.core.clock import as_if, now, today
from longgang.demo.district import found_district
from longgang.demo.trips import Story


class Command(BaseCommand):
    """Companies, vehicles, staff, and the trips of the last days through the real actions."""

    help = "Makes the demo district: 12 companies, 600 vehicles, 400 trips a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=5, help="how many days of trips (5)")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("This database is in use: the demo district needs an empty one.")
        days, until = options["days"], now()
        with as_if(until - timedelta(days=days + 1)):
            district = found_district(since=today())
        story = Story(district, until)
        story.plan_days(days)
        done = 0
        for done, moment in enumerate(story.live(), start=1):
            if options["verbosity"] > 0 and done % 500 == 0:
                self.stdout.write(f"{moment:%Y-%m-%d %H:%M} · {done}")
        self.stdout.write(self.style.SUCCESS(f"{days} days, {done} deeds"))
