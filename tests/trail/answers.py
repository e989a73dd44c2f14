"""Visits for the engine, and its answers in the oracle's form."""

from longgang.trail.engine import Index, make_visits

NAMES = ["王小明", "李 四", "1" * 40, "007", "a,b", "7", "é", "\U0001f600"]


def visits(shift=0):
    """Everybody meets the one before in a room of two."""
    places = [f"room {number // 2}" for number in range(len(NAMES))]
    return make_visits(
        NAMES, places, [0] * len(NAMES), [60 + shift] * len(NAMES), types={"room 1": "bus"}
    )


def index_of(rows, types=None):
    persons, places, starts, ends = zip(*rows, strict=True)
    return Index.in_memory(make_visits(persons, places, starts, ends, types=types))


def as_dict(answer):
    columns = answer.to_columns()
    return {
        person: facts
        for person, *facts in zip(*(column.tolist() for column in columns.values()), strict=True)
    }


def as_lists(contacts):
    return {person: list(facts) for person, facts in contacts.items()}
