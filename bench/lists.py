"""What the pages of every role cost at few rows, many, and most: queries and server time.

The goal: the same number of queries at every size, and an answer within 100 ms at 80,000 trips and
100,000 people under measures, each of whom has been at a quarantine site. Every other table grows
with these: eight lines in the book of events for a trip, temperatures and tests for each person.
"""

import gc
import sys
from datetime import datetime, time, timedelta
from itertools import islice

from bench.support import setting

setting.start()

from django.utils.timezone import make_aware  # noqa: E402 - only after the database is there

from bench.support.care import add_people, send_to_site  # noqa: E402
from bench.support.cost import Cost, measure_page  # noqa: E402
from bench.support.pages import pages_of  # noqa: E402
from bench.support.rows import found, multiply  # noqa: E402
from bench.table import print_table  # noqa: E402
from longgang.core.clock import as_if, today  # noqa: E402
from longgang.measures.models import Measure  # noqa: E402
from longgang.passes.models import Trip  # noqa: E402

# How many passes and people are copied; a few passes of a hundred become no trip.
SIZES = ((16, 20), (21_000, 20_000), (83_000, 100_000))
TINY = ((800, 600),)
ROUNDS = 5
GOAL_MS = 100


def main(*, tiny: bool = False) -> None:
    """Measure every page at every size, in the evening of a day on which much was done.

    Of yesterday: a session that begins now would be over by tonight.
    """
    evening = make_aware(datetime.combine(today() - timedelta(days=1), time(20)))
    measured: dict[str, list[Cost]] = {}
    sizes: list[str] = []
    with as_if(evening):
        found(evening)
        before = (0, 0)
        for size in TINY if tiny else SIZES:
            _grow(before, size, evening)
            before = size
            sizes.append(f"{Trip.objects.count():,} trips and {Measure.objects.count():,} people")
            gc.collect()
            gc.freeze()  # as the web server does with what is there before anybody asks
            print(f"measuring at {sizes[-1]}", file=sys.stderr)
            for page in islice(pages_of(), 0, None, 7 if tiny else 1):
                cost = measure_page(page, rounds=1 if tiny else ROUNDS)
                measured.setdefault(page.name, []).append(cost)
    print_table(f"Pages at {', '.join(sizes)}", [_row(*each) for each in measured.items()])


def _grow(before: tuple[int, int], after: tuple[int, int], moment: datetime) -> None:
    """Copy what is missing between two sizes."""
    multiply(before[0], after[0], moment)
    add_people(before[1], after[1], moment)
    if not before[1]:
        send_to_site()


def _row(name: str, costs: list[Cost]) -> dict[str, object]:
    """One page: queries and medians of every size, and where the time went at the largest."""
    last = costs[-1]
    return {
        "page": name,
        "queries": "·".join(str(cost.queries) for cost in costs),
        "same": _sameness(costs),
        "median ms": "·".join(f"{cost.median_ms:.0f}" for cost in costs),
        "minimum": round(last.minimum_ms, 1),
        "web": round(last.web_ms, 1),
        "database": round(last.database_ms, 1),
        "within 100 ms": _verdict(last),
    }


def _sameness(costs: list[Cost]) -> str:
    """Where there is nothing to show, less may be asked; at which sizes that is so is said."""
    shown = {cost.queries for cost in costs if not cost.is_empty}
    empty = [place for place, cost in enumerate(costs, 1) if cost.is_empty]
    if len({cost.queries for cost in costs}) > 1 and (
        len(shown) != 1 or any(costs[place - 1].queries >= max(shown) for place in empty)
    ):
        return "NO"
    return f"yes; empty at {', '.join(map(str, empty))}" if empty else "yes"


def _verdict(cost: Cost) -> str:
    """Slow by the clock alone: the machine had other things to do."""
    if cost.median_ms <= GOAL_MS:
        return "yes"
    return "kept waiting" if cost.worked_ms <= GOAL_MS else "NO"


if __name__ == "__main__":
    main()
