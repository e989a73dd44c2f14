"""Opening a measure, suspending it for hospital, lifting it, cancelling a mistake, visiting."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises, PremisesKind, list_premises
from longgang.audit.api import record
from longgang.core.clock import local_day, now, today
from longgang.core.errors import Refusal, Refused, StaleRow, refuse_if
from longgang.core.prepared import insert
from longgang.core.signatures import as_signed
from longgang.core.tokens import new_number
from longgang.health.api import check_moment
from longgang.people.api import Person

from ..days import central_last_day, extend, place_near
from ..hearing import measure_ended
from ..kinds import Base, Why
from ..lifecycle import MEASURE, MeasureStatus
from ..models import Absence, Measure, Term, Visit
from ..permissions import (
    check_may_change,
    check_may_lift,
    check_may_open,
    check_may_take_in,
    check_may_visit,
)
from ..queries import reckon
from ..rules import check_base, check_came_since, check_reason, check_visited
from . import notices
from .agendas import count_done_of, keep_agendas, note_visit
from .steps import add_term, end_handing, hold, last_term, lift

_COLUMN = {
    Base.LAST_EXPOSURE: "exposed_on",
    Base.ARRIVAL: "arrived_on",
    Base.CHECK_IN: "checked_in_on",
}


@transaction.atomic
def open_measure(
    person: Person,
    who: str,
    *,
    base_on: date | None,
    area_code: str = "",
    address: str = "",
    by: User,
    reason: str,
) -> Measure:
    """Put a person under the measure that the rule in force today asks for.

    `base_on` is the day from which that rule counts. The measure belongs to where the person lives,
    or to the `area_code` named; at home they are looked after where the register says, or at the
    `address` that was declared. A person under a measure is refused a second one, by the database.
    """
    area_code = area_code or person.area_code
    refuse_if(None if area_code.startswith(settings.DISTRICT_CODE) else _NOT_HERE)
    check_may_open(by, area_code=area_code)
    refuse_if(check_reason(reason))
    rule, count = reckon(who, base_on)
    measure = Measure(
        number=new_number("CS"),
        person=person,
        rule=rule,
        who=who,
        status=MeasureStatus.RUNNING,
        area_code=area_code,
        address=_address(address, person),
        opened_at=now(),
        opened_by=by,
        why=reason.strip(),
        day_one_on=count.day_one,
        ends_on=count.last_day,
        central_ends_on=central_last_day(count),
        agenda_from=count.day_one,
        agenda=[],
    )
    setattr(measure, _COLUMN[Base(rule.base)], base_on)
    try:
        with transaction.atomic():
            insert(measure)
    except IntegrityError as error:
        raise Refused(_UNDER_ONE_ALREADY) from error
    term = Term(
        measure=measure,
        place=1,
        why=Why.OPENED,
        words=measure.why,
        at=measure.opened_at,
        by_name=by.as_actor().name,
        since_on=count.since,
        day_one_on=count.day_one,
        ends_on=count.last_day,
        phases=rule.phases,
    )
    insert(term)
    keep_agendas([measure.pk])
    count_done_of(measure)
    record(
        "measure.opened",
        measure,
        by=by,
        area_code=area_code,
        after={
            "who": who,
            "rule": rule.number,
            "day_one_on": count.day_one,
            "ends_on": count.last_day,
        },
        reason=reason,
    )
    return measure


def _address(declared: str, person: Person) -> str:
    """What is otherwise than in the register."""
    address = declared.strip()
    return "" if address == person.address else address


@transaction.atomic
def set_address(measure: Measure, *, address: str, by: User, reason: str) -> None:
    """Note where the person is looked after at home from now on, when it is somewhere else."""
    check_may_change(by, measure)
    refuse_if(None if address.strip() else _NO_ADDRESS, check_reason(reason))
    measure = hold(measure)
    measure.address = _address(address, measure.person)
    measure.save(update_fields=["address"])
    record("measure.address_set", measure, by=by, area_code=measure.area_code, reason=reason)


@transaction.atomic
def check_in(
    measure: Measure,
    *,
    checked_in_on: date,
    site: Premises | None = None,
    elsewhere: str = "",
    by: User,
) -> None:
    """Note the day on which the person came to the site; where the rule counts from it, the days
    are counted from then on. It may end earlier than was thought.

    From now on the site owns the measure, when it is named. Without one it is the site of another
    district, called as `elsewhere` says; those of the district check in whom they have a bed for.
    """
    if site is None:
        check_may_change(by, measure)
    else:
        check_may_take_in(by, measure, site)
    measure = hold(measure)
    refuse_if(
        check_base(Base.CHECK_IN, checked_in_on, today=today()),
        check_came_since(checked_in_on, _since(measure)),
        _check_elsewhere(elsewhere) if site is None else _check_site(measure, site),
    )
    if site is not None:
        end_handing(measure, by=by)
    term = last_term(measure)
    counts = measure.rule.base == Base.CHECK_IN
    add_term(
        measure,
        "check_in",
        Why.CHECK_IN,
        day_one=measure.rule.first_day(checked_in_on) if counts else measure.day_one_on,
        plan=term.plan,
        may_shorten=True,
        by=by,
        reason=str(site or elsewhere.strip()),
        checked_in_on=checked_in_on,
        held_at=site or measure.held_at,
    )


def _since(measure: Measure) -> date:
    """The first day of which the measure knows; nobody came to a site for it before."""
    days = (local_day(measure.opened_at), measure.exposed_on, measure.arrived_on)
    return min(day for day in days if day is not None)


@transaction.atomic
def move_to_site(measure: Measure, *, site: Premises, by: User) -> None:
    """Let another site take over who is at one. The days run on; that site owns it from now on."""
    check_may_change(by, measure)
    measure = hold(measure)
    refuse_if(_NOT_A_SITE if site.kind != PremisesKind.SITE else None)
    before = measure.held_at
    refuse_if(_AT_NO_SITE if before is None else None)
    MEASURE.move(measure, "change_site", held_at=site)
    record(
        MEASURE.moves["change_site"].event,
        measure,
        by=by,
        area_code=measure.area_code,
        before={"site": str(before)},
        after={"site": str(site)},
    )
    notices.tell_site(measure)


def _check_elsewhere(name: str) -> Refusal | None:
    """The site of another district is named; none of our own is meant, nor a part of its name."""
    called = as_signed(name)
    if not called:
        return _ELSEWHERE_MISSING
    ours = (as_signed(each.name) for each in list_premises(PremisesKind.SITE))
    return _SITE_CHECKS_IN if any(called in each for each in ours) else None


def _check_site(measure: Measure, site: Premises) -> Refusal | None:
    """Nobody is checked in where nobody is isolated, nor at a second site."""
    if site.kind != PremisesKind.SITE:
        return _NOT_A_SITE
    return _AT_ANOTHER_SITE if measure.held_at not in (None, site) else None


@transaction.atomic
def suspend_measure(
    measure: Measure, *, hospital: str, site: Premises | None = None, by: User
) -> None:
    """Note that the person went to hospital: nothing is due until the return. A site that expected
    them, when it is named, may note it too: it could have checked them in.
    """
    if site is None:
        check_may_change(by, measure)
    else:
        check_may_take_in(by, measure, site)
    refuse_if(None if hospital.strip() else _NO_HOSPITAL)
    measure = hold(measure)
    MEASURE.move(measure, "suspend")
    Absence.objects.create(measure=measure, hospital=hospital.strip(), left_at=now(), left_by=by)
    keep_agendas([measure.pk])
    record(MEASURE.moves["suspend"].event, measure, by=by, area_code=measure.area_code)


@transaction.atomic
def resume_measure(measure: Measure, *, by: User) -> None:
    """Note the return. Where the rule does not count days in hospital, the end moves by them."""
    check_may_change(by, measure)
    measure = hold(measure)
    MEASURE.move(measure, "resume")
    absence = measure.absences.get(back_at=None)
    absence.back_at, absence.back_by = now(), by
    absence.save()
    keep_agendas([measure.pk])
    record(MEASURE.moves["resume"].event, measure, by=by, area_code=measure.area_code)
    days = (today() - local_day(absence.left_at)).days
    if days and not measure.rule.counts_hospital:
        term = last_term(measure)
        plan = extend(term.plan, days, place=place_near(local_day(absence.left_at), term.count))
        add_term(
            measure,
            "extend",
            Why.HOSPITAL,
            day_one=measure.day_one_on,
            plan=plan,
            by=by,
            reason=absence.hospital,
            is_by_rule=True,
            about=local_day(absence.left_at).isoformat(),
        )


@transaction.atomic
def lift_measure(measure: Measure, *, by: User) -> None:
    """End a measure whose days are over. Refused with every item of the check that fails. A site
    that has the person, or a room for them, hears of it at once.
    """
    measure_ended.tell(lift(measure, by=by), by=by)


@transaction.atomic
def cancel_measure(measure: Measure, *, by: User, reason: str) -> None:
    """End a measure that was opened by mistake: the wrong person, the wrong reason. A site that has
    the person, or a room for them, hears of it at once.
    """
    check_may_lift(by, measure)
    measure_ended.tell(_cancel(measure, by=by, reason=reason), by=by)


@transaction.atomic
def end_after_death(measure: Measure, *, by: User, reason: str) -> None:
    """End the measure of somebody who has died: from now on nobody calls at the door."""
    check_may_change(by, measure)
    _cancel(measure, by=by, reason=reason)


def _cancel(measure: Measure, *, by: User, reason: str) -> Measure:
    refuse_if(check_reason(reason))
    measure = hold(measure)
    end_handing(measure, by=by)
    MEASURE.move(
        measure, "cancel", cancelled_at=now(), cancelled_by=by, cancelled_why=reason.strip()
    )
    record(
        MEASURE.moves["cancel"].event,
        measure,
        by=by,
        area_code=measure.area_code,
        reason=reason,
    )
    return measure


@transaction.atomic
def record_visit(
    measure: Measure,
    *,
    was_met: bool,
    visited_at: datetime | None = None,
    words: str = "",
    by: User,
) -> Visit:
    """Write down that somebody called at the door, and whether anybody opened."""
    check_may_visit(by, measure)
    moment = now()
    visited_at = visited_at or moment
    refuse_if(
        check_moment(visited_at, now=moment, field="visited_at"),
        check_visited(local_day(visited_at), _begins_on(measure)),
    )
    if measure.status != MeasureStatus.RUNNING:
        raise StaleRow
    visit = Visit.objects.create(
        measure=measure, visited_at=visited_at, visited_by=by, was_met=was_met, words=words.strip()
    )
    if was_met:
        note_visit(measure, local_day(visited_at))
    record(
        "measure.visited",
        measure,
        by=by,
        area_code=measure.area_code,
        after={"was_met": was_met},
    )
    return visit


def _begins_on(measure: Measure) -> date:
    """The day from which somebody can be met: it is open, and who was announced has come."""
    return max(measure.opened_on, measure.arrived_on or measure.opened_on)


_NOT_HERE = Refusal(
    "measures.not_here",
    _("It is not known where in the district the person is looked after."),
    _("Choose the community or grid."),
    field="area_code",
)
_UNDER_ONE_ALREADY = Refusal(
    "measures.under_one_already",
    _("This person is under a measure already."),
    _("Extend that one: a new exposure or test changes its end."),
)
_ELSEWHERE_MISSING = Refusal(
    "measures.elsewhere_missing",
    _("Which site of another district it is, is missing."),
    _("Write its name. A site of this district checks in itself."),
    field="elsewhere",
)
_SITE_CHECKS_IN = Refusal(
    "measures.site_checks_in",
    _("This site belongs to the district: it checks in itself, when it has given a bed."),
    _("Call the site; nothing is recorded here."),
    field="elsewhere",
)
_NO_ADDRESS = Refusal("measures.address_missing", _("The address is missing."), field="address")
_NOT_A_SITE = Refusal(
    "measures.not_a_site",
    _("Nobody is isolated at this place."),
    _("Choose a quarantine site."),
    field="site",
)
_AT_ANOTHER_SITE = Refusal(
    "measures.at_another_site",
    _("The person is at another site."),
    _("Let that site hand them on to yours."),
    field="site",
)
_AT_NO_SITE = Refusal(
    "measures.at_no_site",
    _("The person is at no site."),
    _("Check them in instead."),
    field="site",
)
_NO_HOSPITAL = Refusal("measures.hospital_missing", _("Say which hospital."), field="hospital")
