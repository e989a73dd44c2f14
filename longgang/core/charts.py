"""A chart as data: drawn on a canvas where there is JavaScript, and as a table for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .errors import Words

Numbers = Sequence[float | int | None]


@dataclass(frozen=True)
class Chart:
    """Named rows of numbers over the same labels; drawn by `parts/chart.html`.

    `key` is unique on the page. `kind` is line, bar, or stacked (bars on top of each other).
    """

    key: str
    title: Words
    labels: Sequence[Words]
    series: Mapping[str, Numbers]
    unit: Words = ""
    kind: Literal["line", "bar", "stacked"] = "bar"
    first_header: Words = ""

    @property
    def element_id(self) -> str:
        """The id of the element that holds the numbers."""
        return f"chart-{self.key}"

    def option(self) -> dict[str, Any]:
        """What the drawing script needs, as plain values for JSON."""
        return {
            "kind": self.kind,
            "unit": str(self.unit),
            "labels": [str(label) for label in self.labels],
            "series": [
                {"name": str(name), "values": list(values)} for name, values in self.series.items()
            ],
        }

    def rows(self) -> list[tuple[Words, list[float | int | None]]]:
        """The same numbers, one row a label, for the table beside the canvas."""
        return [
            (label, [values[place] for values in self.series.values()])
            for place, label in enumerate(self.labels)
        ]
