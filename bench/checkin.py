"""Entry checks over HTTP, one a request, as a device asks for them while the truck stands there.

(a) how many a second by 4 clients, p50 and p99, beside pretix's check-in (redeem) on the same
    PostgreSQL in the same run; both behind granian with as many processes, commits durable on both
    sides; the goal is 20 times as many, p99 under 50 ms
(e) the same at 10,000, 100,000 and 1,000,000 trips in the database, whose vehicles have been here
    before; the goal is: flat

One of our checks locks the trip and judges its pass anew, moves the trip, writes the check, an
event of the audit and the message to the site; one of theirs redeems a ticket. pretix is installed
from PyPI and its tables are made the first time: minutes. `--quick` measures with a tenth of
everything and leaves out the largest size.
"""

import json
import sys
import time
from collections.abc import Iterator

from bench.support import setting

setting.start()

from bench.support import pretix  # noqa: E402 - only after the database is there
from bench.support.filling import LIVE_FROM, add_live_passes, fill_past  # noqa: E402
from bench.support.gate import LANES, Site, check_durable, found, serve  # noqa: E402
from bench.support.load import Load, Request, put_load, together  # noqa: E402
from bench.table import print_table  # noqa: E402
from longgang.passes.models import Check, Trip  # noqa: E402

CLIENTS, TURNS = LANES, 3
TRUCKS = pretix.TICKETS  # at most so many on either side, at each size
GOAL_TIMES, GOAL_P99_MS = 20, 50


def entry_request(number: int, secrets: list[str]) -> Request:
    """One check of a pass that counts: green, a new seal, a word instead of a photo. Its lane's
    device asks.
    """
    moment = int(time.time() * 1000)
    check = {
        "nonce": f"bench-check-{number}", "seq": number, "device_at": moment, "offset_ms": 0,
        "mode": "ask", "way": "entry", "action": "let_pass", "code": "",
        "pass_number": f"9{LIVE_FROM + number:011d}",
        "verdict": {"level": "green", "code": "passes.valid", "also": []},
        "people_count": 1, "temperatures": [36.5], "seal_state": "applied",
        "seal_number": f"B{number:07d}", "is_offline": False, "data_age_s": 20,
        "note": "相机故障，未拍照",
    }  # fmt: skip
    message = {"sent_at": moment, "since": None, "build": "b", "waiting": 0, "checks": [check]}
    headers = {
        "Content-Type": "application/json", "X-Longgang-Device": "1",
        "Cookie": f"longgang-device={secrets[number % len(secrets)]}", "Accept-Encoding": "gzip",
    }  # fmt: skip
    return "POST", "/checkpoints/device/sync", json.dumps(message).encode(), headers


def is_recorded(status: int, content: bytes) -> bool:
    """Whether the truck was let in."""
    return status == 200 and b'"state": "recorded"' in content


def measure(site: Site, secrets: list[str], numbers: Iterator[int], *, seconds: float) -> Load:
    """Let trucks in; every one that was answered is in the database, once."""
    before = Check.objects.count()
    begun: list[int] = []

    def ask(number: int) -> Request:
        begun.append(number)
        return entry_request(number, secrets)

    load = put_load(
        f"entry check at {Trip.objects.count():,} trips", site.address, ask, is_recorded,
        clients=CLIENTS, seconds=seconds, numbers=numbers, worked=site.worked,
    )  # fmt: skip
    assert Check.objects.count() - before == len(begun), "a check got lost, or was written twice"
    return load


def row_of(load: Load, **more: object) -> dict[str, object]:
    """A line of the table; of the processor's time, what each check cost on either side."""
    return {
        "what": load.name, "a second": round(load.per_second, 1), **more,
        "p50 ms": round(load.median_ms, 1), "p99 ms": round(load.quantile_ms(0.99), 1),
        "web ms": round(load.web_ms, 2), "database ms": round(load.database_ms, 2),
    }  # fmt: skip


def cost_of(load: Load) -> float:
    """By the processor's time: on a machine that others use too, the clock tells of them."""
    return load.web_ms + load.database_ms


def compare(site: Site, secrets: list[str], numbers: Iterator[int], *, seconds: float) -> Load:
    """(a) By turns, so that what else the machine does meets both alike; our part comes back."""
    peer = pretix.start()
    own, other = [], []
    for _turn in range(TURNS):
        own.append(measure(site, secrets, numbers, seconds=seconds / TURNS))
        if not isinstance(peer, str):
            other.append(peer.measure(seconds / TURNS))
    ours = together(own)
    rows = [row_of(ours, times="")]
    if isinstance(peer, str):
        print(f"pretix was not measured: {peer}", file=sys.stderr)
    else:
        peer.site.stop()
        theirs = together(other)
        rows[0]["times"] = f"{ours.per_second / theirs.per_second:.1f}"
        rows.append(row_of(theirs, times="1"))
    print_table(
        f"(a) Check-ins by {CLIENTS} clients; goal: {GOAL_TIMES} times as many, "
        f"p99 under {GOAL_P99_MS} ms",
        rows,
    )
    return ours


def main(*, tiny: bool = False) -> None:
    """Found a small district, add passes, measure at every size. Tiny: in this process, alone."""
    if tiny:
        measure_here()
        return
    is_quick = "--quick" in sys.argv
    sizes = (10_000, 100_000) if is_quick else (10_000, 100_000, 1_000_000)
    seconds = 5 if is_quick else 15
    premises, secrets = found()
    check_durable()
    loads: list[Load] = []
    for place, size in enumerate(sizes):
        first = place * TRUCKS
        add_live_passes(TRUCKS, premises, after=first)
        fill_past(size)
        numbers = iter(range(first, first + TRUCKS))
        site = serve("longgang.site.wsgi:application")
        take = measure if loads else compare
        loads.append(take(site, secrets, numbers, seconds=seconds))
        site.stop()
    rows = [row_of(load, flat=f"{cost_of(load) / cost_of(loads[0]):.2f} x") for load in loads]
    print_table("(e) The cost of a check, however many trips; goal: flat", rows)


def measure_here() -> None:
    """One check by the test client, so that what the benchmark asks for is known to be right."""
    from django.test import Client  # noqa: PLC0415 - only here

    premises, secrets = found()
    add_live_passes(2, premises)
    fill_past(Trip.objects.count() + 3)
    _method, path, body, headers = entry_request(1, secrets)
    client, began = Client(), time.perf_counter()
    client.cookies["longgang-device"] = secrets[1]
    answer = client.post(
        path, body, content_type="application/json", headers={"X-Longgang-Device": "1"}
    )
    taken = (time.perf_counter() - began) * 1000
    assert is_recorded(answer.status_code, answer.content), answer.content[:300]
    del headers["Cookie"]
    print_table(
        "One check, in this process", [row_of(Load("entry check", 1, taken / 1000, [taken]))]
    )


if __name__ == "__main__":
    main()
