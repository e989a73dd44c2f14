"""Deterministic CBOR (RFC 8949, section 4.2.1), and only the few kinds of which codes are made.

Whole numbers, bytes, texts, lists, maps, tags, true and false. A reader for everything would also
make dates, patterns, fractions and shared references out of a stranger's bytes; ours takes the
very bytes that `write` gives for a value and no others. So does `passes/static/passes/cbor.js`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

LARGEST = 2**53 - 1  # what JavaScript holds exactly
DEEPEST = 4

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG, _SIMPLE = range(8)
_FALSE, _TRUE = 20, 21


@dataclass(frozen=True)
class Tagged:
    """A value with the number that says what it is."""

    tag: int
    value: "Cbor"


Cbor: TypeAlias = bool | int | bytes | str | Sequence["Cbor"] | Mapping[int | str, "Cbor"] | Tagged


class CborError(Exception):
    """Bytes that are not one value as `write` would have written it."""


def write(value: Cbor) -> bytes:
    """The one way in which this value is written."""
    match value:
        case bool():
            written = _head(_SIMPLE, _TRUE if value else _FALSE)
        case int():
            written = _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
        case bytes():
            written = _head(_BYTES, len(value)) + value
        case str():
            text = value.encode()
            written = _head(_TEXT, len(text)) + text
        case Tagged():
            written = _head(_TAG, value.tag) + write(value.value)
        case Mapping():
            pairs = sorted((write(key), write(each)) for key, each in value.items())
            written = _head(_MAP, len(pairs)) + b"".join(key + each for key, each in pairs)
        case _:
            written = _head(_LIST, len(value)) + b"".join(map(write, value))
    return written


def _head(kind: int, number: int) -> bytes:
    """Kind and number in as few bytes as they need."""
    if number > LARGEST:
        raise ValueError(f"{number} is more than JavaScript holds exactly.")
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | 24 + size]) + number.to_bytes(1 << size, "big")


def read(data: bytes) -> Cbor:
    """The value that these bytes are. Raises CborError, and nothing else, whatever they are."""
    reader = _Reader(data)
    value = reader.value()
    if reader.place != len(data):
        raise CborError("Something follows the value.")
    return value


class _Reader:
    """Goes through the bytes once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0
        self.depth = 0

    def value(self) -> Cbor:
        """The next value, whatever its kind."""
        kind, number = self.head()
        if kind == _UNSIGNED:
            return number
        if kind == _NEGATIVE:
            return -1 - number
        if kind == _BYTES:
            return self.take(number)
        if kind == _TEXT:
            return self.text(number)
        if kind == _SIMPLE:
            return number == _TRUE
        return self.holder(kind, number)

    def head(self) -> tuple[int, int]:
        """Kind and number of what follows; a longer form than it needs is refused."""
        first = self.take(1)[0]
        kind, number = first >> 5, first & 31
        if kind == _SIMPLE:
            if number not in {_FALSE, _TRUE}:
                raise CborError("Neither true nor false.")
            return kind, number
        if number < 24:
            return kind, number
        if number > 27:
            raise CborError("No length, or one that is not said beforehand.")
        size = number - 24
        number = int.from_bytes(self.take(1 << size), "big")
        if number < (24 if size == 0 else 1 << (4 << size)) or number > LARGEST:
            raise CborError("A number that is written too long, or too large.")
        return kind, number

    def take(self, length: int) -> bytes:
        """The next bytes."""
        taken = self.data[self.place : self.place + length]
        if len(taken) != length:
            raise CborError("The bytes end too early.")
        self.place += length
        return taken

    def text(self, length: int) -> str:
        """The next text."""
        try:
            return self.take(length).decode()
        except UnicodeDecodeError as error:
            raise CborError("A text that is not UTF-8.") from error

    def holder(self, kind: int, number: int) -> Cbor:
        """What holds other values: a list, a map, or a tag with its value."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise CborError("Nested too deep.")
        if kind == _LIST:
            held: Cbor = [self.value() for _place in range(self.fitting(number))]
        elif kind == _MAP:
            held = self.map(self.fitting(number))
        else:
            held = Tagged(number, self.value())
        self.depth -= 1
        return held

    def fitting(self, number: int) -> int:
        """How many values follow; no more than there are bytes left."""
        if number > len(self.data) - self.place:
            raise CborError("The bytes end too early.")
        return number

    def map(self, number: int) -> dict[int | str, Cbor]:
        """Pairs whose keys are numbers or texts, in order, none twice."""
        found: dict[int | str, Cbor] = {}
        before = b""
        for _place in range(number):
            begin = self.place
            key = self.value()
            written = self.data[begin : self.place]
            if isinstance(key, bool) or not isinstance(key, int | str) or written <= before:
                raise CborError("A key of another kind, out of order, or twice.")
            before = written
            found[key] = self.value()
        return found
