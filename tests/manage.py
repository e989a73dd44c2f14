"""Django's commands with the tests' settings and PostgreSQL: `python -m tests.manage …`."""

import os
import sys

from django.core.management import execute_from_command_line

from tests import environment

if __name__ == "__main__":
    assert environment.ROOT
    os.environ["DJANGO_SETTINGS_MODULE"] = "longgang.settings"
    execute_from_command_line(sys.argv)
