"""Ids that came after the dictionary was written, numbered behind it in the order they came."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from .errors import EngineError
from .ids import Array, Ids


class MoreIds(Ids):
    """A dictionary and some ids more. Numbers of the first stay what they are."""

    def __init__(self, base: Ids, more: list[int | str]) -> None:
        super().__init__(base.numbers, base.offsets, base.letters)
        self.base, self.more = base, more
        self.places = {each: len(base) + place for place, each in enumerate(more)}

    @classmethod
    def of(cls, base: Ids, wanted: Iterable[int | str]) -> Ids:
        """The dictionary itself, if it has them all."""
        more = [each for each in dict.fromkeys(wanted) if base.find(each) is None]
        if any(isinstance(each, str) == (base.numbers is not None) for each in more):
            raise EngineError(
                "kind", "编号必须都是整数或都是文本。", "Ids are all whole numbers or all texts."
            )
        return cls(base, more) if more else base

    def __len__(self) -> int:
        return len(self.base) + len(self.more)

    def __getitem__(self, place: int) -> int | str:
        return self.base[place] if place < len(self.base) else self.more[place - len(self.base)]

    def find(self, wanted: int | str) -> int | None:
        """The number of an id of either."""
        number = self.base.find(wanted)
        if number is None and self.base.numbers is not None:
            wanted = _to_number(wanted)
        return self.places.get(wanted) if number is None else number

    def pick(self, places: Array) -> Array:
        """The ids with these numbers."""
        picked = np.empty(len(places), object if self.base.numbers is None else np.int64)
        picked[:] = [self[place] for place in places.tolist()]
        return picked

    def rank(self, places: Array) -> Array:
        """Numbers in the order of the ids: those that came later stand where they belong."""
        order = sorted(range(len(self.more)), key=lambda place: self.more[place])
        before = np.empty(len(self.more), np.int64)
        for rank, place in enumerate(order):
            before[place] = bisect_left(self.base, self.more[place]) * (len(order) + 1) + rank
        known = np.arange(len(self.base), dtype=np.int64) * (len(order) + 1) + len(order)
        return np.concatenate((known, before))[places]


def _to_number(wanted: int | str) -> int | str:
    try:
        number = int(wanted)
    except ValueError:
        return wanted
    return number if str(number) == str(wanted) else wanted
