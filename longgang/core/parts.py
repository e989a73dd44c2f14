"""What the parts of a page are drawn from: steps, timelines, verdicts, clocks, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .errors import Words
from .tags import Tone


@dataclass(frozen=True)
class Step:
    """One step of a matter's way, for `parts/steps.html`."""

    label: Words
    state: Literal["done", "now", "next", "bad"]
    detail: Words = ""


@dataclass(frozen=True)
class Moment:
    """Something that happened, for `parts/timeline.html`."""

    label: Words
    at: datetime | None = None
    who: str = ""
    words: Words = ""
    tone: Tone = Tone.INFO


def phone_link(number: str) -> SafeString:
    """A number that a phone dials at a touch; nothing when there is none."""
    return format_html('<a href="tel:{0}">{0}</a>', number) if number else SafeString("")


VERDICT_ICONS = {
    Tone.GOOD: "check",
    Tone.SOON: "alert-triangle",
    Tone.BAD: "x",
    Tone.IDLE: "ban",
    Tone.INFO: "info-circle",
}


@dataclass(frozen=True)
class Verdict:
    """The answer at a gate, for `parts/verdict.html`: one word, the plate, and why."""

    tone: Tone
    word: Words
    plate: str = ""
    lines: Sequence[Words] = ()

    @property
    def icon(self) -> str:
        """The sign that is understood without reading."""
        return VERDICT_ICONS[self.tone]


SPANS = (_("{n} min"), _("{h} h {n} min"), _("{d} d {h} h"))  # clock.js chooses as below


def span_in_words(minutes: int) -> str:
    """How long something takes or waits: minutes, then hours, then days."""
    days, rest = divmod(minutes, 24 * 60)
    hours = minutes // 60 if days < 2 else rest // 60
    words = SPANS[0 if minutes < 120 else 1 if days < 2 else 2]
    return str(words).format(n=minutes if minutes < 120 else minutes % 60, h=hours, d=days)


@dataclass(frozen=True)
class Clock:
    """Minutes waited, against a reminder and a deadline, for `parts/clock.html`."""

    since: datetime
    remind_at: datetime
    deadline: datetime
    now: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes waited."""
        return max(0, int((self.now - self.since).total_seconds() // 60))

    @property
    def words(self) -> str:
        """The same as people say it."""
        return span_in_words(self.minutes)

    @property
    def spans(self) -> list[str]:
        """How the script goes on saying it."""
        return [str(words) for words in SPANS]

    @property
    def tone(self) -> Tone:
        """Green before the reminder, amber before the deadline, red after it."""
        if self.now >= self.deadline:
            return Tone.BAD
        return Tone.SOON if self.now >= self.remind_at else Tone.GOOD
