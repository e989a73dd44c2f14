"""What the page of a lab's workbook shows, of thousands of rows the few that somebody must see."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from longgang.core.errors import Refusal, Words, filled
from longgang.core.excel import Rehearsal, Row
from longgang.core.languages import in_readers_language
from longgang.core.privacy import mask_name

from .forms import EnterResultsForm
from .judging import Does, Entry, read_entries
from .kinds import ResultKind
from .models import ResultUpload
from .models.result_upload import Stage
from .wording import WAITS_FOR_LAB

MOST_SHOWN = 100


@dataclass(frozen=True)
class Line:
    """One row of a list: which, whose, and what is said of it."""

    row: int
    name: str
    words: Words


@dataclass(frozen=True)
class Listed:
    """The first rows of a list, and how many there are."""

    title: Words
    lines: list[Line]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


def upload_context(upload: ResultUpload, form: EnterResultsForm) -> dict[str, Any]:
    """Everything the page needs, by how far it is."""
    context: dict[str, Any] = {
        "upload": upload,
        "stage": upload.stage.value,
        "refusals": _trouble(upload),
    }
    if upload.is_at_work or upload.stage is Stage.UNREADABLE:
        return context
    entries = read_entries(upload.results)
    rehearsal = Rehearsal.read(upload.rows, named=_name)
    return context | {
        "rehearsal": Rehearsal(rehearsal.faulty[:MOST_SHOWN]),
        "enter_form": form if upload.change_count else None,
        "enter_count": upload.new_count or upload.change_count,
        "tells_positive": any(_is_told(one, with_changes=upload.with_changes) for one in entries),
        "is_all_faulty": bool(upload.faulty_count) and not entries,
        "meanings": _meanings(entries),
        "lists": [listed for listed in _lists(entries) if listed.count],
        "more_faults": max(upload.faulty_count - MOST_SHOWN, 0),
    }


def _is_told(entry: Entry, *, with_changes: bool) -> bool:
    """Whether entering it tells somebody of a positive result."""
    counts = entry.does == Does.NEW or (with_changes and entry.does == Does.CHANGE)
    return entry.result == ResultKind.POSITIVE and counts


def _lists(entries: list[Entry]) -> list[Listed]:
    counts = {Does.NEW, Does.CHANGE}
    return [
        _listed(
            _("Positive results"),
            (one for one in entries if one.result == ResultKind.POSITIVE and one.does in counts),
            lambda one: one.lab,
        ),
        _listed(
            _("Corrections"),
            (one for one in entries if one.does == Does.CHANGE),
            lambda one: filled("%(old)s → %(new)s", old=_label(one.before), new=_label(one.result)),
        ),
        _listed(
            _("Passed over"),
            (one for one in entries if one.does not in counts),
            lambda one: (
                filled(_("The same as row %(row)s."), row=one.first_row)
                if one.does == Does.TWICE
                else _("Recorded already: same person, same sample, same lab.")
            ),
        ),
    ]


def _listed(title: Words, entries: Iterable[Entry], words: Any) -> Listed:
    every = list(entries)
    lines = [
        Line(one.row, one.name, filled("%(at)s %(said)s", at=_at(one), said=words(one)))
        for one in every[:MOST_SHOWN]
    ]
    return Listed(title, lines, len(every))


def _at(entry: Entry) -> str:
    return f"{localtime(datetime.fromisoformat(entry.sampled_at)):%Y-%m-%d %H:%M}"


def _meanings(entries: list[Entry]) -> list[tuple[str, Words, int]]:
    """What the lab's words were taken for, and how often."""
    counted = Counter((entry.word, entry.result) for entry in entries)
    return [(word, _label(result), count) for (word, result), count in counted.most_common()]


def _label(result: str) -> Words:
    return ResultKind(result).label if result else WAITS_FOR_LAB


def _name(row: Row) -> str:
    return mask_name(row.values.get("name", "") or row.originals.get("name", ""))


def _trouble(upload: ResultUpload) -> list[Refusal]:
    """Why it stopped, in the reader's language."""
    if not upload.trouble:
        return []
    kept = json.loads(upload.trouble)
    reason, remedy = (in_readers_language(kept[name]) for name in ("reason", "remedy"))
    return [Refusal(kept["code"], reason, remedy)]
