"""Labels, colours and sentences of tracing: what a page and the books say."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext, ngettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.clock import local_day, today
from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.parts import span_in_words
from longgang.core.privacy import mask_name
from longgang.core.sentences import beside, listed
from longgang.core.tags import Tag, Tone
from longgang.measures.api import Measure, MeasureStatus, Whereabouts
from longgang.people.api import Person
from longgang.trail.api import TRAITS, PlaceType

from .asking import COUNTED, Line, Thresholds
from .kinds import Risk, risk_of
from .known import Known
from .lifecycle import BatchStatus, CaseStatus, ContactStatus
from .models import Batch, Case, Contact
from .rules import LONGEST_WORDS


def name_of(person: Person, user: User) -> str:
    """The name; masked of whoever lives where this reader sees nobody."""
    may_know = holds(user, Permission.PERSON_VIEW, area_code=person.area_code)
    return person.name if person.area_code and may_know else mask_name(person.name)


def case_tag(case: Case) -> Tag:
    """Whether it is still traced."""
    tone = Tone.INFO if case.is_open else Tone.IDLE
    return Tag(CaseStatus(case.status).label, tone)


BATCH_TONES = {
    BatchStatus.PROPOSED: Tone.INFO,
    BatchStatus.DONE: Tone.GOOD,
    BatchStatus.DISCARDED: Tone.IDLE,
}


def batch_tag(batch: Batch) -> Tag:
    """Whether it has been carried out."""
    return Tag(BatchStatus(batch.status).label, BATCH_TONES[BatchStatus(batch.status)])


CONTACT_TONES = {
    ContactStatus.UNDECIDED: Tone.SOON,
    ContactStatus.SET_ASIDE: Tone.IDLE,
    ContactStatus.CHOSEN: Tone.INFO,
    ContactStatus.ORDERED: Tone.GOOD,
    ContactStatus.ALREADY: Tone.GOOD,
    ContactStatus.ELSEWHERE: Tone.SOON,
    ContactStatus.HANDED_OVER: Tone.GOOD,
    ContactStatus.NOTHING: Tone.IDLE,
}


def contact_tag(contact: Contact | None) -> Tag:
    """What was decided."""
    status = ContactStatus(contact.status) if contact else ContactStatus.UNDECIDED
    return status_tag(status)


def status_tag(status: ContactStatus) -> Tag:
    """The same of a status."""
    return Tag(status.label, CONTACT_TONES[status])


def known_tags(known: Known) -> list[Tag]:
    """What else is known of somebody that whoever decides must see."""
    found = []
    if known.case is not None:
        found.append(Tag(gettext("Case %(number)s") % {"number": known.case.number}, Tone.BAD))
    if known.positive is not None:
        day = local_day(known.positive.sampled_at)
        found.append(Tag(gettext("Positive sample of %(day)s") % {"day": day}, Tone.BAD))
    if known.set_aside is not None:
        told = {"number": known.set_aside.case.number}
        found.append(Tag(gettext("Set aside in %(number)s") % told, Tone.SOON))
    return found


def standing_of(measure: Measure) -> str:
    """Until when it runs, and whether the person is where it asks for."""
    until = gettext("until %(day)s") % {"day": measure.ends_on}
    if measure.status == MeasureStatus.SUSPENDED:
        return beside(until, MeasureStatus.SUSPENDED.label)
    if measure.held_at is not None:
        return beside(until, measure.held_at)
    is_awaited = measure.central_ends_on is not None and measure.central_ends_on >= today()
    return beside(until, gettext("not at a site yet") if is_awaited else gettext("at home"))


def found_words(measure: Measure | None, found: Whereabouts | None, user: User) -> str:
    """What was said where the person should be, to whoever sees the measure."""
    if measure is None or found is None:
        return ""
    may_read = holds(user, Permission.MEASURE_VIEW, **measure.seen_from)
    return found.words if may_read else ""


def span_of(lasted: timedelta) -> str:
    """Minutes, then hours, then days; what is shorter than a minute counts as one."""
    return span_in_words(max(1, round(lasted.total_seconds() / 60)))


def closeness_of(kind: PlaceType | None) -> Words:
    """How near people come at such a place; of what was told nobody has said."""
    return TRAITS[kind].closeness.label if kind else ""


RISK_TONES = {Risk.HIGHER: Tone.BAD, Risk.MIDDLE: Tone.SOON, Risk.LOWER: Tone.IDLE}


def risk_tag(line: Line) -> Tag | None:
    """How likely they were infected; nothing is said of whom visits do not show."""
    if line.nearest is None:
        return None
    risk = risk_of(line.nearest, line.degree)
    return Tag(risk.label, RISK_TONES[risk])


def reasons_of(line: Line) -> list[Words]:
    """Why the risk of a contact is higher or lower, each in a sentence: how near, how long, last
    when, and whether the person of the case was there.
    """
    if line.nearest is None:
        return [_("As the person told it.")]
    together = ngettext(
        "Exposed for %(lasted)s in %(count)d encounter, last %(last)s.",
        "Exposed for %(lasted)s in %(count)d encounters, last %(last)s.",
        line.encounters,
    )
    told = {
        "lasted": span_of(line.lasted), "count": line.encounters, "last": short_moment(line.last),
    }  # fmt: skip
    reasons = [_NEAR[TRAITS[line.nearest].closeness.value], together % told]
    if line.degree > 1:
        reasons.append(_("Has met contacts alone, not the person of the case."))
    return reasons


_NEAR: dict[str, Words] = {
    "living": _("They live or sleep under the same door: the likeliest way to be infected."),
    "close": _("In one room or cabin: likely without a mask."),
    "near": _("Under one roof: possible, the longer the likelier."),
    "far": _("In the open or in a large hall: unlikely."),
}


def window_in_words(case: Case) -> str:
    """From when until when contacts are asked for."""
    if case.until is None:
        return gettext("From %(since)s until now") % {"since": short_moment(case.since)}
    return gettext("From %(since)s until %(until)s") % {
        "since": short_moment(case.since),
        "until": short_moment(case.until),
    }


def between(since: datetime, until: datetime | None) -> str:
    """A span of time as the reader's language writes it."""
    if until is None:
        return gettext("since %(since)s") % {"since": short_moment(since)}
    return f"{short_moment(since)} – {short_moment(until)}"


def question_in_words(thresholds: Thresholds, *, circle: int | None = None) -> str:
    """A question with its parameters."""
    told = {
        "degrees": thresholds.degrees,
        "least": thresholds.least // timedelta(minutes=1),
        "linger": thresholds.linger // timedelta(minutes=1),
        "latency": thresholds.latency // timedelta(hours=1),
    }
    words = [
        gettext("backwards: sources") if thresholds.backward else gettext("forwards"),
        gettext("circles: %(degrees)s, least exposure %(least)s min") % told,
        gettext("place dangerous for %(linger)s min, infects after %(latency)s h") % told,
    ]
    if thresholds.places != COUNTED:
        kinds = [kind for kind in PlaceType if kind in thresholds.places]
        words.append(listed(kind.label for kind in kinds))
    if circle:
        words.append(gettext("circle %(degree)s shown") % {"degree": circle})
    return "; ".join(words)[:LONGEST_WORDS]


def question_in_the_book(thresholds: Thresholds, *, circle: int | None = None) -> str:
    """The same as disclosures keep it: in the office's own language, whoever asked in whichever."""
    with override(settings.LANGUAGE_CODE):
        return question_in_words(thresholds, circle=circle)


def people_in_words(count: int) -> str:
    """How many people."""
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def counts_in_words(counts: dict[ContactStatus, int]) -> str:
    """How many of each kind: what a batch has come to."""
    return listed(f"{status.label} {count}" for status, count in counts.items() if count)


EVENT_WORDS: dict[str, Words] = {
    "tracing_rule.set": _("Rule of tracing set"),
    "case.opened": _("Case opened"),
    "case.corrected": _("Case corrected"),
    "case.closed": _("Case closed"),
    "case.visit_added": _("Visit added after an interview"),
    "contact.added": _("Contact added by hand"),
    "contact.set_aside": _("Contact set aside"),
    "contact.taken_back": _("Contact that was set aside taken back"),
    "batch.proposed": _("Contacts chosen to be decided together"),
    "batch.carried_out": _("Chosen contacts decided"),
    "batch.printed": _("Orders for contacts printed"),
    "batch.exported": _("List of contacts taken"),
    "batch.discarded": _("Choice of contacts discarded"),
}
NAMES: dict[str, Words] = {
    "tracing.case": pgettext_lazy("tracing", "case"),
    "tracing.case.person": _("opened for a person"),
    "tracing.case.rule": _("rule of tracing"),
    "tracing.case.sampled_on": _("first positive sample"),
    "tracing.case.onset_on": _("day of onset"),
    "tracing.case.since": _("window from"),
    "tracing.case.until": _("window until"),
    "tracing.case.timeline": _("where the person was"),
    "tracing.case.contacts": _("contacts"),
    "tracing.case.link": _("how it is linked with another case"),
    "tracing.case.explanation": _("why somebody is a contact"),
    "tracing.contact": _("contact"),
    "tracing.contact.case": pgettext_lazy("tracing", "case"),
    "tracing.batch": _("batch of decisions"),
    "tracing.batch.case": pgettext_lazy("tracing", "case"),
    "tracing.batch.size": _("people chosen"),
    **{f"tracing.batch.{status}": status.label for status in ContactStatus},
    "tracing.tracingrule": _("rule of tracing"),
    "tracing.tracingrule.days_before": _("days before onset or sample"),
    "tracing.tracingrule.least_minutes": _("least exposure, minutes"),
    "tracing.tracingrule.linger_minutes": _("place dangerous for, minutes"),
    "tracing.tracingrule.first_circle": _("measure of the first circle"),
    "tracing.tracingrule.second_circle": _("measure of the second circle"),
    "tracing.tracingrule.valid_from": _("valid from"),
    "tracing.tracingrule.document_number": _("document number"),
}
