"""Brings an installation up to date: tables, static files, demo district. Does nothing twice.

A process of its own (`python -m longgang.launch.prepare`), so that the supervisor stays small.
"""

import hashlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from .sentences import CannotStartError, say

LOCK = 7_211_403  # any number, the same in every process that prepares this database


def prepare(*, with_demo: bool) -> None:
    """Tables, static files, demo district; two machines on one database wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            if with_demo:
                begin_anew_if_cut_off()
            migrate_if_needed()
            collect_static_if_changed()
            if with_demo:
                make_demo_if_empty()  # with rules of its own, dated back to its first day
            else:
                call_command("load_rules", stdout=io.StringIO())
                call_command("load_arrival_rules", stdout=io.StringIO())
                call_command("load_site_rules", stdout=io.StringIO())
                call_command("load_tracing_rules", stdout=io.StringIO())
            call_command("rotate_signing_key", "--if-none", stdout=io.StringIO())
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


class WholeMigrations(MigrationExecutor):
    """Commits a migration's tables together with the note that it is done.

    Django writes the note in a transaction of its own: a start killed in between leaves tables
    that the next one wants to make again, and never starts.
    """

    @transaction.atomic
    def apply_migration(self, *arguments: Any, **options: Any) -> ProjectState:
        """Apply one migration, or nothing of it."""
        return super().apply_migration(*arguments, **options)


def migrate_if_needed() -> None:
    """Each migration is one transaction: an interrupted start goes on where it was.

    Raises CannotStartError for tables left behind in the middle of what is now one migration.
    """
    executor = WholeMigrations(connection)
    if is_cut_in_the_middle(executor):
        raise CannotStartError(
            "数据库停在较早的版本：请先用前一个版本启动一次；若只是演示，删除 var 文件夹即可。",
            "The tables are those of an older version: start the version before this one first; "
            "a mere demo can be made anew by removing the folder var.",
        )
    newest = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(newest):
        say("正在建立数据库表…", "Creating the tables…")
        executor.migrate(newest)
        call_command("migrate", interactive=False, verbosity=0)  # what follows on new tables
    call_command("createcachetable", verbosity=0)


def is_cut_in_the_middle(executor: MigrationExecutor) -> bool:
    """Whether a module has tables of before, but not all that its first migration replaces; Django
    would not notice.
    """
    done = executor.recorder.applied_migrations()
    begun = {app for app, _name in done}
    first = {key: one.replaces for key, one in executor.loader.disk_migrations.items()}
    return any(
        app in begun and (app, name) not in done and not done.keys() >= set(replaced)
        for (app, name), replaced in first.items()
        if replaced
    )


def collect_static_if_changed() -> None:
    """Collect and compress, unless every file is as it was at the last start."""
    root = Path(settings.STATIC_ROOT)
    stamp, fingerprint = root / ".fingerprint", _fingerprint_static_files()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
        return
    say("正在准备静态文件…", "Preparing the static files…")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint, encoding="utf-8")


def make_demo_if_empty() -> None:
    """The whole demo district or nothing of it: an interrupted start begins it anew."""
    from longgang.accounts.api import User  # noqa: PLC0415 - only after django.setup()

    if User.objects.exists():
        return
    say("正在生成演示数据（一两分钟）…", "Making the demo district (a minute or two)…")
    call_command("demo", stdout=sys.stderr)  # a line for each day of it


def begin_anew_if_cut_off() -> None:
    """A demo that was cut off while it was being made leaves nothing worth keeping."""
    from longgang.demo.making import begin_anew  # noqa: PLC0415 - only after django.setup()

    begin_anew()


def _fingerprint_static_files() -> str:
    files = sorted(
        f"{name} {stat.st_mtime_ns} {stat.st_size}"
        for finder in get_finders()
        for name, storage in finder.list([])
        for stat in [Path(storage.path(name)).stat()]
    )
    return hashlib.sha256("\n".join(files).encode()).hexdigest()


def keep_logins() -> None:
    """Write the demo's logins where the supervisor finds them at every start."""
    said = io.StringIO()
    call_command("demo_logins", stdout=said)
    Path(os.environ["VAR_DIR"], "logins").write_text(said.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    is_demo = "--demo" in sys.argv
    try:
        prepare(with_demo=is_demo)
    except CannotStartError as reason:
        print(reason, file=sys.stderr)
        sys.exit(2)
    if is_demo:
        keep_logins()
