"""What the page of a measure shows, and to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name, full_area_name
from longgang.audit.api import name_in_words
from longgang.core.clock import today
from longgang.core.errors import Refusal, Words, allows
from longgang.core.forms import Form
from longgang.core.parts import Moment, Step
from longgang.core.sentences import beside, join_sentences
from longgang.core.tags import Tag, Tone
from longgang.health.api import (
    CorrectResultForm,
    CorrectTemperatureForm,
    LabTest,
    ResultForm,
    SymptomReport,
    Temperature,
    check_may_enter_results,
    check_may_record_seen,
    grade_tag,
    list_codes,
    list_symptoms,
    list_temperatures,
    list_tests,
    result_tag,
    symptoms_in_words,
)
from longgang.people.api import Asked, may_call, sealed_values

from .days import Count, phase_days, stand_on
from .deeds import CHANGES, DAILY, HANDING, Deed
from .duties import Duty, DutyState
from .finding import whereabouts_of
from .forms import AnswerForm
from .handing import release_items
from .kinds import Base, DayOne, Found, PhaseKind, Why
from .lifecycle import HandOverStatus, MeasureStatus
from .models import Finding, HandOver, HelpRequest, Measure, MeasureRule, Term
from .permissions import check_may_answer, check_may_lift
from .queries import lift_facts, list_duties_between, opened_since, reckon
from .rules import check_lift
from .standing import Standing, standings_of
from .wording import (
    STANDING_WORDS,
    duty_tag,
    found_tag,
    hand_over_tag,
    measure_tag,
    missed_in_words,
    name_of,
    phase_in_words,
    proposed_in_words,
    sender_of,
    sick_tag,
)

SHOWN = 60
NEWEST = 6  # the others stand behind a door


@dataclass(frozen=True)
class DayLine:
    """One day of the measure."""

    day: date
    words: str
    tags: list[Tag]
    is_today: bool


def measure_context(measure: Measure, user: User, asked: Asked) -> dict[str, Any]:
    """The whole page; no more queries for a long measure than for a short one."""
    standing = standings_of([measure])[measure.pk]
    duties = _all_duties(measure)
    finding = whereabouts_of([measure.pk]).get(measure.pk)
    may_observe = holds(user, Permission.OBSERVATION_VIEW, **measure.seen_from)
    return {
        "measure": measure,
        "name": name_of(measure, user),
        "standing_tag": measure_tag(measure, standing),
        "sick": sick_tag(standing),
        "found": found_tag(finding.found) if finding else None,
        "standing_text": standing_text(measure, standing),
        "today": [duty_tag(duty) for duty in standing.duties],
        "missed": missed_in_words(duties),
        "steps": phase_steps(standing.count, standing),
        "values": sealed_values(
            measure.person, user, asked, place=measure.seen_from, address_of=measure.home
        ),
        "may_call": may_call(measure.person, user, place=measure.seen_from),
        "facts": _facts(measure),
        "days": list(_days(standing, duties)),
        "moments": list(_moments(measure)),
        "handing": _handing(measure),
        "handing_buttons": _buttons(HANDING, measure, user, asked),
        "daily": _buttons(DAILY, measure, user, asked),
        "changes": _buttons(CHANGES, measure, user, asked),
        "items": lift_items(measure, user),
        "help_requests": _help_requests(measure, user, asked),
        "may_observe": may_observe,
        **(_observations(measure, user, asked) if may_observe else {}),
    }


def standing_text(measure: Measure, standing: Standing) -> Words:
    """Under the phase: which day it is, how many are left, and the last day."""
    if measure.status == MeasureStatus.CANCELLED:
        return measure.cancelled_why
    if measure.status == MeasureStatus.LIFTED:
        return _("It ended on %(day)s.") % {"day": measure.ends_on}
    if measure.is_over(standing.on):
        return _("The last day was %(day)s. Below stands whether it can be lifted.") % {
            "day": measure.ends_on
        }
    return STANDING_WORDS.format(
        day=standing.day, days=standing.days, to_go=standing.to_go, last=measure.ends_on
    )


def phase_steps(count: Count, standing: Standing) -> list[Step]:
    """The phases one after the other, with their dates."""
    found = []
    for place, phase in enumerate(count.plan):
        first, last = phase_days(place, count)
        state = "done" if last < standing.on else "now" if first <= standing.on else "next"
        words = f"{first:%m-%d} – {last:%m-%d}"
        found.append(Step(PhaseKind(phase.kind).label, state, words))  # type: ignore[arg-type]
    return found


def _handing(measure: Measure) -> tuple[Tag, str] | None:
    """The hand-over that nobody has accepted yet: how it stands, and until when."""
    row = measure.handing
    if row is None:
        return None
    if row.status == HandOverStatus.PROPOSED:
        words = proposed_in_words(row)
    else:
        words = _("%(from)s handed the person over at %(at)s.") % {
            "from": sender_of(row),
            "at": f"{localtime(row.offered_at):%m-%d %H:%M}",
        }
    return hand_over_tag(row), join_sentences(words, row.words)


def _facts(measure: Measure) -> list[tuple[str, str]]:
    rule = measure.rule
    facts: list[tuple[Words, object]] = [
        (pgettext("measure", "For whom"), measure.get_who_display()),
        (_("Reason"), measure.why),
        (_("Looked after by"), full_area_name(measure.area_code)),
        (Base(rule.base).label, measure.base_of(rule.base)),
        (_("Day one"), beside(measure.day_one_on, DayOne(rule.day_one).label)),
        (_("Last day"), measure.ends_on),
        (pgettext("measure", "Opened"), beside(measure.opened_on, measure.opened_by.name)),
        (_("Document"), rule.document_number),
        (_("Number"), measure.number),
    ]
    if measure.held_at:
        facts.insert(2, (_("Is at"), measure.held_at))
    if measure.checked_in_on and rule.base != Base.CHECK_IN:
        facts.insert(-4, (_("Came to the site on"), measure.checked_in_on))
    return [(str(label), str(value)) for label, value in facts]


def _all_duties(measure: Measure) -> list[Duty]:
    """Of every day that counts, the future ones included."""
    last = min(measure.ends_on, measure.closed_on or measure.ends_on)
    first = min(measure.opened_on, last)
    return list_duties_between(measure, first, last)


def _days(standing: Standing, duties: list[Duty]) -> Iterator[DayLine]:
    """Every day on which something was or is due, in order."""
    by_day: dict[date, list[Duty]] = {}
    for duty in duties:
        by_day.setdefault(duty.day, []).append(duty)
    for day, found in by_day.items():
        stand = stand_on(day, standing.count)
        words = str(PhaseKind(stand.phase.kind).label) if stand else ""
        yield DayLine(day, words, [duty_tag(duty) for duty in found], day == standing.on)


def _moments(measure: Measure) -> Iterator[Moment]:
    """How it came to its end: terms, days in hospital, the closing; the newest first."""
    found = [_moment_of(term) for term in measure.terms.all()]
    found += [_moment_of_hand_over(row) for row in _hand_overs(measure)]
    found += [_moment_of_finding(row) for row in measure.findings.select_related("by")]
    for absence in measure.absences.all():
        found.append(
            Moment(_("To hospital"), absence.left_at, absence.left_by.name, absence.hospital,
                   Tone.SOON)
        )  # fmt: skip
        if absence.back_at and absence.back_by:
            found.append(Moment(_("Back from hospital"), absence.back_at, absence.back_by.name))
    if measure.lifted_at and measure.lifted_by:
        found.append(Moment(_("Lifted"), measure.lifted_at, measure.lifted_by.name, tone=Tone.GOOD))
    if measure.cancelled_at and measure.cancelled_by:
        found.append(
            Moment(_("Cancelled"), measure.cancelled_at, measure.cancelled_by.name,
                   measure.cancelled_why, Tone.IDLE)
        )  # fmt: skip
    yield from sorted(found, key=lambda moment: moment.at, reverse=True)  # type: ignore[arg-type,return-value]


def _hand_overs(measure: Measure) -> QuerySet[HandOver]:
    rows = measure.hand_overs.exclude(status=HandOverStatus.PROPOSED)
    return rows.select_related("from_site", "offered_by", "accepted_by", "returned_by")


def _moment_of_hand_over(row: HandOver) -> Moment:
    """From whom to whom, and what became of it."""
    way = f"{sender_of(row)} → {area_name(row.to_area_code)}"
    who = row.accepted_by or row.returned_by
    words = beside(
        way, hand_over_tag(row).label, who.name if who else "", row.returned_why or row.words
    )
    return Moment(_("Handed over"), row.offered_at, row.offered_by.name, words)


def _moment_of_finding(row: Finding) -> Moment:
    tag = found_tag(Found(row.found))
    return Moment(tag.label, row.at, row.by.name, row.words, tag.tone)


def _moment_of(term: Term) -> Moment:
    end = (
        _("Last day %(new)s instead of %(old)s") % {"new": term.ends_on, "old": term.old_ends_on}
        if term.old_ends_on not in {None, term.ends_on}
        else _("Last day %(new)s") % {"new": term.ends_on}
    )
    is_worse = term.old_ends_on is not None and term.ends_on > term.old_ends_on
    tone = Tone.BAD if term.why == Why.POSITIVE else Tone.SOON if is_worse else Tone.INFO
    return Moment(
        Why(term.why).label, term.at, name_in_words(term.by_name), beside(end, term.words), tone
    )


def _buttons(
    deeds: list[Deed], measure: Measure, user: User, asked: Asked
) -> list[tuple[Deed, Form]]:
    return [
        (deed, asked.forms.get(deed.verb) or deed.form_for(measure))
        for deed in deeds
        if deed.verb in asked.forms or deed.is_offered(user, measure)
    ]


def lift_items(measure: Measure, user: User) -> list[Refusal] | None:
    """What stands against lifting, or at a site against the release; None when neither is a
    question for this person.
    """
    if not (measure.status == MeasureStatus.RUNNING and allows(check_may_lift, user, measure)):
        return None
    if measure.held_at:
        return [refusal for item in release_items(measure) for refusal in item.refusals]
    return check_lift(lift_facts(measure), today=today())


def _help_requests(
    measure: Measure, user: User, asked: Asked
) -> list[tuple[HelpRequest, Form | None]]:
    """What was asked for, each open one with the form that answers, for who may."""
    may_answer = allows(check_may_answer, user, measure)
    rows = measure.help_requests.select_related("asked_by", "answered_by")[:SHOWN]
    return [
        (
            row,
            (asked.forms.get(row.number) or answer_form(row))
            if may_answer and not row.answered_at
            else None,
        )
        for row in rows
    ]


def answer_form(row: HelpRequest, data: Any = None) -> AnswerForm:
    """What is done about a request."""
    return AnswerForm(data, auto_id=f"{row.number}-%s")


def _observations(measure: Measure, user: User, asked: Asked) -> dict[str, Any]:
    since = opened_since(measure)
    may_test = allows(check_may_enter_results, user, **measure.owner)
    may_read = allows(check_may_record_seen, user, **measure.owner)
    tests = [
        (test, result_tag(test), _result_form(test, asked) if may_test else None)
        for test in reversed(list_tests(measure.person, since=since)[-SHOWN:])
    ]
    temperatures = [
        (each, grade_tag(each), _reading_form(each, asked) if may_read else None)
        for each in reversed(list_temperatures(measure.person, since=since)[-SHOWN:])
    ]
    return {
        "tests": _in_two(tests),
        "temperatures": _in_two(temperatures),
        "symptoms": [
            (each, symptoms_in_words(each), _is_sick(each))
            for each in reversed(list_symptoms(measure.person, since=since)[-SHOWN:])
        ],
        "codes": [
            (each, beside(each.get_source_display(), each.get_colour_display()))
            for each in reversed(list_codes(measure.person, since=since)[-SHOWN:])
        ],
        "visits": list(measure.visits.since(since).select_related("visited_by")[:SHOWN]),
    }


def _in_two(rows: list[tuple[Any, Tag, Form | None]]) -> dict[str, Any]:
    """The newest, and the others behind a door that is open when one of them has a fault."""
    newest, older = rows[:NEWEST], rows[NEWEST:]
    has_fault = any(form is not None and form.is_bound for _row, _tag, form in older)
    return {"newest": newest, "older": older, "is_open": has_fault}


def _is_sick(report: SymptomReport) -> bool:
    return bool(report.symptoms)


def _result_form(test: LabTest, asked: Asked) -> Form:
    return asked.forms.get(test.number) or result_form(test)


def result_form(test: LabTest, data: Any = None) -> Form:
    """The result, while it is waited for; a correction afterwards."""
    form = CorrectResultForm if test.result else ResultForm
    return form(data, auto_id=f"{test.number}-%s", initial={"lab": test.lab})


def _reading_form(reading: Temperature, asked: Asked) -> Form:
    return asked.forms.get(reading.number) or reading_form(reading)


def reading_form(reading: Temperature, data: Any = None) -> Form:
    """A correction of one reading."""
    return CorrectTemperatureForm(data, auto_id=f"{reading.number}-%s")


@dataclass(frozen=True)
class Preview:
    """What opening a measure would mean."""

    rule: MeasureRule
    first_day: date
    last_day: date
    phases: list[tuple[str, str, str]]  # kind, dates, what it asks for

    @property
    def tag(self) -> Tag:
        """For whom, and for how many days in all."""
        days = sum(phase.days for phase in self.rule.plan)
        words = _("%(who)s: %(n)s days") % {"who": self.rule.get_who_display(), "n": days}
        return Tag(words, Tone.INFO, sign="calendar")

    @property
    def words(self) -> str:
        """In one sentence."""
        return _("From %(first)s to %(last)s, both days included.") % {
            "first": self.first_day,
            "last": self.last_day,
        }


def preview_of(who: str, base_on: date | None) -> Preview:
    """By the rule in force; raises Refused when no measure could be opened so."""
    rule, count = reckon(who, base_on)
    return Preview(rule, count.day_one, count.last_day, phases_of(count))


def phases_of(count: Count) -> list[tuple[str, str, str]]:
    """Each phase with its dates and what it asks for."""
    found = []
    for place, phase in enumerate(count.plan):
        first, last = phase_days(place, count)
        label = str(PhaseKind(phase.kind).label)
        found.append((label, f"{first} – {last}", phase_in_words(phase)))
    return found


def duties_left(standing: Standing) -> int:
    """How many duties of today are not done."""
    return sum(duty.state != DutyState.DONE for duty in standing.duties)
