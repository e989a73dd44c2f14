"""All quarantine sites at once: 500 of them, with 100,000 people in 120,000 rooms.

The goal: every figure of the overview, the next 14 days among them, within 50 ms. Beside it the
same counted from the rows, as if nothing were written down, and what a deed pays for writing it.

One guest of one site is made by the real actions and then copied in SQL.
"""

import sys
from datetime import datetime, time, timedelta

from bench.support import setting

setting.start()

from django.utils.timezone import make_aware  # noqa: E402 - only after the database is there

from bench.support.rows import found  # noqa: E402
from bench.support.sites import STAYS_A_SITE, add_sites, found_site  # noqa: E402
from bench.table import Measured, measure, print_table  # noqa: E402
from longgang.accounts.api import User  # noqa: E402
from longgang.core.clock import as_if, today  # noqa: E402
from longgang.demo.cast import find_account  # noqa: E402
from longgang.isolation.counting import count, recount  # noqa: E402
from longgang.isolation.models import Site, Stay  # noqa: E402
from longgang.isolation.overview import read_overview  # noqa: E402
from longgang.isolation.presenting_overview import reconciliation_context  # noqa: E402

SITES = 500
GOAL_MS = 50


def main(*, tiny: bool = False) -> None:
    """Make them, and ask as the health officer of the district does."""
    evening = make_aware(datetime.combine(today() - timedelta(days=1), time(20)))
    with as_if(evening):
        found(evening)
        reader = find_account("health")
        assert reader is not None, "the demo has a health officer"
        found_site(reader)
        add_sites(3 if tiny else SITES, evening)
        rounds = 2 if tiny else 15
        measured = [*_asked(reader, rounds), *_paid(rounds)]
        people = Stay.objects.here().count()
    title = f"{Site.objects.count():,} sites, {people:,} people in them, {STAYS_A_SITE} a site"
    print_table(title, [_row(each) for each in measured])


def _asked(reader: User, rounds: int) -> list[Measured]:
    day = today()
    sites = list(Site.objects.open().values_list("pk", flat=True))
    return [
        measure("the overview, read", lambda: read_overview(reader, today=day), rounds=rounds),
        measure("the same, counted from the rows", lambda: count(sites), rounds=min(rounds, 5)),
        measure(
            "where the lists differ", lambda: reconciliation_context(reader, today=day),
            rounds=rounds,
        ),
    ]  # fmt: skip


def _paid(rounds: int) -> list[Measured]:
    site = Site.objects.open().latest("pk")
    return [measure("counting one site, in a deed", lambda: recount([site.pk]), rounds=rounds)]


def _row(one: Measured) -> dict[str, object]:
    return {
        "what": one.name,
        "minimum ms": round(one.minimum_ms, 1),
        "median ms": round(one.median_ms, 1),
        "within 50 ms": "yes" if one.median_ms <= GOAL_MS else "NO",
        "rounds": one.rounds,
    }


if __name__ == "__main__":
    main(tiny="--quick" in sys.argv)
