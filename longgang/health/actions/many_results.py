"""Many results in one deed: a few statements for thousands, and what follows is told at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from longgang.accounts.api import User
from longgang.audit.api import Actor, Event, draft, record_all
from longgang.core.clock import now
from longgang.core.errors import StaleRow
from longgang.core.prepared import insert_all
from longgang.core.tokens import new_number

from ..hearing import results_known, samples_taken
from ..judging import Does, Entry, find_test, known_samples
from ..models import LabTest
from ..permissions import check_may_enter_results
from .results import PREFIX
from .steps import set_aside_all

BATCH = 1000
FILLED = ("result", "lab", "sampling", "received_at", "reported_at", "reported_by")


@transaction.atomic
def enter_results(
    entries: Sequence[Entry], *, tell: Callable[[int], None], by: User, reason: str
) -> int:
    """Enter what is new and correct what is wrong, all or nothing; how many. `reason` stands with
    the corrections. StaleRow when somebody entered or corrected one of the samples meanwhile.
    """
    for area_code, site in {(entry.area_code, entry.premises_number) for entry in entries}:
        check_may_enter_results(by, area_code=area_code, premises_number=site)
    known = known_samples(entries, lock=True)
    plan = _Plan(by, reason)
    for count, entry in enumerate(entries):
        plan.add(entry, find_test(entry, known))
        if count % BATCH == 0:
            tell(count // 2)
    try:
        with transaction.atomic():
            plan.write()
    except IntegrityError as error:
        raise StaleRow from error
    tell(len(entries) * 9 // 10)
    samples_taken.tell(plan.created)
    results_known.tell(plan.told)
    return len(plan.events)


class _Plan:
    """What is written in the end."""

    def __init__(self, by: User, reason: str) -> None:
        self.by, self.reason, self.at = by, reason, now()
        self.actor: Actor = by.as_actor()  # once, not for each of thousands
        self.created: list[LabTest] = []
        self.filled: dict[int, LabTest] = {}
        self.replaced: list[LabTest] = []
        self.events: list[Event] = []
        self.told: list[tuple[LabTest, str]] = []

    def add(self, entry: Entry, test: LabTest | None) -> None:
        """One more; `test` is what is known of the sample now."""
        if entry.does == Does.CHANGE:
            self._replace(entry, test)
        elif test is not None and not test.result and test.pk not in self.filled:
            self._fill(entry, test)
        elif test is None or not test.result:
            self._create(entry)
        elif test.result != entry.result:
            raise StaleRow

    def write(self) -> None:
        """All of it."""
        set_aside_all(self.replaced, by=self.by, reason=self.reason)
        insert_all(self.created)
        LabTest.objects.bulk_update(self.filled.values(), FILLED, batch_size=BATCH)
        record_all(self.events)

    def _create(self, entry: Entry, corrects: LabTest | None = None) -> LabTest:
        test = LabTest(
            number=new_number(PREFIX),
            person_id=entry.person,
            area_code=entry.area_code,
            premises_number=entry.premises_number,
            entered_at=self.at,
            entered_by=self.by,
            sampled_at=entry.sample[1],
            corrects=corrects,
            **self._found(entry),
        )
        self.created.append(test)
        if corrects is None:
            self._tell("test.reported" if entry.result else "test.sampled", test)
        return test

    def _fill(self, entry: Entry, test: LabTest) -> None:
        """The lab has reported on a sample that waited for it."""
        if not entry.result:
            return
        for name, value in self._found(entry).items():
            setattr(test, name, value)
        self.filled[test.pk] = test
        self._tell("test.reported", test)

    def _replace(self, entry: Entry, test: LabTest | None) -> None:
        if test is None or test.result != entry.before:
            raise StaleRow
        self.replaced.append(test)
        follower = self._create(entry, corrects=test)
        self._tell("test.corrected", follower, before=test.result)

    def _found(self, entry: Entry) -> dict[str, Any]:
        reported_at: datetime | None = entry.moment("reported_at")
        return {
            "result": entry.result,
            "lab": entry.lab,
            "sampling": entry.sampling,
            "received_at": entry.moment("received_at"),
            "reported_at": reported_at,
            "reported_by": self.by if reported_at else None,
        }

    def _tell(self, kind: str, test: LabTest, *, before: str = "") -> None:
        names = ("result", "lab", "sampled_at", "reported_at") if test.result else ("sampled_at",)
        event = draft(
            kind,
            test,
            by=self.actor,
            area_code=test.area_code,
            before={"result": before} if before else None,
            after={name: getattr(test, name) for name in names},
            reason=self.reason if before else "",
        )
        self.events.append(event)
        if test.result:
            self.told.append((test, before))
