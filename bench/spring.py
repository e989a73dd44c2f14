"""A simulated spring: 60 days of a district, every deed through the real actions.

Full, with `LARGE=1`: 200,000 residents, 30,000 arrivals, 12 sites, 4,000 stays, rules that change
in the middle, one in a hundred of every kind of trouble; some two hours. Else a twentieth of the
people, or with `--part=10` a tenth. Every evening the invariants hold, the forecasts of the last
two weeks are explained by what happened since, and whoever was infected is in the first circle of
the source's case.

One process lives it, a deed after the other; the seconds of a day are those of its deeds and of
what is looked at in the evening. The processor's time is ours and that of our connection to
PostgreSQL.
"""

import os
import sys
import time
from dataclasses import replace

import psutil

from bench.support import setting

setting.start()

from django.db import connection  # noqa: E402 - only after the database is there

from bench.support.rows import NUMBER, Copies  # noqa: E402
from bench.support.spring import people, season  # noqa: E402
from bench.support.spring.invariants import find_breaks  # noqa: E402
from bench.support.spring.plan import FULL, TINY, Coming, Means, Size  # noqa: E402
from bench.table import print_table  # noqa: E402
from longgang.core.clock import as_if  # noqa: E402
from longgang.people.api import find_or_register_person  # noqa: E402
from longgang.people.models import Person  # noqa: E402
from longgang.trail.files import build_files, tend_files  # noqa: E402
from longgang.trail.partitions import make_partitions  # noqa: E402

SHOWN = 15  # kinds of deeds
PART = 1 if os.environ.get("LARGE") else 20


def main(*, tiny: bool = False, part: int = PART) -> None:
    """Live all of it, and print a line for each day, then the deeds that took longest."""
    size = TINY if tiny else _part_of(FULL, part)
    spring = season.found(size)
    _add_residents(spring)
    if size.cases:
        with as_if(spring.world.moment(0)):
            build_files()
    rows = [_live_day(spring) for _day in range(size.days)]
    arrivals = sum(day.declared for day in spring.days)
    title = f"{size.days} days, {arrivals:,} arrivals, {size.sites} sites; the books: "
    title += "whole" if not find_breaks() else "BROKEN"
    print_table(title, rows)
    print_table("What took longest", _deeds(spring.world.seconds))
    happened = spring.world.happened.items()
    print_table("What befell them", [{"trouble": str(kind), "times": n} for kind, n in happened])
    if spring.world.transmissions:
        print_table("Who was infected where, and is a contact", _traced(spring))
    reasons = spring.forecasts.reasons.items()
    print_table("Why forecasts came otherwise", [{"reason": why, "times": n} for why, n in reasons])


def _part_of(size: Size, part: int) -> Size:
    """So many times fewer people, rooms and communities; as many days and sites."""
    if part == 1:
        return size
    return replace(
        size,
        arrivals=size.arrivals // part,
        rooms=max(size.rooms // part, 6),
        communities=max(size.communities // part, size.sites // 2),
        residents=size.residents // part,
    )


def _add_residents(spring: season.Spring) -> None:
    """Those who only stand in the register: one by the real action, the others copied in SQL."""
    world = spring.world
    with as_if(world.moment(0)):
        last = Coming(900_000, 0, 0, 0, 0, 0, Means.NOTHING, "community")
        find_or_register_person(
            name=people.name_of(last), phone=people.phone_of(last), by=world.district.health,
            area_code=world.district.communities[0].code, **people.papers(last),
        )  # fmt: skip
        differs = {
            **NUMBER, "id_number_index": "'bench' || g", "user_id": "NULL",
            "phone_last4": "lpad((g % 9973)::text, 4, '0')",
        }  # fmt: skip
        Copies(Person, differs).make(0, world.size.residents, world.moment(0))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _live_day(spring: season.Spring) -> dict[str, object]:
    wrong, refused = len(spring.wrong), len(spring.world.refused)
    server = psutil.Process(connection.connection.info.backend_pid)
    began, worked, served = time.perf_counter(), time.process_time(), _processor_time(server)
    if spring.world.size.cases:
        with as_if(spring.world.moment(0)):
            make_partitions()
            tend_files()
    season.live_day(spring)
    seconds, day = time.perf_counter() - began, spring.days[-1]
    faults = [*spring.wrong[wrong:], *spring.world.refused[refused:]]
    for words in faults:
        print(words, file=sys.stderr, flush=True)
    row: dict[str, object] = {
        "day": day.day.isoformat(),
        "declared": day.declared,
        "at sites": day.at_sites,
        "at home": day.at_home,
        "rooms free": day.rooms_free,
        "waiting": day.waiting,
        "released": day.released,
        "lifted": day.lifted,
        "troubles": day.troubles,
        "invariants": f"{len(faults)} BROKEN" if faults else "hold",
        "seconds": round(seconds, 1),
        "processor": round(time.process_time() - worked, 1),
        "PostgreSQL": round(_processor_time(server) - served, 1),
    }
    print(*row.values(), file=sys.stderr, flush=True)
    return row


def _processor_time(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _traced(spring: season.Spring) -> list[dict[str, object]]:
    """By the kind of place: contacts that were planted, long enough for the rule, found."""
    rows = []
    for where in sorted({each.where for each in spring.world.transmissions}):
        planted = [each for each in spring.world.transmissions if each.where == where]
        long = [each for each in planted if each.is_long]
        rows.append(
            {
                "place": str(where),
                "planted": len(planted),
                "long enough": len(long),
                "found": sum(each.was_found for each in long),
            }
        )
    return rows


def _deeds(seconds: dict[str, list[float]]) -> list[dict[str, object]]:
    """Those that took longest, all together."""
    found = sorted(seconds.items(), key=lambda each: -sum(each[1]))
    return [
        {
            "deed": name,
            "times": len(taken),
            "seconds": round(sum(taken), 1),
            "mean ms": round(1000 * sum(taken) / len(taken), 1),
            "longest ms": round(1000 * max(taken), 1),
        }
        for name, taken in found[:SHOWN]
    ]


if __name__ == "__main__":
    parts = [int(each.removeprefix("--part=")) for each in sys.argv if each.startswith("--part=")]
    main(tiny="--quick" in sys.argv, part=parts[0] if parts else PART)
