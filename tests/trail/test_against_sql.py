"""On a benchmark city the engine and DuckDB give the same rows."""

import duckdb
import numpy as np
import pytest

from bench.support.city import MONDAY, make_city
from bench.support.trace_sql import trace_in_sql
from longgang.trail.engine import Index, Question, Seed, trace

PEOPLE = 3_000
DAY = 86_400


@pytest.fixture(scope="module")
def city():
    return make_city(PEOPLE, seed=7)


@pytest.fixture(scope="module")
def index(city):
    return Index.in_memory(city)


@pytest.fixture
def database(city):
    columns = {  # noqa: F841 - DuckDB finds it by its name
        "person": city.person, "place": city.place,
        "s": city.start + np.int64(city.epoch), "e": city.end + np.int64(city.epoch),
    }  # fmt: skip
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("CREATE TABLE visits AS SELECT * FROM columns")
        yield connection


def window(first, last):
    return MONDAY + first * DAY, MONDAY + last * DAY


@pytest.mark.parametrize("question", [
    Question((Seed(5),)),
    Question((Seed(6),), backward=True),
    Question((Seed(7, *window(2, 8)),), degrees=3, latency=DAY, min_exposure=900),
    Question((Seed(8, *window(2, 3)), Seed(9, *window(3, 4))), degrees=2, linger=1800),
    Question((Seed(10, *window(9, 12)),), latency=DAY, linger=600, min_exposure=60, backward=True),
], ids=lambda question: "backward" if question.backward else "forward")  # fmt: skip
def test_trace_gives_the_rows_of_sql(index, database, question):
    answer = trace(index, question)
    assert len(answer) > 20
    names = trace_in_sql(question, database.execute)
    for circle, name in zip(answer.circles, names, strict=True):
        columns = database.execute(f"FROM {name} ORDER BY person").fetchnumpy()
        assert np.array_equal(circle.person, columns["person"])
        assert np.array_equal(circle.extreme.astype(np.int64) + index.epoch, columns["extreme"])
        assert np.array_equal(circle.exposure_seconds, columns["exposure"].astype(np.int64))
        assert np.array_equal(circle.encounters, columns["encounters"])
