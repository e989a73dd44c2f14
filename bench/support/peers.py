"""The same questions asked of databases, on the same visits, on both cores.

DuckDB belongs to the tests; chdb (ClickHouse in a wheel) is installed from PyPI into an environment
of its own the first time; PostgreSQL is the embedded one, durable as in production.
"""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import psycopg

from longgang.launch import database
from longgang.trail.engine import Question, Visits

from .trace_sql import list_tables, trace_in_sql

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "var" / "bench"
CHDB = HOME / "chdb"
CHDB_PROGRAM = """
import json, sys, time
from chdb import session
from bench.support.trace_sql import list_tables, trace_in_sql
from longgang.trail.engine import Question, Seed
database = session.Session()
database.query("CREATE TABLE visits (person Int32, place Int32, s Int64, e Int64)"
               " ENGINE = MergeTree ORDER BY (place, s)")
database.query(f"INSERT INTO visits SELECT person, place, s, e FROM file('{sys.argv[1]}')")
for line in sys.stdin:
    person, degrees = json.loads(line)
    question = Question((Seed(person),), degrees=degrees)
    began = time.perf_counter()
    names = list(trace_in_sql(question, database.query, table="CREATE TABLE {} ENGINE = Memory AS"))
    taken = time.perf_counter() - began
    counts = [int(database.query(f"SELECT count(*) FROM {name}", "CSV").bytes()) for name in names]
    for name in list_tables(question):
        database.query(f"DROP TABLE {name}")
    print(json.dumps([taken, counts]), flush=True)
"""


class DuckDB:
    """In memory, sorted by place as its own advice is; two threads."""

    name = "DuckDB"

    def __init__(self, visits: Visits, parquet: Path) -> None:
        del visits
        self.connection = duckdb.connect(config={"threads": 2})
        self.connection.execute(
            "CREATE TABLE visits AS SELECT * FROM read_parquet(?) ORDER BY place, s", [str(parquet)]
        )

    def ask(self, question: Question) -> tuple[float, list[int]]:
        """Seconds, and how many contacts there are in each circle."""
        began = time.perf_counter()
        names = list(trace_in_sql(question, self.connection.execute))
        taken = time.perf_counter() - began
        counts = [self.connection.table(name).count("*").fetchall()[0][0] for name in names]
        return taken, counts

    def read(self, question: Question) -> Iterator[dict[str, np.ndarray]]:
        """The rows of each circle, after asking; then the tables go."""
        for degree in range(1, question.degrees + 1):
            yield self.connection.execute(f"FROM circle_{degree} ORDER BY person").fetchnumpy()

    def forget(self, question: Question) -> None:
        """Drop the tables of a question."""
        for name in list_tables(question):
            self.connection.execute(f"DROP TABLE {name}")


class PostgreSQL:
    """With an index by person and one by place and start."""

    name = "PostgreSQL"

    def __init__(self, visits: Visits, parquet: Path) -> None:
        del visits
        server = database.start_or_reuse(HOME / "postgres")
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS trace_bench WITH (FORCE)")
            connection.execute("CREATE DATABASE trace_bench")
        self.server = server
        self.connection = psycopg.connect(server.url("trace_bench"), autocommit=True)
        self.connection.execute("SET work_mem = '512MB'")
        self.connection.execute("CREATE TABLE visits (person int, place int, s int8, e int8)")
        csv = parquet.with_suffix(".csv")
        pl.scan_parquet(parquet).sink_csv(csv, include_header=False)
        with (
            csv.open("rb") as file,
            self.connection.cursor().copy("COPY visits FROM STDIN (FORMAT csv)") as copy,
        ):
            while piece := file.read(1 << 20):
                copy.write(piece)
        csv.unlink()
        self.connection.execute("CREATE INDEX ON visits (person)")
        self.connection.execute("CREATE INDEX ON visits (place, s)")
        self.connection.execute("VACUUM ANALYZE visits")

    def ask(self, question: Question) -> tuple[float, list[int]]:
        """Seconds, and how many contacts there are in each circle."""
        began = time.perf_counter()
        names = list(trace_in_sql(question, self.connection.execute))
        taken = time.perf_counter() - began
        counts = [self.connection.execute(f"TABLE {name}").rowcount for name in names]
        self.connection.execute(f"DROP TABLE {', '.join(list_tables(question))}")
        return taken, counts

    def close(self) -> None:
        """Leave the server as it was found."""
        self.connection.close()
        self.server.stop()


class ClickHouse:
    """chdb, in a process of its own."""

    name = "ClickHouse"

    def __init__(self, visits: Visits, parquet: Path) -> None:
        del visits
        self.process = subprocess.Popen(  # noqa: S603 - its own Python
            [str(CHDB / "bin" / "python"), "-c", CHDB_PROGRAM, str(parquet)], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, question: Question) -> tuple[float, list[int]]:
        """Seconds, and how many contacts there are in each circle."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([question.seeds[0].person, question.degrees]) + "\n")
        self.process.stdin.flush()
        taken, counts = json.loads(self.process.stdout.readline())
        return taken, counts

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)


def install_chdb() -> str:
    """Its environment, once; why it cannot be had, else nothing."""
    if (CHDB / "installed").exists():
        return ""
    steps = [
        ["python3", "-m", "venv", str(CHDB)],
        [str(CHDB / "bin" / "python"), "-m", "pip", "install", "--quiet", "chdb", "numba"],
    ]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            return f"installing it failed: {done.stderr.strip().splitlines()[-1:]}"
    (CHDB / "installed").touch()
    return ""
