"""Several clients at once, each with a connection of its own, until their time is over.

Beside the clock stands the processor's time: on a machine that others use too, the clock also
counts how long a request was kept waiting by them.
"""

import socket
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from threading import Lock
from urllib.parse import urlsplit

Request = tuple[str, str, bytes, dict[str, str]]  # method, path, body, headers


@dataclass(frozen=True)
class Load:
    """How many were answered in how long, and how long each took."""

    name: str
    answered: int
    seconds: float
    taken_ms: list[float]
    web_s: float = 0  # of the processor
    database_s: float = 0

    @property
    def web_ms(self) -> float:
        """What one answer cost the processor in the web server."""
        return self.web_s * 1000 / self.answered

    @property
    def database_ms(self) -> float:
        """The same in the database."""
        return self.database_s * 1000 / self.answered

    @property
    def per_second(self) -> float:
        """Answers in a second, all clients together."""
        return self.answered / self.seconds

    def quantile_ms(self, share: float) -> float:
        """So many of the answers took no longer."""
        ordered = sorted(self.taken_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median_ms(self) -> float:
        """Half of them took no longer."""
        return statistics.median(self.taken_ms)


class Line:
    """A connection that stays. It does no more than it must: on the same machine, whatever the
    client needs of the processor is missing in the server.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.heard = b""

    def written(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        """The request as it goes over the line."""
        said = {"Host": self.host, "Content-Length": str(len(body)), **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and content of the answer."""
        self.socket.sendall(request)
        head = self._until(b"\r\n\r\n").lower()
        status = int(head[9:12])
        if b"transfer-encoding: chunked" in head:
            return status, b"".join(iter(self._chunk, b""))
        _before, _name, after = head.partition(b"content-length:")
        return status, self._take(int(after.split(b"\r\n")[0]))

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _chunk(self) -> bytes:
        size = int(self._until(b"\r\n"), 16)
        return self._take(size + 2)[:size]

    def _until(self, end: bytes) -> bytes:
        while end not in self.heard:
            self._hear()
        found, _end, self.heard = self.heard.partition(end)
        return found

    def _take(self, size: int) -> bytes:
        while len(self.heard) < size:
            self._hear()
        found, self.heard = self.heard[:size], self.heard[size:]
        return found

    def _hear(self) -> None:
        heard = self.socket.recv(1024 * 1024)
        if not heard:
            raise ConnectionError(f"{self.host} has hung up")
        self.heard += heard


def put_load(
    name: str,
    address: str,
    make_request: Callable[[int], Request],
    is_good: Callable[[int, bytes], bool],
    *,
    clients: int = 4,
    seconds: float = 15,
    warm_up: int = 40,
    numbers: Iterator[int] | None = None,
    worked: Callable[[], tuple[float, float]] = lambda: (0, 0),
) -> Load:
    """Requests 0, 1, 2 … by several clients, until the time or the numbers are over. An answer that
    is not good ends the benchmark.

    `worked` tells the seconds of the processor so far, in the web server and in the database.
    """
    serials, lock = numbers or count(), Lock()

    def one_client(limit: float, most: int) -> list[float]:
        line = Line(address)
        taken = []
        while time.perf_counter() < limit and len(taken) < most:
            with lock:
                number = next(serials, None)
            if number is None:
                break
            request = line.written(*make_request(number))
            began = time.perf_counter()
            status, content = line.ask(request)
            taken.append((time.perf_counter() - began) * 1000)
            if not is_good(status, content):
                raise AssertionError(f"{name} answered {status}: {content[:300]!r}")
        line.close()
        return taken

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda _c: one_client(time.perf_counter() + 60, warm_up), range(clients)))
        began, (web, database) = time.perf_counter(), worked()
        runs = pool.map(lambda _c: one_client(began + seconds, 10**9), range(clients))
        taken = [each for run in runs for each in run]
    seconds = time.perf_counter() - began
    web_now, database_now = worked()
    return Load(name, len(taken), seconds, taken, web_now - web, database_now - database)


def together(loads: list[Load]) -> Load:
    """Several turns of the same, as one."""
    return Load(
        loads[0].name,
        sum(load.answered for load in loads),
        sum(load.seconds for load in loads),
        [each for load in loads for each in load.taken_ms],
        sum(load.web_s for load in loads),
        sum(load.database_s for load in loads),
    )
