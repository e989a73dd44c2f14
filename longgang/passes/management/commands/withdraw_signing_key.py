"""`manage.py withdraw_signing_key`: make void everything that a leaked key has signed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from longgang.audit.api import SYSTEM
from longgang.core.errors import Refused

from ...actions.keys import withdraw_signing_key
from ...models import SigningKey


class Command(BaseCommand):
    """The same as the button of the security administrator."""

    help = "Make void everything that a leaked key has signed; the next key signs at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kid", help="The key's id, 16 hex digits.")
        parser.add_argument("--reason", required=True, help="What happened, in a sentence.")

    def handle(self, *_args: Any, **options: Any) -> None:
        keys = list(SigningKey.objects.published().filter(kid=options["kid"]))
        if not keys:
            raise CommandError(_("No key in use has the id %(kid)s.") % {"kid": options["kid"]})
        for key in keys:
            try:
                following = withdraw_signing_key(key, by=SYSTEM, reason=options["reason"])
            except Refused as refused:
                raise CommandError("; ".join(map(str, refused.refusals))) from refused
            said = _("%(kid)s is withdrawn; %(next)s signs")
            self.stdout.write(said % {"kid": key.kid, "next": following.kid})
