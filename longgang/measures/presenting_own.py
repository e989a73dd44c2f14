"""What somebody under a measure sees of it, and who has looked at their data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.areas.api import DeskKind, area_name, find_desk
from longgang.audit.api import Disclosure, field_in_words
from longgang.core.errors import Words
from longgang.core.forms import Form
from longgang.core.parts import Step
from longgang.core.privacy import Purpose
from longgang.core.tags import Tag
from longgang.health.api import SymptomsForm, TemperatureForm
from longgang.people.api import Person

from .forms import HelpForm
from .lifecycle import OPEN
from .models import HelpRequest, Measure
from .presenting import duties_left, phase_steps, standing_text
from .standing import Standing, standings_of
from .wording import duty_tag, measure_tag

ENDED_SHOWN = 3
LOOKS_SHOWN = 20
REQUESTS_SHOWN = 5


@dataclass(frozen=True)
class OwnLine:
    """One measure as the person sees it."""

    measure: Measure
    is_own: bool
    tag: Tag
    text: Words
    steps: list[Step]
    today: list[Tag]
    left: int
    temperature: Form
    symptoms: Form
    help: Form
    requests: list[HelpRequest]
    office: str
    phone: str
    looks: list[tuple[Disclosure, str, str]]

    @property
    def is_open(self) -> bool:
        """Whether there is still something to report."""
        return self.measure.status in OPEN


def own_lines(rows: QuerySet[Measure], user: User, asked: Mapping[str, Form]) -> list[OwnLine]:
    """What runs, then the last ones that ended."""
    found = rows.select_related("rule", "person", "held_at").order_by("-opened_at", "-pk")
    listed = list(found[:50])
    running = [each for each in listed if each.status in OPEN]
    ended = [each for each in listed if each.status not in OPEN][:ENDED_SHOWN]
    shown = running + ended
    prefetch_related_objects(shown, "help_requests")
    standings = standings_of(shown)
    looks = _looks_of({each.person for each in running})
    return [_line(each, standings[each.pk], user, asked, looks) for each in shown]


def _line(
    measure: Measure,
    standing: Standing,
    user: User,
    asked: Mapping[str, Form],
    looks: Mapping[str, list[Disclosure]],
) -> OwnLine:
    desk = None if measure.held_at else find_desk(DeskKind.STREET, measure.area_code)
    seen = looks.get(measure.person.number, [])
    return OwnLine(
        measure,
        measure.person.user_id == user.pk,
        measure_tag(measure, standing),
        standing_text(measure, standing),
        phase_steps(standing.count, standing),
        [duty_tag(duty) for duty in standing.duties],
        duties_left(standing),
        asked.get(f"temperature-{measure.number}") or temperature_form(measure),
        asked.get(f"symptoms-{measure.number}") or symptoms_form(measure),
        asked.get(f"help-{measure.number}") or help_form(measure),
        list(measure.help_requests.all())[:REQUESTS_SHOWN],
        str(measure.held_at or area_name(measure.area_code)),
        (desk.phone if desk else "") or settings.DUTY_PHONE,
        [
            (look, field_in_words(look.subject_kind, look.field), _purpose(look.purpose))
            for look in seen
        ],
    )


def _purpose(purpose: str) -> str:
    return str(Purpose(purpose).label) if purpose in Purpose.values else _("Another purpose")


def _looks_of(people: set[Person]) -> dict[str, list[Disclosure]]:
    """Who saw which value of these people, the newest first; one query."""
    numbers = [person.number for person in people]
    rows = Disclosure.objects.filter(
        subject_kind=Person._meta.label_lower, subject_number__in=numbers
    ).order_by("-at")
    found: dict[str, list[Disclosure]] = {}
    for look in rows[: LOOKS_SHOWN * max(len(numbers), 1)]:
        found.setdefault(look.subject_number, []).append(look)
    return found


def temperature_form(measure: Measure, data: Any = None) -> Form:
    """One reading."""
    return TemperatureForm(data, auto_id=f"temperature-{measure.number}-%s")


def help_form(measure: Measure, data: Any = None) -> Form:
    """What somebody needs."""
    return HelpForm(data, auto_id=f"help-{measure.number}-%s")


def symptoms_form(measure: Measure, data: Any = None) -> Form:
    """How somebody feels."""
    return SymptomsForm(data, auto_id=f"symptoms-{measure.number}-%s")
