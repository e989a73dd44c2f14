"""Samples and results: taken, reported, corrected. What follows from a result is told at once."""

from datetime import datetime

from django.db import transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import StaleRow, refuse_if
from longgang.people.api import Person

from ..hearing import results_known, samples_taken
from ..models import LabTest
from ..permissions import check_may_enter_results, check_may_record_seen
from ..places import place_of
from ..rules import check_lab, check_moment, check_reason, check_reported, check_result
from .steps import set_aside, write

PREFIX = "HS"


@transaction.atomic
def record_sample(
    person: Person,
    *,
    sampled_at: datetime,
    lab: str = "",
    concerns_area: str = "",
    concerns_premises: str = "",
    by: User,
) -> LabTest:
    """Note that a sample was taken, by whoever may note what they have seen. The result comes
    later, from others.
    """
    place = place_of(person, concerns_area, concerns_premises)
    check_may_record_seen(by, **place)
    refuse_if(check_moment(sampled_at, now=now(), field="sampled_at"))
    test = write(
        LabTest,
        PREFIX,
        person,
        by=by,
        **place,
        sampled_at=sampled_at,
        lab=lab.strip(),
    )
    record("test.sampled", test, by=by, area_code=test.area_code, after={"sampled_at": sampled_at})
    samples_taken.tell([test])
    return test


@transaction.atomic
def record_result(
    person: Person,
    *,
    sampled_at: datetime,
    lab: str,
    result: str,
    reported_at: datetime,
    concerns_area: str = "",
    concerns_premises: str = "",
    by: User,
) -> LabTest:
    """Enter sample and result at once; a sample of the same moment gets this result."""
    waiting = LabTest.objects.counted().filter(
        person=person, sampled_at=sampled_at, result="", lab__in=["", lab.strip()]
    )
    test = waiting.first() or record_sample(
        person,
        sampled_at=sampled_at,
        lab=lab,
        concerns_area=concerns_area,
        concerns_premises=concerns_premises,
        by=by,
    )
    report_result(test, lab=lab, result=result, reported_at=reported_at, by=by)
    return test


@transaction.atomic
def report_result(
    test: LabTest, *, lab: str = "", result: str, reported_at: datetime, by: User
) -> None:
    """Write down what the lab found. Of two at once one wins; what follows is told at once."""
    check_may_enter_results(by, **test.seen_from)
    lab = lab.strip() or test.lab
    refuse_if(
        check_result(result),
        check_lab(lab),
        check_moment(reported_at, now=now(), field="reported_at"),
        check_reported(test.sampled_at, reported_at),
    )
    values = {"result": result, "lab": lab, "reported_at": reported_at, "reported_by": by}
    rows = LabTest.objects.counted().filter(pk=test.pk, result="")
    if not rows.update(**values):
        raise StaleRow
    for name, value in values.items():
        setattr(test, name, value)
    record(
        "test.reported",
        test,
        by=by,
        area_code=test.area_code,
        after={"result": result, "lab": lab, "reported_at": reported_at},
    )
    results_known.tell([(test, "")])


@transaction.atomic
def correct_result(test: LabTest, *, result: str, by: User, reason: str) -> LabTest:
    """Follow a result by another for the same sample. The old one stays and counts no longer."""
    check_may_enter_results(by, **test.seen_from)
    refuse_if(check_result(result), check_reason(reason))
    if not test.result:
        raise StaleRow
    set_aside(test, by=by, reason=reason)
    follower = write(
        LabTest,
        PREFIX,
        test.person,
        by=by,
        **test.seen_from,
        sampled_at=test.sampled_at,
        lab=test.lab,
        result=result,
        reported_at=test.reported_at,
        reported_by=by,
        corrects=test,
    )
    record(
        "test.corrected",
        follower,
        by=by,
        area_code=test.area_code,
        before={"result": test.result},
        after={"result": result},
        reason=reason,
    )
    results_known.tell([(follower, test.result)])
    return follower
