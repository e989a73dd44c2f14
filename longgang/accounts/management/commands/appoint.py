"""The first accounts of a new installation, before anybody can open accounts in the browser."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from longgang.audit.api import SYSTEM
from longgang.core.errors import Refused

from ...actions import create_staff_with_one_time_password, grant_post
from ...places import known_places
from ...roles import ROLES, Role
from ...rules import OFFICES_THAT_STAND_ALONE

_OFFICES = sorted(OFFICES_THAT_STAND_ALONE)


class Command(BaseCommand):
    """Appoint an administrator or auditor; everybody else is appointed in the browser."""

    help = "Open the account of an administrator or auditor and print its one-time password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help=_listed())
        parser.add_argument("name", help="How the person is called.")
        parser.add_argument(
            "--area",
            default=settings.DISTRICT_CODE,
            help="Code of a division; the district when left out.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        role, area = _read_role(options["role"]), options["area"]
        if area != settings.DISTRICT_CODE and area not in dict(known_places().areas):
            raise CommandError(_("No division has the code %(code)s.") % {"code": area})
        try:
            with transaction.atomic():
                opened = create_staff_with_one_time_password(options["name"], by=SYSTEM)
                grant_post(opened.user, role=role, area_code=area, by=SYSTEM)
        except Refused as refused:
            raise CommandError("; ".join(map(str, refused.refusals))) from refused
        number, password = _("Account number"), _("One-time password")
        self.stdout.write(f"{ROLES[role].label} ({role.value}): {options['name']}")
        self.stdout.write(f"{number}: {opened.user.number}")
        self.stdout.write(f"{password}: {opened.one_time_password}")


def _listed() -> str:
    """The offices as they are typed, each with its name."""
    return ", ".join(f"{role.value} ({ROLES[role].label})" for role in _OFFICES)


def _read_role(text: str) -> Role:
    """The office that is meant, or a sentence that names those there are."""
    role = next((role for role in _OFFICES if role.value == text), None)
    if role is None:
        words = _("“%(text)s” is not appointed here. Write one of: %(offices)s")
        raise CommandError(words % {"text": text, "offices": _listed()})
    return role
