"""The board of the trips: figures of this minute, each leading to its list."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.areas.api import place_name
from longgang.core.charts import Chart
from longgang.core.clock import now

from ..board import Board, DayFigure, Minutes, board_for
from ..forms.lists import INSIDE, LATE, OVERDUE
from ..wording import DAY_FIGURES, owner_of, trip_tag

HOURS = [f"{hour:02d}" for hour in range(24)]
DAY = timedelta(days=1)
# The list behind a figure of the day, and what its period is of.
LIST_OF = {
    "submitted": ("passes:list", ""),
    "decided": ("passes:list", "decided"),
    "entered": ("passes:trips", "entered"),
    "closed": ("passes:trips", "closed"),
}


@allowed(Permission.BOARD_VIEW)
@require_GET
def board(request: AuthenticatedRequest) -> HttpResponse:
    """Waiting, minutes, trips inside, overdue with their owners, today against yesterday."""
    figures = board_for(request.user, now=now())
    start, end = figures.today
    context = {
        "board": figures,
        "lists": _lists(start, end),
        **_by_place(figures),
        "overdue": [(one, trip_tag(one.status), owner_of(one)) for one in figures.overdue_trips],
        "days": list(_days(figures)),
        "charts": _charts(figures),
    }
    is_refresh = request.headers.get("HX-Target") == "board"
    return render(request, "passes/_board.html" if is_refresh else "passes/board.html", context)


def _by_place(figures: Board) -> dict[str, list[tuple[object, ...]]]:
    """The figures of each desk and checkpoint."""
    start, end = figures.today
    return {
        "waiting": [
            (
                place_name(desk.desk_code),
                desk,
                list_url("passes:list", status="submitted", desk=desk.desk_code),
                list_url("passes:list", status=LATE, desk=desk.desk_code),
            )
            for desk in figures.waiting
        ],
        "by_desk": [
            (
                place_name(row.key),
                row,
                list_url("passes:list", desk=row.key, of="decided", since=start, until=end),
            )
            for row in figures.by_desk
        ],
        "inside": sorted(_inside(figures)),
    }


def _inside(figures: Board) -> Iterator[tuple[str, int, str]]:
    """How many vehicles each checkpoint let in that are still here."""
    for number, count in figures.inside.items():
        url = list_url("passes:trips", status=INSIDE, checkpoint=number)
        yield place_name(number), count, url


def list_url(name: str, **filters: object) -> str:
    """The list that shows exactly what a figure counts."""
    said = {
        key: f"{localtime(value):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value
        for key, value in filters.items()
    }
    return f"{reverse(name)}?{urlencode(said)}"


def _lists(start: datetime, end: datetime) -> dict[str, str]:
    """The lists behind the big figures."""
    return {
        "waiting": list_url("passes:list", status="submitted"),
        "late": list_url("passes:list", status=LATE),
        "inside": list_url("passes:trips", status=INSIDE),
        "overdue": list_url("passes:trips", status=OVERDUE),
        "expected": list_url("passes:trips", status="expected", since=start, until=end),
        "turned_back": list_url("passes:trips", of="turned_back", since=start, until=end),
    }


def _days(figures: Board) -> Iterator[tuple[object, DayFigure, str, str]]:
    """Each figure of today and yesterday, with the lists of both."""
    start, _end = figures.today
    for day in figures.days:
        name, of = LIST_OF[day.key]
        today = list_url(name, of=of, since=start)
        yesterday = list_url(name, of=of, since=start - DAY, until=day.yesterday_until)
        yield DAY_FIGURES[day.key], day, today, yesterday


def _charts(figures: Board) -> list[tuple[Chart, list[tuple[str, str]]]]:
    """The day by hours, each chart with the lists of what it draws."""
    start, end = figures.today
    submitted = (_("Submitted"), list_url("passes:list", since=start, until=end))
    decided = (_("Decided"), list_url("passes:list", of="decided", since=start, until=end))
    counts = Chart(
        "hours",
        _("Applications and decisions by hour"),
        HOURS,
        {submitted[0]: figures.submitted_by_hour, decided[0]: figures.decided_by_hour},
        first_header=_("Hour"),
    )
    return [(counts, [submitted, decided]), (_minutes_chart(figures), [decided])]


def _minutes_chart(figures: Board) -> Chart:
    """How long people waited for a decision."""
    hours = {row.key: row for row in figures.by_hour}
    return Chart(
        "minutes",
        _("Minutes from submission to decision, by hour of decision"),
        HOURS,
        {
            _("Median"): [_minutes(hours, hour, "median") for hour in range(24)],
            _("90th percentile"): [_minutes(hours, hour, "ninetieth") for hour in range(24)],
        },
        unit=_("min"),
        kind="line",
        first_header=_("Hour"),
    )


def _minutes(hours: dict[int, Minutes], hour: int, name: str) -> float | None:
    row = hours.get(hour)
    return round(getattr(row, name), 1) if row else None
