"""What each row of a lab's workbook would do: whom it means, and what is known of the sample.

The same judgement stands behind the preview and the entering, so that they cannot differ.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import PlaceCodes, User
from longgang.core.errors import Refusal, allows, filled
from longgang.core.excel import Row, plain
from longgang.core.privacy import mask_name
from longgang.people.api import Person, match_people, may_be_sought, sought_in, tidy_person

from .hearing import places_of
from .models import LabTest
from .permissions import check_may_enter_results
from .places import place_of
from .result_workbook import NO_RESULT
from .rules import check_moment, check_received, check_reported, check_sampling

BATCH = 2000
NOWHERE: PlaceCodes = {"area_code": "", "premises_number": ""}
Sample = tuple[int, datetime]  # whose, and of which moment


class Does(StrEnum):
    """What entering the row does."""

    NEW = "new"
    CHANGE = "change"
    KNOWN = "known"
    TWICE = "twice"


@dataclass(frozen=True)
class Entry:
    """A good row: a sample of a person with what the lab found; `word` is how the lab says it."""

    row: int
    person: int
    name: str  # masked
    area_code: str
    premises_number: str
    sampled_at: str
    sampling: str
    received_at: str
    reported_at: str
    lab: str
    result: str
    word: str
    does: str = Does.NEW
    before: str = ""
    first_row: int = 0

    @property
    def sample(self) -> Sample:
        """Whose, and of which moment."""
        return self.person, datetime.fromisoformat(self.sampled_at)

    def moment(self, name: str) -> datetime | None:
        """One of its moments."""
        text = getattr(self, name)
        return datetime.fromisoformat(text) if text else None


def write_entries(entries: Iterable[Entry]) -> str:
    """As text, until somebody says yes."""
    return json.dumps([vars(entry) for entry in entries], ensure_ascii=False)


def read_entries(text: str) -> list[Entry]:
    """And back."""
    return [Entry(**each) for each in json.loads(text)] if text else []


def judge(
    rows: Sequence[Row], *, by: User, now: datetime, tell: Callable[[int], None]
) -> list[Entry]:
    """The good rows as entries; what is wrong with the others stands in them."""
    for count, row in enumerate(rows):
        _check_row(row, now=now)
        if count % BATCH == 0:
            tell(count // 2)
    entries = _find_people(rows, by=by, now=now)
    tell(len(rows) * 3 // 4)
    known = known_samples(entries)
    tell(len(rows))
    return _without_contradictions(rows, [decide(entry, known) for entry in entries])


def decide(entry: Entry, known: dict[Sample, list[LabTest]]) -> Entry:
    """What it does, by what is known of the sample now."""
    test = find_test(entry, known)
    if test is None or (entry.result and not test.result):
        return replace(entry, does=Does.NEW, before="")
    if not entry.result or entry.result == test.result:
        return replace(entry, does=Does.KNOWN, before=test.result)
    return replace(entry, does=Does.CHANGE, before=test.result)


def find_test(entry: Entry, known: dict[Sample, list[LabTest]]) -> LabTest | None:
    """The sample that is known already, of the same lab or of none yet."""
    labs = {plain(test.lab): test for test in known.get(entry.sample, [])}
    return labs.get(plain(entry.lab)) or labs.get("")


def known_samples(entries: Collection[Entry], *, lock: bool = False) -> dict[Sample, list[LabTest]]:
    """What is known of these samples; a few queries for thousands."""
    found: defaultdict[Sample, list[LabTest]] = defaultdict(list)
    people = sorted({entry.person for entry in entries})
    moments = {entry.sample[1] for entry in entries}
    rows = LabTest.objects.counted().order_by("id")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    for begin in range(0, len(people), BATCH):
        some = rows.filter(
            person__in=people[begin : begin + BATCH],
            sampled_at__range=(min(moments), max(moments)),
        )
        for test in some:
            if test.sampled_at in moments:
                found[test.person_id, test.sampled_at].append(test)
    return found


def _check_row(row: Row, *, now: datetime) -> None:
    values = row.values
    tidy_person(row)
    sampled_at, received_at, reported_at = (
        _moment(values.get(name)) for name in ("sampled_at", "received_at", "reported_at")
    )
    found = [check_sampling(values["result"], values.get("sampling", ""))]
    if sampled_at is not None:
        found.append(check_moment(sampled_at, now=now, field="sampled_at"))
        found.append(check_received(sampled_at, received_at, reported_at))
    if sampled_at is not None and reported_at is not None:
        found.append(check_reported(sampled_at, reported_at))
        found.append(check_moment(reported_at, now=now, field="reported_at"))
    row.add_faults("", *(refusal for refusal in found if refusal))


@lru_cache(maxsize=5000)
def _moment(text: str | None) -> datetime | None:
    return make_aware(datetime.fromisoformat(text)) if text else None


def _find_people(rows: Sequence[Row], *, by: User, now: datetime) -> list[Entry]:
    """Whom each row means; faulty rows are looked up too, so that they are corrected once."""
    known = [row for row in rows if may_be_sought(row)]
    found = match_people([sought_in(row) for row in known])
    cared_for = places_of({one.pk for one in found if isinstance(one, Person)})
    may: dict[tuple[str, str], bool] = {}
    entries = []
    for row, person in zip(known, found, strict=True):
        if isinstance(person, Refusal):
            row.add_faults("name", person)
            continue
        concerned = cared_for.get(person.pk, NOWHERE)
        place = place_of(person, concerned["area_code"], concerned["premises_number"])
        key = (place["area_code"], place["premises_number"])
        if key not in may:
            may[key] = allows(check_may_enter_results, by, **place)
        if not may[key]:
            row.add_faults("name", _ELSEWHERE)
        if not row.faults:
            entries.append(_entry(row, person, place, now=now))
    return entries


def _entry(row: Row, person: Person, place: PlaceCodes, *, now: datetime) -> Entry:
    values = row.values
    sampled_at, received_at, reported_at = (
        _moment(values.get(name)) for name in ("sampled_at", "received_at", "reported_at")
    )
    assert sampled_at is not None, "a row without it is faulty"
    result = "" if values["result"] == NO_RESULT else values["result"]
    reported_at = (reported_at or now) if result else None
    return Entry(
        row=row.number,
        person=person.pk,
        name=mask_name(values["name"]),
        **place,
        sampled_at=sampled_at.isoformat(),
        sampling=values.get("sampling", ""),
        received_at=received_at.isoformat() if received_at else "",
        reported_at=reported_at.isoformat() if reported_at else "",
        lab=values["lab"].strip(),
        result=result,
        word=row.originals["result"],
    )


def _without_contradictions(rows: Sequence[Row], entries: Sequence[Entry]) -> list[Entry]:
    """The same sample in several rows: the first counts, unless another says something else."""
    by_number = {row.number: row for row in rows}
    groups: defaultdict[tuple[Sample, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.sample, plain(entry.lab)].append(entry)
    good = []
    for first, *others in groups.values():
        differing = next((one for one in others if one.result != first.result), None)
        if differing is None:
            good.append(first)
            good += [replace(one, does=Does.TWICE, first_row=first.row) for one in others]
            continue
        by_number[first.row].add_faults("result", _contradiction(differing.row))
        for one in others:
            by_number[one.row].add_faults("result", _contradiction(first.row))
    return sorted(good, key=lambda entry: entry.row)


def _contradiction(number: int) -> Refusal:
    return Refusal(
        "health.rows_contradict",
        filled(_("Row %(number)s says something else of the same sample."), number=number),
        _("Ask the lab which of them is right, and delete the other."),
    )


_ELSEWHERE = Refusal(
    "health.looked_after_elsewhere",
    _("This person is looked after outside of your area."),
    _("Send the row to the office there."),
)
