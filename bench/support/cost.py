"""What one page costs: queries, time on the clock, and the processor's time on either side.

The clock also counts what the machine did for others meanwhile. The processor's time does not, so
a page that is slow by the clock alone was kept waiting.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from django.db import connection
from django.test import Client

from .pages import Page

WARM_UP = 1
NOTHING = b'<div class="empty">'  # of parts/empty.html
PAGE = (200, 302)  # a page, or one that leads on at once, as the only gate of an officer does


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one page; `web_ms` and `database_ms` are the processor's.

    `queries` are those of the round with the fewest: once a minute whichever page comes first reads
    the names of the district's places, for all of them. Where `is_empty` the page says that it has
    nothing to show, and asks for nothing about it.
    """

    queries: int
    is_empty: bool
    minimum_ms: float
    median_ms: float
    web_ms: float
    database_ms: float

    @property
    def worked_ms(self) -> float:
        """What it would take on a machine that has nothing else to do."""
        return self.web_ms + self.database_ms


def measure_page(page: Page, *, rounds: int) -> Cost:
    """Open it a few times to warm up, then so many times with a look at the clocks."""
    client = Client()
    client.force_login(page.user)
    url = _address_of(page, client)
    for _round in range(WARM_UP if rounds > 1 else 0):
        client.get(url)
    server = psutil.Process(connection.connection.info.backend_pid)
    served = _processor_time(server)
    walls, works, queries = [], [], []
    for _round in range(rounds):
        wall, work = time.perf_counter(), time.process_time()
        with _counting_queries() as counted:
            answer = client.get(url)
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
        assert answer.status_code in PAGE, f"{page.name} answered {answer.status_code}"
        leads_to = answer.headers.get("Location", "")
        assert not leads_to.startswith("/login"), f"{page.name} asks to sign in"
        queries.append(len(counted))
    served = (_processor_time(server) - served) / rounds
    return Cost(
        min(queries),
        NOTHING in answer.content,
        min(walls) * 1000,
        statistics.median(walls) * 1000,
        statistics.median(works) * 1000,
        served * 1000,
    )


def _address_of(page: Page, client: Client) -> str:
    """Its address; for a search the one to which typing leads."""
    if not page.typed:
        return page.url
    return client.post(page.url, {"q": page.typed}).headers["Location"]


def _processor_time(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def _counting_queries() -> Iterator[list[str]]:
    counted: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        counted.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(count):
        yield counted
