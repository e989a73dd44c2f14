"""The scanner of an officer: how fast it reads, and what it loads.

(b) signatures verified a second, in Python and in Chromium
(c) a code comes into view of the camera → the answer stands on the screen, without network, in
    Chromium with a film before its camera; from the moment the browser has the frame that shows
    the code; the goal is a median under 100 ms
(d) a device's first load and its minute's increment at 100,000 live passes: bytes and seconds

`--quick` measures with a tenth of everything. Without a Chromium (`CHROMIUM=/path/to/it` names one)
what needs one is left out, and said.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.support import setting

setting.start()

from django.conf import settings  # noqa: E402 - only after the database is there

from bench.support.feed import measure_feed  # noqa: E402
from bench.support.filling import LIVE_FROM, add_live_passes  # noqa: E402
from bench.support.film import make_film  # noqa: E402
from bench.support.gate import found, serve  # noqa: E402
from bench.support.phone import NO_CHROMIUM, ScannerPhone, find_chromium  # noqa: E402
from bench.table import print_table  # noqa: E402
from longgang.core.clock import now  # noqa: E402
from longgang.passes.codes import CodeState, VerifyingKey, read_signed  # noqa: E402
from longgang.passes.models import VehiclePass  # noqa: E402
from longgang.passes.signing import address_in_code, verifying_keys  # noqa: E402

GOAL_MS = 100
CODES = 100


def signed_codes(count: int) -> list[str]:
    """What the QR codes of so many passes hold."""
    numbers = [f"B{LIVE_FROM + place}" for place in range(count)]
    passes = VehiclePass.objects.filter(number__in=numbers).prefetch_related("aboard")
    return [address_in_code(each, now=now()) for each in passes.order_by("pk")]


def verify_in_python(
    codes: list[str], keys: list[VerifyingKey], *, seconds: float
) -> dict[str, object]:
    """One process, one thread; the keys are at hand, as they are on a device."""
    done = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for code in codes:
            read = read_signed(code, keys, settings.DISTRICT_CODE)
            assert read.state == CodeState.SIGNED, read.state
        done += len(codes)
    return verified_row("Python", done, time.perf_counter() - began)


def verified_row(where: str, count: int, seconds: float) -> dict[str, object]:
    """A line of the table."""
    return {
        "where": where, "verified": f"{count:,}", "a second": round(count / seconds),
        "ms each": round(seconds * 1000 / count, 3),
    }  # fmt: skip


def look_row(taken: list[float], passes: int) -> dict[str, object]:
    """A line of the table. At the first look after the camera was switched on, the reader of codes
    is still being made ready; it stands apart.
    """
    first, *others = taken
    ordered = sorted(others)
    return {
        "what": f"code in view → answer, offline, {passes:,} passes held", "rounds": len(others),
        "minimum ms": round(ordered[0]), "median ms": round(statistics.median(others)),
        "maximum ms": round(ordered[-1]), "goal": f"median < {GOAL_MS}",
        "the very first ms": round(first),
    }  # fmt: skip


def main(*, tiny: bool = False) -> None:
    """Found a small district, add passes that count, look at each in turn."""
    is_quick = tiny or "--quick" in sys.argv
    live = 20 if tiny else 10_000 if is_quick else 100_000
    seconds = 0.01 if tiny else 1 if is_quick else 3
    premises, (secret, *_others) = found()
    add_live_passes(live, premises)
    codes, keys = signed_codes(min(CODES, live)), verifying_keys()
    verified = [verify_in_python(codes, keys, seconds=seconds)]
    if tiny:
        print_table("(b) Signatures verified", verified)
        return
    chromium = find_chromium()
    site = serve("longgang.site.wsgi:application")
    loaded = measure_feed(site.address, secret, live)
    looks: list[float] = []
    if chromium is None:
        print(NO_CHROMIUM, file=sys.stderr)
    else:
        with (
            tempfile.TemporaryDirectory() as folder,
            ScannerPhone(
                chromium, site.address, secret, make_film(codes[0], Path(folder) / "code.y4m")
            ) as phone,
        ):
            loaded.insert(1, phone.loads(live))
            count, took = phone.verifies(codes, keys, seconds=seconds)
            verified.append(verified_row("Chromium", count, took))
            looks = phone.looks(rounds=6 if is_quick else 16)
    print_table("(b) Signatures verified, one thread", verified)
    if looks:
        print_table("(c) From the frame to the answer on the screen", [look_row(looks, live)])
    print_table(f"(d) What a device loads at {live:,} live passes", loaded)
    site.stop()


if __name__ == "__main__":
    main()
