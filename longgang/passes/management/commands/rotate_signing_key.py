"""`manage.py rotate_signing_key`: publish the key that signs passes next, or the first one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from longgang.audit.api import SYSTEM
from longgang.core.errors import Refused

from ...actions.keys import rotate_signing_key
from ...models import SigningKey


class Command(BaseCommand):
    """The same as the button of the security administrator."""

    help = "Publish the key that signs passes next: from a day later on; the first signs at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at-once", action="store_true", help="Let it sign from now on.")
        parser.add_argument(
            "--if-none", action="store_true", help="Only if the district has none yet."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["if_none"] and SigningKey.objects.exists():
            return
        try:
            key = rotate_signing_key(at_once=options["at_once"], by=SYSTEM)
        except Refused as refused:
            raise CommandError("; ".join(map(str, refused.refusals))) from refused
        moment = f"{localtime(key.signs_from):%Y-%m-%d %H:%M}"
        said = _("%(kid)s signs from %(moment)s on") % {"kid": key.kid, "moment": moment}
        self.stdout.write(said)
