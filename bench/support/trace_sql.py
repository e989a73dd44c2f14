"""Tracing in SQL, pair by pair, as the definition says it: what any database would be asked.

One text for DuckDB, PostgreSQL and ClickHouse. Visits are a table (person, place, s, e).
"""

from collections.abc import Callable, Iterator

from longgang.trail.engine import Question

FAR = 2**40  # seconds: before and after all visits
SOURCES = """
    SELECT w.place AS place, greatest(w.s, p.low) AS a, least(w.e, p.high) + {linger} AS b
    FROM visits w JOIN {sources} p ON w.person = p.person
    WHERE greatest(w.s, p.low) < least(w.e, p.high)
"""
CIRCLE = """
    SELECT v.person AS person, {extreme} AS extreme, count(*) AS encounters,
           sum(least(u.b, v.e + {later}) - greatest(u.a, v.s)) AS exposure
    FROM ({intervals}) u JOIN visits v ON v.place = u.place
    WHERE v.s < u.b AND u.a < v.e + {later} AND v.person NOT IN ({known})
    GROUP BY v.person
    HAVING sum(least(u.b, v.e + {later}) - greatest(u.a, v.s)) >= {min_exposure}
"""
FIRST, LAST = "min(greatest(u.a, v.s))", "max(least(u.b, v.e + {later}))"


def trace_in_sql(
    question: Question, run: Callable[[str], object], *, table: str = "CREATE TEMP TABLE {} AS"
) -> Iterator[str]:
    """Ask circle by circle; gives the name of each circle's table once it is filled.

    `table` makes a table from a query. The tables sources_1, circle_1 and so on must not be there.
    """
    is_backward = question.backward
    since = -FAR if question.since is None else question.since
    until = FAR if question.until is None else question.until
    run(f"{table.format('sources_1')} {_seeds(question)}")
    known = "SELECT person FROM sources_1"
    for degree in range(1, question.degrees + 1):
        later = question.linger if is_backward else 0
        intervals = SOURCES.format(
            sources=f"sources_{degree}", linger=0 if is_backward else question.linger
        )
        circle = CIRCLE.format(
            intervals=intervals, known=known, later=later, min_exposure=question.min_exposure,
            extreme=(LAST if is_backward else FIRST).format(later=later),
        )  # fmt: skip
        run(f"{table.format(f'circle_{degree}')} {circle}")
        window = (
            f"{since} AS low, extreme - {question.latency} AS high"
            if is_backward
            else f"extreme + {question.latency} AS low, {until} AS high"
        )
        made = f"SELECT person, {window} FROM circle_{degree}"  # noqa: S608 - numbers of ours
        run(f"{table.format(f'sources_{degree + 1}')} {made}")
        known += f" UNION ALL SELECT person FROM circle_{degree}"  # noqa: S608
        yield f"circle_{degree}"


def list_tables(question: Question) -> list[str]:
    """Every table that is made."""
    numbers = range(1, question.degrees + 1)
    return [f"circle_{number}" for number in numbers] + [
        f"sources_{number}" for number in [*numbers, question.degrees + 1]
    ]


def _seeds(question: Question) -> str:
    rows = [
        f"SELECT {seed.person} AS person, {-FAR if seed.since is None else seed.since} AS low, "
        f"{FAR if seed.until is None else seed.until} AS high"
        for seed in question.seeds
    ]
    return " UNION ALL ".join(rows)
