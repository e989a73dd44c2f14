"""Seal all personal data with the first of SEALING_KEYS."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...resealing import BATCH, reseal, sealed_models


class Command(BaseCommand):
    """Put a new key first in SEALING_KEYS, run this, then take the old key away."""

    help = (
        "Seal all personal data anew with the first of SEALING_KEYS; can be stopped and repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch", type=int, default=BATCH, help="Rows in one transaction, at least 1."
        )
        parser.add_argument(
            "--indexes",
            action="store_true",
            help="Every row, because INDEX_KEY or SEALING_CIPHER has changed too.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError(_("At least one row goes into a transaction: --batch 1."))
        for model in sealed_models():
            done = sum(reseal(model, batch=options["batch"], with_indexes=options["indexes"]))
            self.stdout.write(f"{model._meta.label}: {done}")
