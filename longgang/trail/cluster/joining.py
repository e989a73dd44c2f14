"""To a Ray cluster: one that runs, or one of this machine's own for as long as a question takes."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..engine import EngineError, Visits

if TYPE_CHECKING:
    from .shards import Shards

LOCAL = "local"
LOOPBACK = {"127.0.0.1", "localhost"}
PATIENCE = 5.0  # seconds until a machine that does not answer is said not to
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # no telemetry
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # its future default; until then it warns
}
ON_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}  # else Ray listens to the whole network


@contextmanager
def open_shards(visits: Visits, address: str, count: int | None = None) -> "Iterator[Shards]":
    """The visits, held by so many shards for as long as the block lasts.

    `address` is HOST:PORT of a running cluster, or `local`. Without a count each machine gets one.
    """
    host = _reach(address)
    for name, value in (QUIET | (ON_LOOPBACK if host in LOOPBACK else {})).items():
        os.environ.setdefault(name, value)
    try:
        # Ray takes a second, and reads its settings then.
        from .shards import Shards, connected  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise EngineError(
            "no_ray", "未安装 Ray：pip install longgang[cluster]。",
            "Ray is not installed: pip install longgang[cluster].",
        ) from error  # fmt: skip
    with TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        own = {"_temp_dir": folder, "_node_ip_address": host, "include_dashboard": False}
        with connected(**(own if address == LOCAL else {"address": address})):
            yield Shards(visits, count)


def _reach(address: str) -> str:
    """The host, once it has answered: Ray itself would try for minutes."""
    if address == LOCAL:
        return "127.0.0.1"
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise EngineError(
            "address", f"--cluster 应为 local 或 主机:端口，而不是 {address}。",
            f"--cluster is local or HOST:PORT, not {address}.",
        )  # fmt: skip
    try:
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise EngineError(
            "no_cluster", f"{address} 没有 Ray 集群：{error}",
            f"No Ray cluster answers at {address}: {error}",
        ) from error  # fmt: skip
    return host
