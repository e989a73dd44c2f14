"""A status as people see it: a word, a tone and a sign, so that colour never speaks alone."""

from dataclasses import dataclass
from enum import StrEnum

from .errors import Words


class Tone(StrEnum):
    """Green: fine. Amber: soon or look twice. Red: no or too late. Grey: over. Blue: under way."""

    GOOD = "good"
    SOON = "soon"
    BAD = "bad"
    IDLE = "idle"
    INFO = "info"


ICONS = {
    Tone.GOOD: "circle-check",
    Tone.SOON: "clock-exclamation",
    Tone.BAD: "circle-x",
    Tone.IDLE: "circle-dashed",
    Tone.INFO: "info-circle",
}


@dataclass(frozen=True)
class Tag:
    """One status, drawn by `parts/tag.html` and written as its word into a workbook."""

    label: Words
    tone: Tone = Tone.INFO
    sign: str = ""

    @property
    def icon(self) -> str:
        """The sign that stands for the tone, unless the tag brings its own."""
        return self.sign or ICONS[self.tone]

    def __str__(self) -> str:
        return str(self.label)
