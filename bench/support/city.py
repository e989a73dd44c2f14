"""The benchmark city: who was where for 14 days, about 52 visits a head.

Homes of about 3; work places and schools of log-normal size (mean 60, sigma 1.2); venues, one for
100 people, whose popularity follows Zipf's law with the exponent 0.8. Each day has two stays at
home, work on 75 % of weekdays, and two venues at 60 % each, for 8 to 75 minutes. The same size and
seed give the same city everywhere.
"""

from pathlib import Path

import numpy as np
import polars as pl

from longgang.trail.engine import Ids, Visits

DAYS, DAY = 14, 86_400
MONDAY = 1_646_582_400  # 2022-03-07, midnight in China
MIDDLE = np.int32(DAYS * DAY // 2)
COLUMNS = ("person", "place", "start", "end")
WORK_MEAN, WORK_SIGMA = 60, 1.2


def make_city(people: int, *, seed: int = 1) -> Visits:
    """Its visits, day by day; people and places are numbered from 0, places by kind."""
    dice = np.random.default_rng(seed)
    home = dice.permutation(people) // 3
    homes = int(home.max()) + 1
    work = homes + _share_out(people, dice)
    venues = max(people // 100, 1)
    first_venue = int(work.max()) + 1
    popularity = np.cumsum(np.arange(1, venues + 1) ** -0.8)
    everyone = np.arange(people, dtype=np.int32)
    columns: list[tuple[np.ndarray, ...]] = []

    def stay(person, place, start, length):
        columns.append((
            person.astype(np.int32), place.astype(np.int32), start.astype(np.int32),
            (start + length).astype(np.int32),
        ))  # fmt: skip

    for day in range(DAYS):
        begin = day * DAY
        stay(everyone, home, np.full(people, begin), dice.integers(6 * 3600, 8 * 3600, people))
        evening = dice.integers(18 * 3600, 21 * 3600, people)
        stay(everyone, home, begin + evening, DAY - evening)
        if day % 7 < 5:
            at_work = everyone[dice.random(people) < 0.75]
            start = begin + dice.integers(8 * 3600, 9 * 3600, len(at_work))
            stay(at_work, work[at_work], start, dice.integers(7 * 3600, 9 * 3600, len(at_work)))
        for _ in range(2):
            out = everyone[dice.random(people) < 0.6]
            venue = np.searchsorted(popularity, dice.random(len(out)) * popularity[-1])
            start = begin + dice.integers(8 * 3600, 21 * 3600, len(out))
            stay(out, first_venue + venue, start, dice.integers(8 * 60, 75 * 60 + 1, len(out)))
    person, place, start, end = (np.concatenate(column) for column in zip(*columns, strict=True))
    return _visits(people, first_venue + venues, person, place, start - MIDDLE, end - MIDDLE)


def save_city(city: Visits, folder: Path) -> None:
    """Its columns as files, so that another process can take them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in COLUMNS:
        np.save(folder / f"{name}.npy", getattr(city, name))
    np.save(folder / "sizes.npy", [len(city.people), len(city.places)])


def load_city(folder: Path) -> Visits:
    """What was saved."""
    people, places = np.load(folder / "sizes.npy").tolist()
    return _visits(people, places, *(np.load(folder / f"{name}.npy") for name in COLUMNS))


def write_parquet(city: Visits, path: Path) -> Path:
    """As databases read it: person, place, s, e; seconds since 1970."""
    start, end = (column + np.int64(city.epoch) for column in (city.start, city.end))
    frame = pl.DataFrame({"person": city.person, "place": city.place, "s": start, "e": end})
    frame.write_parquet(path)
    return path


def _visits(people: int, places: int, *columns: np.ndarray) -> Visits:
    return Visits(
        Ids.of_numbers(np.arange(people)), Ids.of_numbers(np.arange(places)), *columns,
        MONDAY + int(MIDDLE), ("",), np.zeros(places, np.uint8),
    )  # fmt: skip


def _share_out(people: int, dice: np.random.Generator) -> np.ndarray:
    """Everybody's work place or school, numbered from 0."""
    centre = np.log(WORK_MEAN) - WORK_SIGMA**2 / 2
    sizes = np.maximum(dice.lognormal(centre, WORK_SIGMA, people // 20 + 10).astype(int), 1)
    places = np.repeat(np.arange(len(sizes)), sizes)[:people]
    return places[dice.permutation(people)]
