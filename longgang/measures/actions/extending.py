"""Extending a measure, by rule or by hand; the old end and the reason stay with the new term."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import SYSTEM, ActsAsActor
from longgang.core.clock import local_day, midnight, today
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.health.api import LabTest, ResultKind, Told, was_tested

from ..days import Plan, extend, home_from, place_near
from ..duties import DutyKind, DutyState, duties_on, kinds_on
from ..kinds import Base, Why
from ..lifecycle import OPEN
from ..models import Measure, Term
from ..moving import count_without, extension_of
from ..permissions import check_may_change
from ..queries import find_open_of, local_now, read_done, read_watch, watch_of_read
from ..rules import check_base, check_extension_days, check_reason
from . import notices
from .steps import add_term, add_terms, draft_term, hold, last_term

AT_ONCE = 2000  # measures that are read at a time


@transaction.atomic
def extend_for_exposure(measure: Measure, *, exposed_on: date, by: User, reason: str) -> Term:
    """Count the days of its rule anew from a newer exposure."""
    check_may_change(by, measure)
    measure = hold(measure)
    refuse_if(check_reason(reason), check_base(Base.LAST_EXPOSURE, exposed_on, today=today()))
    return _count_anew(measure, exposed_on, Why.EXPOSURE, by=by, reason=reason)


@transaction.atomic
def extend_by_hand(measure: Measure, *, days: int, by: User, reason: str) -> Term:
    """Let its present phase be some days longer."""
    check_may_change(by, measure)
    measure = hold(measure)
    refuse_if(check_extension_days(days), check_reason(reason))
    return _lengthen(measure, days, today(), Why.BY_HAND, by=by, reason=reason)


@transaction.atomic
def stay_at_home(measure: Measure, *, by: User, reason: str) -> Term | None:
    """Let somebody be isolated at home for what is left of central isolation; None: nothing is.

    Tests, visits and the last day stay as they are.
    """
    check_may_change(by, measure)
    refuse_if(check_reason(reason))
    measure = hold(measure)
    term = last_term(measure)
    plan = home_from(today(), term.count)
    if plan == term.plan:
        return None
    return add_term(
        measure, "stay_home", Why.AT_HOME, day_one=measure.day_one_on, plan=plan, by=by,
        reason=reason,
    )  # fmt: skip


@transaction.atomic
def take_back_extension(measure: Measure, *, by: User, reason: str) -> Term:
    """Count as if the last extension had not been: its reason no longer holds, as after a corrected
    test. Newer rules to which the measure was moved since still hold.
    """
    check_may_change(by, measure)
    refuse_if(check_reason(reason))
    measure = hold(measure)
    terms = list(measure.terms.all())
    extension = extension_of(terms)
    if extension is None:
        raise Refused(_NOTHING_TO_TAKE_BACK)
    if extension.why == Why.EXPOSURE:
        measure.exposed_on = extension.old_exposed_on
    count = count_without(extension, measure, terms)
    return add_term(
        measure,
        "take_back",
        Why.TAKEN_BACK,
        day_one=count.day_one,
        plan=count.plan,
        may_shorten=True,
        by=by,
        reason=reason,
        exposed_on=measure.exposed_on,
    )


def hear_results(told: Told) -> None:
    """A positive result is told to whoever owns the measure, and extends it where its rule says so;
    a corrected one is told too, and whoever owns the measure decides. Thousands at once take a few
    statements.
    """
    positive = [
        test
        for test, before in told
        if test.result == ResultKind.POSITIVE and before != ResultKind.POSITIVE
    ]
    corrected = [
        test
        for test, before in told
        if before == ResultKind.POSITIVE and test.result != ResultKind.POSITIVE
    ]
    if not positive and not corrected:
        return
    measures = find_open_of({test.person_id for test in (*positive, *corrected)})
    if positive:
        notices.tell_positive(positive, measures)
        _extend_for_positive(positive, measures)
    if corrected:
        notices.tell_corrected(corrected, measures)


def _extend_for_positive(tests: Sequence[LabTest], measures: dict[int, Measure]) -> None:
    """Count anew from the latest positive sample of each; an old one that would not move the end
    leaves it where it is.
    """
    latest = {test.person_id: test for test in sorted(tests, key=lambda test: test.sampled_at)}
    restart = [one.pk for one in measures.values() if one.rule.positive_restarts]
    rows = Measure.objects.filter(pk__in=restart, status__in=OPEN).order_by("pk")
    held = list(
        rows.select_for_update(of=("self",)).select_related("rule", "person__user", "held_at")
    )
    extended = Term.objects.filter(measure__in=held, why=Why.POSITIVE)
    known = set(extended.values_list("measure", "about"))
    terms = []
    for measure in held:
        test = latest.get(measure.person_id)
        if test is None or (measure.pk, test.number) in known:
            continue
        plan, first = measure.rule.plan, measure.rule.first_day(local_day(test.sampled_at))
        if first + timedelta(days=sum(phase.days for phase in plan) - 1) >= measure.ends_on:
            terms.append(_draft_for_positive(measure, test, first, plan))
    if terms:
        add_terms(terms, "extend", by=SYSTEM, reason="")
        notices.tell_all_extended(terms)


def _draft_for_positive(measure: Measure, test: LabTest, first: date, plan: Plan) -> Term:
    return draft_term(
        measure,
        Why.POSITIVE,
        day_one=first,
        plan=plan,
        by=SYSTEM,
        reason="",
        is_by_rule=True,
        about=test.number,
    )


def extend_for_missed_tests(day: date) -> int:
    """Lengthen every measure whose test of this day was missed, where its rule says so; how many.

    Each in a transaction of its own. Doing it again changes nothing: a day extends once.
    """
    return sum(_extend_for_missed(pk, day) for pk in list(_find_missed(day)))


def _find_missed(day: date) -> Iterator[int]:
    """Whose test of this day nobody has taken, as it seems; a few statements for thousands."""
    done = Term.objects.filter(measure=OuterRef("pk"), why=Why.MISSED_TEST, about=day.isoformat())
    tested = was_tested(since=midnight(day), until=midnight(day + timedelta(days=1)))
    rows = Measure.objects.open().filter(day_one_on__lte=day, rule__missed_test_adds_days__gt=0)
    rows = rows.exclude(tested).exclude(Exists(done)).select_related("rule")
    for measure in rows.prefetch_related("terms", "absences").iterator(chunk_size=AT_ONCE):
        if DutyKind.TEST in kinds_on(day, watch_of_read(measure), (), today=today()):
            yield measure.pk


@transaction.atomic
def _extend_for_missed(pk: int, day: date) -> bool:
    rows = Measure.objects.filter(pk=pk, status__in=OPEN)
    measure = rows.select_for_update(of=("self",), skip_locked=True).first()
    about = day.isoformat()
    if measure is None or measure.terms.filter(why=Why.MISSED_TEST, about=about).exists():
        return False
    duties = duties_on(day, read_watch(measure), read_done(measure), now=local_now())
    if not any(duty.kind == DutyKind.TEST and duty.state == DutyState.MISSED for duty in duties):
        return False
    days = measure.rule.missed_test_adds_days
    _lengthen(
        measure, days, day, Why.MISSED_TEST, by=SYSTEM, reason="", with_test=True, about=about
    )
    return True


def _count_anew(
    measure: Measure, base: date, why: Why, *, by: ActsAsActor, reason: str, about: str = ""
) -> Term:
    return add_term(
        measure,
        "extend",
        why,
        day_one=measure.rule.first_day(base),
        plan=measure.rule.plan,
        by=by,
        reason=reason,
        is_by_rule=by is SYSTEM,
        about=about,
        exposed_on=base if why == Why.EXPOSURE else measure.exposed_on,
    )


def _lengthen(
    measure: Measure,
    days: int,
    day: date,
    why: Why,
    *,
    by: ActsAsActor,
    reason: str,
    with_test: bool = False,
    about: str = "",
) -> Term:
    """The phase of the day gets longer; past the last day the last phase does."""
    term = last_term(measure)
    return add_term(
        measure,
        "extend",
        why,
        day_one=measure.day_one_on,
        plan=extend(term.plan, days, place=place_near(day, term.count), with_test=with_test),
        by=by,
        reason=reason,
        is_by_rule=by is SYSTEM,
        about=about,
    )


_NOTHING_TO_TAKE_BACK = Refusal(
    "measures.nothing_to_take_back",
    _("There is no extension that could be taken back."),
    _("Look at the reasons for the end so far."),
)
