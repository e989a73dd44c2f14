"""Opening a case, correcting its days and its window, closing it; noting what was asked of it."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import disclose, record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.privacy import Purpose
from longgang.people.api import Person

from ..lifecycle import CASE, CaseStatus
from ..models import Case, TracingRule
from ..permissions import check_may_investigate, check_may_open
from ..rules import begin_of_window, check_case_days, check_reason, check_window
from .steps import naming_who_did


@transaction.atomic
def open_case(
    person: Person,
    *,
    sampled_on: date,
    has_symptoms: bool,
    onset_on: date | None = None,
    test_number: str = "",
    purpose: str,
    by: User,
    reason: str,
) -> Case:
    """Begin to trace whom a person met, under the rule in force today, for a purpose.

    Leaves a Disclosure: from now on the investigator sees where the person was. A person with an
    open case is refused a second one, by the database.
    """
    check_may_open(by)
    refuse_if(
        check_reason(reason),
        *check_case_days(sampled_on, onset_on, has_symptoms=has_symptoms, today=today()),
    )
    rule = _lock_rule()
    year = today().year
    place = 1 + (Case.objects.filter(year=year).aggregate(Max("place"))["place__max"] or 0)
    case = Case(
        number=f"{settings.DISTRICT_CODE}-{year}-{place:04d}",
        year=year,
        place=place,
        person=person,
        rule=rule,
        status=CaseStatus.OPEN,
        area_code=settings.DISTRICT_CODE,
        test_number=test_number,
        sampled_on=sampled_on,
        has_symptoms=has_symptoms,
        onset_on=onset_on,
        purpose=Purpose(purpose),
        why=reason.strip(),
        opened_at=now(),
        opened_by=by,
    )
    case.since = begin_of_window(case.base_on, rule.days_before)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_HAS_ONE) from error
    record("case.opened", case, by=by, area_code=case.area_code, after=_told(case), reason=reason)
    note_question(case, "person", by=by)
    return case


def _lock_rule() -> TracingRule:
    """The rule in force; who holds it numbers the next case."""
    rules = TracingRule.objects.in_force(today())
    rule = rules.select_for_update(of=("self",), no_key=True).first()
    if rule is None:
        raise Refused(_NO_RULE)
    return rule


def _told(case: Case) -> dict[str, object]:
    return {
        "rule": case.rule.number,
        "sampled_on": case.sampled_on,
        "onset_on": case.onset_on,
        "since": case.since,
        "until": case.until,
    }


@transaction.atomic
def correct_days(
    case: Case,
    *,
    sampled_on: date,
    has_symptoms: bool,
    onset_on: date | None = None,
    by: User,
    reason: str,
) -> None:
    """Note better days of sample and onset; the window is computed anew by the case's own rule."""
    check_may_investigate(by, case)
    refuse_if(
        check_reason(reason),
        *check_case_days(sampled_on, onset_on, has_symptoms=has_symptoms, today=today()),
    )
    since = begin_of_window(onset_on or sampled_on, case.rule.days_before)
    _correct(
        case,
        {
            "sampled_on": sampled_on,
            "has_symptoms": has_symptoms,
            "onset_on": onset_on,
            "since": since,
            "until": case.until if case.until and case.until > since else None,
            "window_why": "",
        },
        by=by,
        reason=reason,
    )


@transaction.atomic
def move_window(
    case: Case, *, since: datetime, until: datetime | None, by: User, reason: str
) -> None:
    """Ask from and until another moment than the rule says; the reason stays with the case."""
    check_may_investigate(by, case)
    refuse_if(check_reason(reason), *check_window(since, until, now=now()))
    changes: dict[str, Any] = {"since": since, "until": until, "window_why": reason.strip()}
    _correct(case, changes, by=by, reason=reason)


def _correct(case: Case, changes: dict[str, Any], *, by: User, reason: str) -> None:
    before = _told(case)
    with naming_who_did(case, by=by):
        CASE.move(case, "correct", **changes)
    record(
        CASE.moves["correct"].event,
        case,
        by=by,
        area_code=case.area_code,
        before=before,
        after=_told(case),
        reason=reason,
    )


@transaction.atomic
def close_case(case: Case, *, by: User, reason: str) -> None:
    """Nothing more is asked; what was decided stays. Batches that wait are let go first."""
    check_may_investigate(by, case)
    refuse_if(
        check_reason(reason),
        _BATCH_WAITS if case.batches.filter(status="proposed").exists() else None,
    )
    with naming_who_did(case, by=by):
        CASE.move(case, "close", closed_at=now(), closed_by=by, closed_why=reason.strip())
    record(CASE.moves["close"].event, case, by=by, area_code=case.area_code, reason=reason)


def note_question(case: Case, what: str, *, asked: str = "", by: User) -> None:
    """Write down what this person is about to see of the case: the trail of its person, the
    contacts with the thresholds `asked`, the explanation of one.
    """
    disclose(
        case,
        what,
        by=by,
        purpose=case.purpose,
        reason=asked or case.why,
        area_code=case.area_code,
    )


_HAS_ONE = Refusal(
    "tracing.case_open_already",
    _("There is a case of this person, or of this result, already."),
    _("Look for it in the list of cases."),
)
_NO_RULE = Refusal(
    "tracing.no_rule",
    _("No rule of tracing is in force today."),
    _("Let a rules officer enter it first."),
)
_BATCH_WAITS = Refusal(
    "tracing.batch_waits",
    _("Contacts are chosen that nobody has decided about."),
    _("Carry out or discard what was chosen, then close."),
)
