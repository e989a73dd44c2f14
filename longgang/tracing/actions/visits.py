"""What an interview adds to the trail of a case's person, and what it shows to be wrong."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.tokens import new_number
from longgang.trail.api import NewVisit, Place, Visit, record_visit, void_visits

from ..models import Case
from ..permissions import check_may_investigate
from ..rules import check_met, check_reason
from .steps import check_open

SOURCE = "tracing.told"


@transaction.atomic
def add_visit(
    case: Case, *, place: Place, since: datetime, until: datetime, by: User, reason: str
) -> None:
    """Note where the person says to have been. The next question knows it."""
    check_may_investigate(by, case)
    check_open(case)
    refuse_if(check_reason(reason), *check_met(since, until, now=now()))
    visit = NewVisit(case.person_id, place, since, until, f"{case.number}/{new_number('DF')}")
    if not record_visit(visit, source=SOURCE):
        raise Refused(_TOO_OLD)
    record("case.visit_added", case, by=by, area_code=case.area_code, reason=reason)


@transaction.atomic
def void_visit(case: Case, visit: Visit, *, by: User, reason: str) -> None:
    """Let a visit of the case's person count no more; whoever told it cannot tell it again. The
    event is that of the trail, with the number of the case in its reason.
    """
    check_may_investigate(by, case)
    check_open(case)
    refuse_if(check_reason(reason), None if visit.person_id == case.person_id else _SOMEBODY_ELSES)
    why = f"{case.number} {reason.strip()}"
    refuse_if(
        None
        if void_visits([visit.reference], source=visit.source, by=by, reason=why)
        else _VOIDED_ALREADY
    )


_TOO_OLD = Refusal(
    "tracing.visit_too_old",
    _("It was over before the days of which visits are kept."),
    field="since",
)
_SOMEBODY_ELSES = Refusal("tracing.visit_of_somebody_else", _("This is not a visit of the person."))
_VOIDED_ALREADY = Refusal("tracing.visit_voided", _("This visit does not count any more."))
