"""What a device loads: everything at first, then what changed in a minute."""

import gzip
import json

from django.db import connection

from .load import put_load

CHANGED_IN_A_MINUTE = 200
ROUNDS = 3


def measure_feed(address: str, secret: str, live: int) -> list[dict[str, object]]:
    """The lines of the table."""
    first_s, first = ask_feed(address, secret, "")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE passes_trip SET status = 'entered', entered_at = now(), due_at = now() "
            "WHERE id IN (SELECT id FROM passes_trip WHERE status = 'expected' AND number LIKE "
            "'BTB%%' ORDER BY id DESC LIMIT %s)",
            [CHANGED_IN_A_MINUTE],
        )
    minute_s, minute = ask_feed(address, secret, cursor_of(first))
    still_s, still = ask_feed(address, secret, cursor_of(minute))
    return [
        row_of("first load, from the server", live, first_s, first),
        row_of("a minute", CHANGED_IN_A_MINUTE, minute_s, minute),
        row_of("a minute in which nothing happens", 0, still_s, still),
    ]


def ask_feed(address: str, secret: str, since: str) -> tuple[float, bytes]:
    """Seconds and bytes on the line of one feed; the median of a few."""
    message = {"sent_at": 1, "since": since, "build": "b", "waiting": 0, "checks": []}
    body = json.dumps(message).encode()
    headers = {
        "Content-Type": "application/json", "X-Longgang-Device": "1",
        "Cookie": f"longgang-device={secret}", "Accept-Encoding": "gzip",
    }  # fmt: skip
    answers: list[bytes] = []

    def keep(status: int, content: bytes) -> bool:
        answers.append(content)
        return status == 200

    taken = [
        put_load(
            "feed", address, lambda _number: ("POST", "/checkpoints/device/sync", body, headers),
            keep, clients=1, seconds=0.01, warm_up=0,
        ).taken_ms[0]
        for _round in range(ROUNDS)
    ]  # fmt: skip
    return sorted(taken)[ROUNDS // 2] / 1000, answers[-1]


def cursor_of(content: bytes) -> str:
    """Where the next feed begins."""
    return str(json.loads(unzipped(content))["feed"]["cursor"])


def unzipped(content: bytes) -> bytes:
    """A short answer comes as it is."""
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def row_of(what: str, rows: int, seconds: float, content: bytes) -> dict[str, object]:
    """A line of the table."""
    return {
        "what": what, "passes": f"{rows:,}", "seconds": round(seconds, 3),
        "bytes on the line": f"{len(content):,}", "bytes": f"{len(unzipped(content)):,}",
    }  # fmt: skip
