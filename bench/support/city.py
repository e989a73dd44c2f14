"""The benchmark city: who was where for 14 days, about 52 visits a head.

Homes of about 3; work places and schools of log-normal size (mean 60, sigma 1.2); venues, one for
100 people, whose popularity follows Zipf's law with the exponent 0.8. Each day has two stays at
home, work on 75 % of weekdays, and two venues at 60 % each, for 8 to 75 minutes. The same size and
seed give the same city everywhere.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from longgang.trail.engine import Ids, Visits

DAYS, DAY = 14, 86_400
MONDAY = 1_646_582_400  # 2022-03-07, midnight in China
COLUMNS = ("person", "place", "start", "end")
WORK_MEAN, WORK_SIGMA = 60, 1.2


def make_city(people: int, *, seed: int = 1) -> Visits:
    """Its visits, day by day; people and places are numbered from 0, places by kind."""
    town = _Town(people, seed)
    columns = [np.concatenate(column) for column in zip(*town.list_stays(), strict=True)]
    return _visits(people, town.places, *columns)


def save_city(people: int, folder: Path) -> None:
    """The same as files, a day at a time: ten million people do not fit into memory."""
    folder.mkdir(parents=True, exist_ok=True)
    town = _Town(people, 1)
    files = [(folder / name).open("wb") for name in COLUMNS]
    for stays in town.list_stays():
        for file, column in zip(files, stays, strict=True):
            column.tofile(file)
    for file in files:
        file.close()
    np.save(folder / "sizes.npy", [people, town.places])


def load_city(folder: Path) -> Visits:
    """What was saved, as it lies on the disk."""
    people, places = np.load(folder / "sizes.npy").tolist()
    columns = (np.asarray(np.memmap(folder / name, np.int32, "c")) for name in COLUMNS)
    return _visits(people, places, *columns)


def write_parquet(city: Visits, path: Path) -> Path:
    """As databases read it: person, place, s, e; seconds since 1970."""
    start, end = (column + np.int64(city.epoch) for column in (city.start, city.end))
    frame = pl.DataFrame({"person": city.person, "place": city.place, "s": start, "e": end})
    frame.write_parquet(path)
    return path


def _visits(people: int, places: int, *columns: np.ndarray) -> Visits:
    return Visits(
        Ids.of_numbers(np.arange(people)), Ids.of_numbers(np.arange(places)), *columns,
        MONDAY + DAYS * DAY // 2, ("",), np.zeros(places, np.uint8),
    )  # fmt: skip


class _Town:
    def __init__(self, people: int, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self.everyone = np.arange(people, dtype=np.int32)
        self.home = (self.dice.permutation(people) // 3).astype(np.int32)
        self.work = (self.home.max() + 1 + _share_out(people, self.dice)).astype(np.int32)
        venues = max(people // 100, 1)
        self.first_venue = int(self.work.max()) + 1
        self.places = self.first_venue + venues
        self.popularity = np.cumsum(np.arange(1, venues + 1) ** -0.8)

    def list_stays(self) -> Iterator[tuple[np.ndarray, ...]]:
        """Person, place, start and end, counted from the middle of the two weeks."""
        dice, everyone, people = self.dice, self.everyone, len(self.everyone)
        for day in range(DAYS):
            begin = day * DAY - DAYS * DAY // 2
            night = dice.integers(6 * 3600, 8 * 3600, people)
            yield _stay(everyone, self.home, np.full(people, begin), night)
            evening = dice.integers(18 * 3600, 21 * 3600, people)
            yield _stay(everyone, self.home, begin + evening, DAY - evening)
            if day % 7 < 5:
                at_work = everyone[dice.random(people) < 0.75]
                start = begin + dice.integers(8 * 3600, 9 * 3600, len(at_work))
                long = dice.integers(7 * 3600, 9 * 3600, len(at_work))
                yield _stay(at_work, self.work[at_work], start, long)
            for _ in range(2):
                out = everyone[dice.random(people) < 0.6]
                luck = dice.random(len(out)) * self.popularity[-1]
                venue = self.first_venue + np.searchsorted(self.popularity, luck)
                start = begin + dice.integers(8 * 3600, 21 * 3600, len(out))
                yield _stay(out, venue, start, dice.integers(8 * 60, 75 * 60 + 1, len(out)))


def _stay(person, place, start, length) -> tuple[np.ndarray, ...]:
    return tuple(column.astype(np.int32) for column in (person, place, start, start + length))


def _share_out(people: int, dice: np.random.Generator) -> np.ndarray:
    """Everybody's work place or school, numbered from 0."""
    centre = np.log(WORK_MEAN) - WORK_SIGMA**2 / 2
    sizes = np.maximum(dice.lognormal(centre, WORK_SIGMA, people // 20 + 10).astype(int), 1)
    places = np.repeat(np.arange(len(sizes)), sizes)[:people]
    return places[dice.permutation(people)]
