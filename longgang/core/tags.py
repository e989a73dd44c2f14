"""A status as people see it: a word, a tone and a sign, so that colour never speaks alone."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

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
    """One status, drawn by `parts/tag.html` and written as its word into a workbook.

    A template may write `{{ tag.drawn }}`: the same few stand many times on a page, and are drawn
    once. Of `{{ tag }}` alone it would write the word: templates ask no object but a text for HTML.
    """

    label: Words
    tone: Tone = Tone.INFO
    sign: str = ""

    @property
    def icon(self) -> str:
        """The sign that stands for the tone, unless the tag brings its own."""
        return self.sign or ICONS[self.tone]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def drawn(self) -> SafeString:
        """As it stands on a page."""
        return _draw(str(self.label), self.tone, self.icon)

    def __html__(self) -> SafeString:
        return self.drawn


@lru_cache(maxsize=512)
def _draw(label: str, tone: Tone, sign: str) -> SafeString:
    return render_to_string("parts/tag.html", {"tag": Tag(label, tone, sign)})
