"""Who is told about a measure, in the deed's own transaction; the worker delivers."""

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, PlaceCodes, User, users_with
from longgang.core.errors import Words
from longgang.health.api import LabTest, Temperature
from longgang.notices.api import notify

from ..kinds import Why
from ..models import ACCEPTING, HandOver, HelpRequest, Measure, Moving, Term
from ..queries import find_open


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


def tell_offered(row: HandOver) -> None:
    """Whoever looks after the person from now on: they accept, or send back."""
    text = format_lazy(
        _("Measure {number} was handed to you. Accept it, or send it back with a reason."),
        number=row.measure.number,
    )
    _tell_receivers(row, row.to_area_code, kind="measure.handed_over", text=text)


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


def tell_moved(moving: Moving, terms: Sequence[Term], *, left_out: int) -> None:
    """Each owner once, with how many of their people were moved; each person with a login; and
    whoever proposed it.
    """
    owned = (
        (place["area_code"], place["premises_number"])
        for place in (term.measure.owner for term in terms)
    )
    people: Counter[User] = Counter()
    for (area_code, site), count in Counter(owned).items():
        for owner in users_with(Permission.MEASURE_EDIT, area_code=area_code, premises_number=site):
            people[owner] += count
    url, key = moving.get_absolute_url(), moving.number
    for owner, count in people.items():
        text = format_lazy(
            _("{n} people you look after were moved to a newer rule. See who gains or loses days."),
            n=count,
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


def tell_positive(test: LabTest, measure: Measure | None) -> None:
    """Everybody who orders measures where the person is looked after, by message too."""
    text = format_lazy(
        _("A test was positive: {number}. See to the person at once."),
        number=measure.number if measure else test.number,
    )
    _tell(test, measure, kind="test.positive", text=text)


def tell_corrected(test: LabTest, measure: Measure | None) -> None:
    """The same people, when a positive result was corrected."""
    text = format_lazy(
        _("A positive test was corrected: {number}. Look whether the extension still holds."),
        number=measure.number if measure else test.number,
    )
    _tell(test, measure, kind="test.positive_corrected", text=text)


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


def _tell(test: LabTest, measure: Measure | None, *, kind: str, text: Words) -> None:
    """Whoever looks after the person, and the home area of who is at a site too."""
    place: PlaceCodes = (
        measure.seen_from
        if measure
        else {"area_code": test.area_code or settings.DISTRICT_CODE, "premises_number": ""}
    )
    owners = users_with(Permission.MEASURE_EDIT, **place)
    url = measure.get_absolute_url() if measure else ""
    notify(owners, kind=kind, text=text, url=url, sms=True, key=test.number)
