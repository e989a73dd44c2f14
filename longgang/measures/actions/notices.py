"""Who is told about a measure, in the deed's own transaction; the worker delivers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, PlaceCodes, User, users_with
from longgang.core.errors import Words, filled
from longgang.health.api import LabTest, Temperature
from longgang.notices.api import notify

from ..kinds import Why
from ..models import ACCEPTING, HandOver, HelpRequest, Measure, Moving, Term
from ..queries import find_open

Thing = TypeVar("Thing")


def tell_extended(measure: Measure, term: Term) -> None:
    """Whoever owns the measure, and the person when they have a login."""
    text = _new_end(term)
    key = f"{measure.number}:{term.place}"
    owners = users_with(Permission.MEASURE_EDIT, **measure.owner)
    url = measure.get_absolute_url()
    notify(owners, kind="measure.extended", text=text, url=url, key=key)
    _tell_person(measure, text, kind="measure.extended", key=key)


def tell_site(measure: Measure) -> None:
    """The site that somebody was handed on to."""
    text = format_lazy(_("Measure {number} was handed on to your site."), number=measure.number)
    owners = users_with(Permission.MEASURE_EDIT, **measure.owner)
    notify(owners, kind="measure.site_changed", text=text, url=measure.get_absolute_url())


def receivers_at(area_code: str) -> list[User]:
    """Who may accept somebody in just this area, its grids and communities aside."""
    told = {
        user.pk: user
        for permission in ACCEPTING
        for user in users_with(permission, area_code=area_code, no_wider_than=area_code)
    }
    return list(told.values())


def tell_opened(measures: Iterable[Measure], *, besides: User) -> None:
    """Who looks after these people from now on: each area once, with how many are new there; not
    who has done it.
    """
    by_area: defaultdict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        by_area[measure.area_code].append(measure)
    for area_code, own in by_area.items():
        text = format_lazy(_("New measures in your area: {n}. See who they are."), n=len(own))
        receivers = [user for user in receivers_at(area_code) if user != besides]
        url, key = reverse("measures:today"), f"{own[0].number}:{area_code}"
        notify(receivers, kind="measure.opened", text=text, url=url, sms=True, key=key)


def tell_offered(row: HandOver) -> None:
    """Whoever looks after the person from now on: they accept, or send back."""
    text = format_lazy(
        _("Measure {number} was handed to you. Accept it, or send it back with a reason."),
        number=row.measure.number,
    )
    _tell_receivers(row, row.to_area_code, kind="measure.handed_over", text=text)


def tell_early(row: HandOver) -> None:
    """Whoever may be the second person, until somebody has decided: the district."""
    text = format_lazy(
        _("{site} proposes to send somebody home before the last day: {number}. Confirm it?"),
        site=row.from_site,
        number=row.measure.number,
    )
    seconds = users_with(Permission.MEASURE_LIFT, area_code=settings.DISTRICT_CODE)
    notify(
        [user for user in seconds if user != row.offered_by],
        kind="measure.early_proposed",
        text=text,
        url=row.measure.get_absolute_url(),
        key=row.number,
        about=row,
        waits=True,
    )


def tell_raised(row: HandOver, area_code: str) -> None:
    """The larger area, when nobody has accepted in time."""
    text = format_lazy(
        _("Nobody has accepted measure {number} yet. Accept it, or see that it is accepted."),
        number=row.measure.number,
    )
    _tell_receivers(row, area_code, kind="measure.not_accepted", text=text)


def tell_sent_back(row: HandOver) -> None:
    """Whoever handed them over."""
    text = format_lazy(
        _("Measure {number} was sent back and went to the next larger area."),
        number=row.measure.number,
    )
    url = reverse("measures:handed")
    notify(row.offered_by, kind="measure.sent_back", text=text, url=url, key=row.number)


def tell_asked(row: HelpRequest) -> None:
    """Whoever looks after the person; the words stand on the page."""
    measure = row.measure
    text = format_lazy(
        _("Somebody under measure {number} asks for help. Read it and answer."),
        number=measure.number,
    )
    told = {
        user.pk: user
        for permission in ACCEPTING
        for user in users_with(permission, **measure.owner)
    }
    url = measure.get_absolute_url()
    notify(told.values(), kind="help.asked", text=text, url=url, sms=True, key=row.number)


def tell_answered(row: HelpRequest) -> None:
    """Whoever asked."""
    text = _("Your request for help was answered.")
    url = reverse("measures:mine")
    notify(row.asked_by, kind="help.answered", text=text, url=url, sms=True, key=row.number)


def _tell_receivers(row: HandOver, area_code: str, *, kind: str, text: Words) -> None:
    url, key = row.measure.get_absolute_url(), f"{row.number}:{area_code}"
    notify(receivers_at(area_code), kind=kind, text=text, url=url, sms=True, key=key)


def tell_all_extended(terms: Sequence[Term]) -> None:
    """The same of many, extended in one deed: each owner once, and the people with a login."""
    if len(terms) == 1:
        tell_extended(terms[0].measure, terms[0])
        return
    url = reverse("measures:list")
    for owner, own in _by_owner((term, term.measure.owner) for term in terms).items():
        text = format_lazy(_("{n} measures of people you look after end later now."), n=len(own))
        key = f"{own[0].measure.number}:{own[0].place}"
        notify(owner, kind="measure.extended", text=text, url=url, key=key)
    people = [term.measure.person.user for term in terms if term.measure.person.user is not None]
    text = _("Your measure ends later now. See until when, and why.")
    url, key = reverse("measures:mine"), f"{terms[0].measure.number}:{terms[0].place}:all"
    notify(people, kind="measure.extended", text=text, url=url, sms=True, key=key)


def tell_moved(moving: Moving, terms: Sequence[Term], *, left_out: int) -> None:
    """Each owner once, with how many of their people were moved; each person with a login; and
    whoever proposed it.
    """
    url, key = moving.get_absolute_url(), moving.number
    for owner, own in _by_owner((term, term.measure.owner) for term in terms).items():
        text = format_lazy(
            _("{n} people you look after were moved to a newer rule. See who gains or loses days."),
            n=len(own),
        )
        notify(owner, kind="moving.confirmed", text=text, url=url, key=key)
    text = format_lazy(
        _("Your proposal {number} was carried out: {n} people moved, {left} left out."),
        number=moving.number,
        n=len(terms),
        left=left_out,
    )
    notify(moving.proposed_by, kind="moving.decided", text=text, url=url, key=key)
    for term in terms:
        _tell_person(
            term.measure,
            _new_end(term),
            kind="measure.moved_to_rule",
            key=f"{key}:{term.measure.number}",
        )


def tell_moving_dismissed(moving: Moving) -> None:
    """Whoever proposed it."""
    text = format_lazy(_("Your proposal {number} was turned down."), number=moving.number)
    url = moving.get_absolute_url()
    notify(moving.proposed_by, kind="moving.decided", text=text, url=url, key=moving.number)


def _tell_person(measure: Measure, text: Words, *, kind: str, key: str) -> None:
    """The person under the measure, when they have a login."""
    if measure.person.user is not None:
        url = reverse("measures:mine")
        notify(measure.person.user, kind=kind, text=text, url=url, sms=True, key=key)


def _new_end(term: Term) -> Words:
    return format_lazy(
        _("Measure {number} now ends on {day}: {why}."),
        number=term.measure.number,
        day=term.ends_on,
        why=Why(term.why).label,
    )


def tell_positive(tests: Sequence[LabTest], measures: Mapping[int, Measure]) -> None:
    """Everybody who orders measures where the people are looked after, by message too: each once,
    however many there are.
    """
    one = _("A test was positive: %(number)s. See to the person at once.")
    several = _("%(count)s tests were positive, of people you look after. See to them at once.")
    _tell(tests, measures, kind="test.positive", one=one, several=several)


def tell_corrected(tests: Sequence[LabTest], measures: Mapping[int, Measure]) -> None:
    """The same people, when positive results were corrected."""
    one = _("A positive test was corrected: %(number)s. Look whether the extension still holds.")
    several = _("%(count)s positive tests were corrected. Look whether the extensions still hold.")
    _tell(tests, measures, kind="test.positive_corrected", one=one, several=several)


def hear_temperature(reading: Temperature) -> None:
    """A fever of somebody under a measure is told to whoever looks after them: a doctor is needed
    now, not when it comes to lifting.
    """
    measure = find_open(reading.person)
    if measure is None or not measure.is_fever(reading.celsius):
        return
    text = format_lazy(
        _("Fever of {celsius} °C: {number}. Call the person and see that a doctor looks at them."),
        celsius=reading.celsius,
        number=measure.number,
    )
    told = {
        user.pk: user
        for permission in (Permission.MEASURE_EDIT, Permission.VISIT_RECORD)
        for user in users_with(permission, **measure.owner)
        if user != reading.entered_by
    }
    url = measure.get_absolute_url()
    notify(told.values(), kind="measure.fever", text=text, url=url, sms=True, key=reading.number)


def _tell(
    tests: Sequence[LabTest],
    measures: Mapping[int, Measure],
    *,
    kind: str,
    one: Words,
    several: Words,
) -> None:
    """Whoever looks after the people, and the home area of who is at a site too."""
    places = [
        (test, measures[test.person_id].seen_from if test.person_id in measures else test.seen_from)
        for test in tests
    ]
    for owner, own in _by_owner(places).items():
        first = own[0]
        measure = measures.get(first.person_id)
        if len(own) > 1:
            text, url = filled(several, count=len(own)), reverse("measures:list")
        else:
            text = filled(one, number=measure.number if measure else first.number)
            url = measure.get_absolute_url() if measure else ""
        notify(owner, kind=kind, text=text, url=url, sms=True, key=first.number)


def _by_owner(places: Iterable[tuple[Thing, PlaceCodes]]) -> dict[User, list[Thing]]:
    """What each of those who order measures there is told of; one query a place."""
    by_place: defaultdict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing, place in places:
        by_place[place["area_code"], place["premises_number"]].append(thing)
    found: defaultdict[User, list[Thing]] = defaultdict(list)
    for (area_code, site), things in by_place.items():
        for owner in users_with(Permission.MEASURE_EDIT, area_code=area_code, premises_number=site):
            found[owner] += things
    return found
