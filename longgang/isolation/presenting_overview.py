"""What the figures of the sites look like: on a page, on the wall, and where lists differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name
from longgang.core.charts import Chart
from longgang.core.errors import Words
from longgang.core.sentences import beside
from longgang.measures.api import Measure

from .kinds import Mismatch
from .models import Site, SiteFigures, Stay
from .overview import Day, read_overview
from .permissions import may_give_any_room
from .presenting import waiting_name
from .queries import with_rooms
from .reconciling import Found, reconcile
from .wording import name_of

SHOWN = 50  # people of each kind of difference
ON_THE_WALL = 12  # sites
WEEK, FORTNIGHT = 7, 14


@dataclass(frozen=True)
class SiteLine:
    """One site in the table of all of them."""

    site: Site
    area: str
    figures: SiteFigures
    leaving_today: int
    free_in: tuple[int, ...]  # rooms in a week, in two

    @property
    def used_percent(self) -> int:
        """The share of its rooms that is used."""
        figures = self.figures
        return round(100 * figures.used / figures.rooms) if figures.rooms else 0


def overview_context(user: User, *, today: date) -> dict[str, Any]:
    """All sites that this person sees: their figures and the next two weeks."""
    overview = read_overview(user, today=today)
    return {
        "as_of": overview.as_of,
        "total": overview.total,
        "waiting": overview.waiting,
        "waiting_url": reverse("isolation:find") if may_give_any_room(user) else "",
        "leaving_today": overview.days[0].leaving,
        "days": overview.days,
        "chart": days_chart(overview.days, key="days"),
        "lines": [_line(site, today) for site in overview.sites],
    }


def wall_context(user: User, *, today: date) -> dict[str, Any]:
    """The same for a screen that hangs on a wall: the fullest sites first, the rest together."""
    context = overview_context(user, today=today)
    lines = sorted(context["lines"], key=lambda line: (-line.used_percent, line.figures.free))
    return context | {"lines": lines[:ON_THE_WALL], "left_out": len(lines[ON_THE_WALL:])}


def _line(site: Site, today: date) -> SiteLine:
    figures = site.figures
    days = (today + timedelta(days=number - 1) for number in (WEEK, FORTNIGHT))
    return SiteLine(
        site,
        str(area_name(site.area_code)),
        figures,
        figures.past_last_day(today),
        tuple(figures.free_on(day, today=today) for day in days),
    )


def days_chart(days: list[Day], *, key: str) -> Chart:
    """The next two weeks as bars."""
    return Chart(
        key,
        _("The next 14 days"),
        labels=[date_format(day.day, "MONTH_DAY_FORMAT") for day in days],
        series={
            _("People whose days are over"): [day.leaving for day in days],
            _("Rooms free"): [day.free for day in days],
            pgettext("site", "Expected"): [day.arriving for day in days],
        },
        first_header=_("Day"),
    )


WHAT_TO_DO: dict[str, Words] = {
    Mismatch.MISSING: gettext_lazy("Find them a room, or find out where they are."),
    Mismatch.LATE: gettext_lazy("Ask where they are; cancel the reservation if nobody comes."),
    Mismatch.WITHOUT: gettext_lazy("Let them leave, or have the measure opened again."),
    Mismatch.ELSEWHERE: gettext_lazy("Agree with the other place who answers for them."),
    Mismatch.OVER: gettext_lazy("Check them for release today."),
    Mismatch.HOSPITAL: gettext_lazy("Ask the hospital, and set right whichever list is wrong."),
}


@dataclass(frozen=True)
class Difference:
    """One kind of difference with the first of its people."""

    mismatch: Mismatch
    label: Words
    what_to_do: Words
    count: int
    people: list[tuple[str, str, Words, Words]]  # name, address of the page, where, since or until

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return self.count - len(self.people)


def reconciliation_context(user: User, *, today: date) -> dict[str, Any]:
    """Every kind of difference, also those without anybody: that is what one wants to read."""
    differences = [_difference(found, user) for found in reconcile(user, today=today)]
    return {"differences": differences, "count": sum(each.count for each in differences)}


def _difference(found: Found, user: User) -> Difference:
    lines = _measures if found.mismatch == Mismatch.MISSING else _stays
    return Difference(
        found.mismatch,
        found.mismatch.label,
        WHAT_TO_DO[found.mismatch],
        found.count,
        list(lines(found.rows, user)) if found.count else [],
    )


def _stays(stays: Any, user: User) -> Iterator[tuple[str, str, Words, Words]]:
    rows = with_rooms(stays.select_related("person", "measure__held_at", "site__premises"))
    for stay in rows[:SHOWN]:
        where = beside(stay.site, stay.room or "", stay.get_status_display())
        yield name_of(stay, user), stay.get_absolute_url(), where, _last_day(stay)


def _last_day(stay: Stay) -> Words:
    last = stay.measure.central_ends_on
    return _("last day {day}").format(day=date_format(last, "DATE_FORMAT")) if last else ""


def _measures(rows: Any, user: User) -> Iterator[tuple[str, str, Words, Words]]:
    for measure in rows.select_related("person", "held_at")[:SHOWN]:
        where = beside(area_name(measure.area_code), measure.get_who_display())
        yield waiting_name(measure, user), _way_to_a_room(measure, user), where, _since(measure)


def _way_to_a_room(measure: Measure, user: User) -> str:
    """Who may give rooms goes there at once; others see the measure."""
    if holds(user, Permission.STAY_EDIT):
        return reverse("isolation:reserve", args=[measure.number])
    return measure.get_absolute_url()


def _since(measure: Measure) -> Words:
    return _("since {day}").format(day=date_format(measure.day_one_on, "DATE_FORMAT"))
