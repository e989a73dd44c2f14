"""What a column of a workbook is, and what one row read from it holds."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ..errors import Refusal, Words, filled
from ..languages import in_every_language

MOST_TOLD = 12  # of the choices of a column; more are too many to read
LONGEST_SHOWN = 40  # of what a cell holds


def _list(labels: Sequence[Words]) -> str:
    return pgettext("between choices", ", ").join(map(str, labels))


_listed = lazy(_list, str)


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
    `mask` hides what is personal where a fault tells what the cell holds.
    """

    key: str
    header: Words
    aliases: Sequence[str] = ()
    required: bool = False
    choices: Sequence[str | tuple[str, Words]] = ()
    example: Words = ""
    note: Words = ""
    width: int = 14
    text: bool = False
    kind: ColumnKind = ColumnKind.TEXT
    max_length: int = 200
    parse: Callable[[str], str] | None = None
    mask: Callable[[str], str] = str

    @property
    def names(self) -> set[str]:
        """Everything the header may be called, in every language of the product."""
        said = {plain_header(name) for name in in_every_language(self.header).values()}
        return said | {plain_header(alias) for alias in self.aliases}

    def is_example(self, text: str) -> bool:
        """Whether a cell holds the example, in whichever language the template was."""
        return plain(text) in self._examples

    @cached_property
    def _examples(self) -> set[str]:
        return {plain(one) for one in in_every_language(self.example).values()}

    @property
    def labels(self) -> list[str]:
        """What the dropdown offers, in the present language."""
        return [str(one[1] if isinstance(one, tuple) else one) for one in self.choices]

    @property
    def offer(self) -> Words:
        """What may be chosen, in a sentence; of many, where they stand."""
        if len(self.choices) > MOST_TOLD:
            return _("Choose from the dropdown of the template.")
        labels = [one[1] if isinstance(one, tuple) else one for one in self.choices]
        return filled(_("Choose one of: %(choices)s."), choices=_listed(labels))

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
class Cell:
    """Where something is wrong, as people find it: its column, its address and what it holds."""

    header: Words
    address: str
    shown: str = ""

    @classmethod
    def of(cls, column: Column, address: str, text: str) -> "Cell":
        """The cell, with what is personal in it hidden and what is too long cut off."""
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        return cls(column.header, address, column.mask(shown))


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with the whole row when there is none."""

    key: str
    refusal: Refusal
    cell: Cell | None = None

    @property
    def in_full(self) -> str:
        """Column, reason and remedy, for where the cell itself is at hand."""
        words = self.refusal.in_full
        if self.cell is None:
            return words
        return _("%(header)s: %(words)s") % {"header": self.cell.header, "words": words}


@dataclass
class Row:
    """One row of an upload: cleaned values, what the cells held, and what is wrong so far."""

    number: int
    values: dict[str, str]
    originals: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    cells: dict[str, Cell] = field(default_factory=dict)
    name: str = ""  # what people call the row on the page

    def add_faults(self, key: str, *refusals: Refusal) -> None:
        """Note what was found, in the order of cells; a refusal that names a field goes there."""
        for refusal in refusals:
            place = refusal.field or key
            self.faults.append(Fault(place, refusal, self.cells.get(place)))
        order = list(self.cells)
        self.faults.sort(key=lambda fault: order.index(fault.key) if fault.cell else len(order))

    def is_faulty(self, key: str) -> bool:
        """Whether something is wrong with this cell already."""
        return any(fault.key == key for fault in self.faults)


def plain(text: str) -> str:
    """How two texts are compared: width, case and spaces do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def plain_header(text: str) -> str:
    """The same for headers, where stars, colons and remarks in brackets do not count either."""
    return re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[*:]", "", plain(text[:200]))
