"""What list and board pages cost at 20, 20,000 and 80,000 trips: queries and server time.

The goal: the same number of queries at every size, and an answer within 100 ms at 80,000 trips.
"""

import statistics
import time
from dataclasses import dataclass

from bench.support import setting

setting.start()

from django.db import connection  # noqa: E402 - only after the database is there
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.support.trips import found, multiply  # noqa: E402
from bench.table import print_table  # noqa: E402
from longgang.accounts.api import User  # noqa: E402
from longgang.demo.cast import find_account, staff_by_key  # noqa: E402
from longgang.passes.models import VehiclePass  # noqa: E402

SIZES = (400, 20_000, 80_000)
ROUNDS = 15
GOAL_MS = 100


@dataclass(frozen=True)
class Page:
    """A page as one of its users opens it."""

    name: str
    user: User
    url: str
    typed: str = ""  # into its search box


def pages_of() -> list[Page]:
    """Every list and the board, plain, filtered, searched and sorted."""
    staff, dispatcher = staff_by_key(), find_account("dispatcher")
    assert dispatcher is not None
    passes, trips = reverse("passes:list"), reverse("passes:trips")
    plate = VehiclePass.objects.values_list("plate", flat=True).first()
    return [
        Page("board", staff["command"], reverse("passes:board")),
        Page("queue of a desk", staff["industry"], reverse("passes:queue")),
        Page("queue of a supervisor", staff["supervisor"], reverse("passes:queue")),
        Page("passes, district", staff["command"], passes),
        Page("passes, one desk", staff["industry"], passes),
        Page("passes, one street", staff["street_211403005"], passes),
        Page("passes, by status", staff["command"], f"{passes}?status=refused"),
        Page("passes, by plate", staff["command"], passes, plate),
        Page("passes, page 100", staff["command"], f"{passes}?page=100"),
        Page("trips, district", staff["command"], trips),
        Page("trips, one street", staff["street_211403005"], trips),
        Page("trips, inside", staff["command"], f"{trips}?status=inside"),
        Page("trips, overdue", staff["command"], f"{trips}?status=overdue"),
        Page("my passes, dispatcher", dispatcher, reverse("passes:mine")),
        Page("vehicles", staff["supervisor"], reverse("people:vehicles")),
        Page("people", staff["supervisor"], reverse("people:people")),
    ]


def cost(page: Page) -> tuple[int, float]:
    """Queries of one request, and the median of its server time in milliseconds."""
    client = Client()
    client.force_login(page.user)
    url = client.post(page.url, {"q": page.typed}).headers["Location"] if page.typed else page.url
    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    client.get(url)
    with connection.execute_wrapper(count):
        answer = client.get(url)
    assert answer.status_code == 200, f"{url} answered {answer.status_code}"
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get(url)
        taken.append((time.perf_counter() - began) * 1000)
    return queries, statistics.median(taken)


def main() -> None:
    """Measure every page at every size."""
    found()
    measured: dict[str, dict[int, tuple[int, float]]] = {}
    for size in SIZES:
        multiply(size)
        for page in pages_of():
            measured.setdefault(page.name, {})[size] = cost(page)
    rows = []
    for name, by_size in measured.items():
        row: dict[str, object] = {"page": name}
        for size, (queries, _median) in by_size.items():
            row[f"queries {size:,}"] = queries
        for size, (_queries, median) in by_size.items():
            row[f"ms {size:,}"] = round(median, 1)
        row["within 100 ms"] = "yes" if by_size[SIZES[-1]][1] <= GOAL_MS else "NO"
        rows.append(row)
    print_table("Lists and board, server time (median of 15)", rows)


if __name__ == "__main__":
    main()
