"""Visits told in few words: `a_visit("room:1", 9, 11)` is that room from nine to eleven."""

from datetime import datetime, timedelta

from longgang.trail.api import NewVisit, Place, PlaceType
from tests.measures.build import DAY, local

PERSON = 7_000_000


def at(hour, minute=0, *, days=0):
    return local(DAY.year, DAY.month, DAY.day) + timedelta(days=days, hours=hour, minutes=minute)


def place(name):
    kind, _, key = name.partition(":")
    return Place(PlaceType(kind), key)


def a_visit(name="room:1", start=8, end=9, *, person=PERSON, days=0, reference="one"):
    start, end = (
        each if each is None or isinstance(each, datetime) else at(each, days=days)
        for each in (start, end)
    )
    return NewVisit(person, place(name), start, end, reference)
