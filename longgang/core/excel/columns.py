"""What a column of a workbook is, and what one row read from it holds."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from ..errors import Refusal, Words
from ..languages import in_every_language


class ColumnKind(Enum):
    """How the cells of a column are read. Days and moments come out as ISO text."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Column:
    """One column: what its header may be called, what its cells may hold, how it is explained.

    `text` keeps digits as they are typed (ID numbers, phones, plates, codes). `choices` are values,
    or pairs of value and label; the cell may hold either. `parse` turns the text into its stored
    form or raises `Refused`, and decides instead of the choices. `example` stands in the grey row.
    """

    key: str
    header: Words
    aliases: Sequence[str] = ()
    required: bool = False
    choices: Sequence[str | tuple[str, Words]] = ()
    example: str = ""
    note: Words = ""
    width: int = 14
    text: bool = False
    kind: ColumnKind = ColumnKind.TEXT
    max_length: int = 200
    parse: Callable[[str], str] | None = None

    @property
    def names(self) -> set[str]:
        """Everything the header may be called, in every language of the product."""
        said = {plain_header(name) for name in in_every_language(self.header).values()}
        return said | {plain_header(alias) for alias in self.aliases}

    @property
    def labels(self) -> list[str]:
        """What the dropdown offers, in the present language."""
        return [str(one[1] if isinstance(one, tuple) else one) for one in self.choices]

    def find_choice(self, text: str) -> str | None:
        """The value that the text names, by itself or by its label in any language."""
        return self._choices_by_name.get(plain(text))

    @cached_property
    def _choices_by_name(self) -> dict[str, str]:
        """Every value by all it may be called; a value itself counts before another's label."""
        pairs = [one if isinstance(one, tuple) else (one, one) for one in self.choices]
        named = {
            plain(name): value
            for value, label in pairs
            for name in in_every_language(label).values()
        }
        return named | {plain(value): value for value, _label in pairs}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with the whole row when there is no key."""

    key: str
    refusal: Refusal


@dataclass
class Row:
    """One row of an upload: cleaned values, what the cells held, and what is wrong so far."""

    number: int
    values: dict[str, str]
    originals: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add_faults(self, key: str, *refusals: Refusal) -> None:
        """Note what a module's own checks found; a refusal that names a field goes there."""
        self.faults += [Fault(refusal.field or key, refusal) for refusal in refusals]


def plain(text: str) -> str:
    """How two texts are compared: width, case and spaces do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def plain_header(text: str) -> str:
    """The same for headers, where stars, colons and remarks in brackets do not count either."""
    return re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[*:]", "", plain(text[:200]))
