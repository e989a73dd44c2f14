"""Who is told about a measure, in the deed's own transaction; the worker delivers."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, users_with
from longgang.core.errors import Words
from longgang.health.api import LabTest
from longgang.notices.api import notify

from ..kinds import Why
from ..models import Measure, Term


def tell_extended(measure: Measure, term: Term) -> None:
    """Whoever owns the measure, and the person when they have a login."""
    text = format_lazy(
        _("Measure {number} now ends on {day}: {why}."),
        number=measure.number,
        day=term.ends_on,
        why=Why(term.why).label,
    )
    key = f"{measure.number}:{term.place}"
    owners = users_with(Permission.MEASURE_EDIT, area_code=measure.area_code)
    url = measure.get_absolute_url()
    notify(owners, kind="measure.extended", text=text, url=url, key=key)
    if measure.person.user is not None:
        notify(
            measure.person.user,
            kind="measure.extended",
            text=text,
            url=reverse("measures:mine"),
            sms=True,
            key=key,
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


def _tell(test: LabTest, measure: Measure | None, *, kind: str, text: Words) -> None:
    area = (measure.area_code if measure else test.area_code) or settings.DISTRICT_CODE
    owners = users_with(Permission.MEASURE_EDIT, area_code=area)
    url = measure.get_absolute_url() if measure else ""
    notify(owners, kind=kind, text=text, url=url, sms=True, key=test.number)
