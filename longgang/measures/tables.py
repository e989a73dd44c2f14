"""The list of people under a measure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import User
from longgang.areas.api import area_name
from longgang.core.clock import today
from longgang.core.errors import allows
from longgang.core.tables import Column, Empty, Table
from longgang.core.tags import Tag
from longgang.people.api import rows_about

from .forms import EVER, LAST_DAY, OVER, OVERDUE, SOON_DAYS, MeasureFilters
from .kinds import Who
from .lifecycle import OPEN, MeasureStatus
from .models import Measure, MeasureQuerySet
from .permissions import check_owns
from .queries import local_now
from .standing import Standing, in_phase, standings_of, with_open_duty
from .wording import duties_in_words, measure_tag, name_of, today_tag


def _standing(row: Measure) -> Standing:
    """What `prepare` has read."""
    standing = row.standing  # type: ignore[attr-defined]
    assert isinstance(standing, Standing)
    return standing


def _days(row: Measure) -> str:
    """Which day of how many; nothing for measures that ended."""
    standing = _standing(row)
    return f"{standing.day} / {standing.days}" if row.status in OPEN else ""


def _to_go(row: Measure) -> int | str:
    return _standing(row).to_go if row.status in OPEN else ""


def _today(row: Measure) -> Tag | str:
    """Of one's own people; what is due at a site is the site's business."""
    return today_tag(_standing(row)) if row.is_ours else ""  # type: ignore[attr-defined]


def _which(row: Measure) -> str:
    """The duties behind the tag of today."""
    if not row.is_ours:  # type: ignore[attr-defined]
        return ""
    standing = _standing(row)
    return duties_in_words(standing.overdue or standing.due)


class MeasuresTable(Table[Measure]):
    """People under a measure, whose last day comes first on top."""

    name = "measures"
    title = _("People under a measure")
    filters = MeasureFilters
    search_label = pgettext_lazy("measure", "Name, first letters or number")
    lookups = {"who": "who", "place": "area_code__startswith"}
    looks_at_all = frozenset({"q", "phase", "today"})
    order = "ends"
    empty = Empty(
        _("Nobody is under a measure here."),
        _("People appear here once a measure is opened."),
        icon="users",
    )
    columns = [
        Column(
            "name",
            _("Name"),
            "shown_name",
            sort=("person__sort_key", "person__number"),
            link=Measure.get_absolute_url,
            detail=lambda row: Who(row.who).label,
        ),
        Column("who", pgettext_lazy("measure", "For whom"), "get_who_display", on_page=False),
        Column("today", _("Today"), _today, detail=_which),
        Column("duties", _("Due or overdue"), _which, on_page=False, width=30),
        Column("phase", _("Phase today"), lambda row: measure_tag(row, _standing(row))),
        Column("day", pgettext_lazy("measure", "Day"), _days),
        Column("to_go", _("Days to go"), _to_go),
        Column("ends", _("Last day"), "ends_on", sort="ends_on"),
        Column(
            "area",
            _("Area"),
            lambda row: area_name(row.area_code),
            sort="area_code",
            detail=lambda row: row.held_at or "",
        ),
        Column("site", _("Quarantine site"), lambda row: row.held_at or "", on_page=False),
        Column("opened", pgettext_lazy("measure", "Opened"), "opened_on", on_page=False),
        Column("number", _("Number"), on_page=False, width=20),
    ]

    def __init__(self, rows: QuerySet[Measure], request: HttpRequest, **options: Any) -> None:
        super().__init__(rows, request, **options)
        assert isinstance(request.user, User)
        self.user = request.user

    def prepare(self, rows: list[Measure]) -> None:
        """How each stands today, and its name as this reader may see it."""
        standings = standings_of(rows)
        for row in rows:
            row.standing = standings[row.pk]  # type: ignore[attr-defined]
            row.is_ours = allows(check_owns, self.user, row)  # type: ignore[attr-defined]
            row.shown_name = name_of(row, self.user)  # type: ignore[attr-defined]

    def search_rows(self, rows: QuerySet[Measure], text: str) -> QuerySet[Measure]:
        """By the measure's number, or as the register finds people, for who may look there."""
        return rows_about(rows, text, by=self.user)

    def narrow(self, rows: QuerySet[Measure], values: Mapping[str, Any]) -> QuerySet[Measure]:
        """Where nothing else is asked for: those who are under a measure now."""
        state, phase = values.get("state", ""), values.get("phase")
        rows = super().narrow(rows, values)
        assert isinstance(rows, MeasureQuerySet)
        if state or not phase:  # nobody else is in a phase
            rows = rows.filter(_in_state(state))
        if state == OVER:
            rows = rows.owned_by(self.user)
        if phase:
            rows = in_phase(rows, phase, on=today())
        if asked := values.get("today"):
            owned = rows.owned_by(self.user)
            rows = with_open_duty(owned, now=local_now(), is_overdue=asked == OVERDUE)
        if ends := values.get("ends"):
            days = 0 if ends == LAST_DAY else SOON_DAYS
            rows = rows.filter(ends_on__range=(today(), today() + timedelta(days=days)))
        return rows


def _in_state(state: str) -> Q:
    if state == OVER:
        return Q(status=MeasureStatus.RUNNING, ends_on__lt=today())
    if state == EVER:
        return Q()
    return Q(status=state) if state else Q(status__in=sorted(OPEN))
