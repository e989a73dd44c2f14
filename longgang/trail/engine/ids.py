"""The names of people and places: whatever the source calls them, numbered in their order."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Ids:
    """Distinct ids in ascending order; the number of an id is its place in that order.

    Either whole numbers (64 bits) or texts. Texts are held as UTF-8 one after the other, whose
    order of bytes is the order of letters.
    """

    def __init__(self, numbers: Array | None, offsets: Array | None, letters: Array | None) -> None:
        self.numbers, self.offsets, self.letters = numbers, offsets, letters

    @classmethod
    def of_numbers(cls, ascending: Array) -> "Ids":
        """From distinct whole numbers in ascending order."""
        return cls(np.ascontiguousarray(ascending, np.int64), None, None)

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> "Ids":
        """From texts in any order."""
        encoded = sorted({text.encode() for text in texts})
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(each) for each in encoded], out=offsets[1:])
        return cls(None, offsets, np.frombuffer(b"".join(encoded), np.uint8))

    @classmethod
    def number(cls, values: Sequence[int] | Sequence[str] | Array) -> "tuple[Ids, Array]":
        """The ids among the values, and the number of each value (int32)."""
        if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
            return _number_integers(values.astype(np.int64, copy=False))
        if all(isinstance(value, int) for value in values):
            return _number_integers(np.array(values, np.int64))
        texts = [str(value) for value in values]
        ids = cls.of_texts(texts)
        places = {ids[place]: place for place in range(len(ids))}
        return ids, np.array([places[text] for text in texts], np.int32)

    def __len__(self) -> int:
        if self.numbers is not None:
            return len(self.numbers)
        assert self.offsets is not None
        return len(self.offsets) - 1

    def __getitem__(self, place: int) -> int | str:
        if self.numbers is not None:
            return int(self.numbers[place])
        return self._bytes(place).decode()

    def find(self, wanted: int | str) -> int | None:
        """The number of an id; a whole number may be written as text."""
        if self.numbers is not None:
            return self._find_number(wanted)
        letters = str(wanted).encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < letters:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == letters else None

    def pick(self, places: Array) -> Array:
        """The ids with these numbers: whole numbers, or an array of texts."""
        if self.numbers is not None:
            return self.numbers[places]
        picked = np.empty(len(places), object)
        picked[:] = [self._bytes(int(place)).decode() for place in places]
        return picked

    def rank(self, places: Array) -> Array:
        """Numbers that stand in the order of the ids: here the numbers themselves."""
        return places

    def _find_number(self, wanted: int | str) -> int | None:
        assert self.numbers is not None
        try:
            number = int(wanted)
        except ValueError:
            return None
        if str(number) != str(wanted) or not -(2**63) <= number < 2**63:
            return None
        place = int(np.searchsorted(self.numbers, number))
        return place if place < len(self) and self.numbers[place] == number else None

    def _bytes(self, place: int) -> bytes:
        assert self.offsets is not None
        assert self.letters is not None
        return self.letters[self.offsets[place] : self.offsets[place + 1]].tobytes()


def _number_integers(values: Array) -> tuple[Ids, Array]:
    if len(values) == 0:
        return Ids.of_numbers(values), np.empty(0, np.int32)
    least = int(values.min())
    reach = int(values.max()) - least + 1
    if reach > 4 * len(values) + 1024:
        ids, numbered = np.unique(values, return_inverse=True)
        return Ids.of_numbers(ids), numbered.astype(np.int32)
    is_used = np.zeros(reach, bool)
    is_used[values - least] = True
    number_of = np.cumsum(is_used, dtype=np.int32) - np.int32(1)
    return Ids.of_numbers(np.flatnonzero(is_used) + least), number_of[values - least]
