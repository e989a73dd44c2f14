"""The first accounts of a new installation, before anybody can open accounts in the browser."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from longgang.audit.api import SYSTEM
from longgang.core.errors import Refused

from ...actions import create_staff_with_one_time_password, grant_post
from ...roles import ROLES, Role
from ...rules import OFFICES_THAT_STAND_ALONE


class Command(BaseCommand):
    """Appoint an administrator or auditor; everybody else is appointed in the browser."""

    help = "Open the account of an administrator or auditor and print its one-time password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=[*sorted(OFFICES_THAT_STAND_ALONE)])
        parser.add_argument("name")
        parser.add_argument("--area", default=settings.DISTRICT_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        role = Role(options["role"])
        try:
            with transaction.atomic():
                opened = create_staff_with_one_time_password(options["name"], by=SYSTEM)
                grant_post(opened.user, role=role, area_code=options["area"], by=SYSTEM)
        except Refused as refused:
            raise CommandError("; ".join(map(str, refused.refusals))) from refused
        number, password = _("Account number"), _("One-time password")
        self.stdout.write(f"{ROLES[role].label}: {options['name']}")
        self.stdout.write(f"{number}: {opened.user.number}")
        self.stdout.write(f"{password}: {opened.one_time_password}")
