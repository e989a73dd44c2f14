"""The board of the trips: figures of this minute, each leading to its list."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.areas.api import place_name
from longgang.core.charts import Chart
from longgang.core.clock import local_day, now

from ..board import Board, board_for
from ..wording import DAY_FIGURES

HOURS = [f"{hour:02d}" for hour in range(24)]


@allowed(Permission.BOARD_VIEW)
@require_GET
def board(request: AuthenticatedRequest) -> HttpResponse:
    """Waiting, minutes, trips inside, overdue, today against yesterday."""
    figures = board_for(request.user, now=now())
    context = {
        "board": figures,
        "waiting": [(place_name(desk.desk_code), desk) for desk in figures.waiting],
        "by_desk": [(place_name(row.key), row) for row in figures.by_desk],
        "inside": sorted(
            (place_name(number), count, _trips_through(number))
            for number, count in figures.inside.items()
        ),
        "days": [(DAY_FIGURES[day.key], day) for day in figures.days],
        "charts": _charts(figures),
        "today_iso": local_day(figures.as_of).isoformat(),
    }
    is_refresh = request.headers.get("HX-Target") == "board"
    return render(request, "passes/_board.html" if is_refresh else "passes/board.html", context)


def _trips_through(number: str) -> str:
    return f"{reverse('passes:trips')}?{urlencode({'status': 'inside', 'checkpoint': number})}"


def _charts(figures: Board) -> list[Chart]:
    hours = {row.key: row for row in figures.by_hour}
    return [
        Chart(
            "hours",
            _("Applications and decisions by hour"),
            HOURS,
            {
                _("Submitted"): figures.submitted_by_hour,
                _("Decided"): figures.decided_by_hour,
            },
            first_header=_("Hour"),
        ),
        Chart(
            "minutes",
            _("Minutes from submission to decision, by hour of submission"),
            HOURS,
            {
                _("Median"): [_minutes(hours, hour, "median") for hour in range(24)],
                _("90th percentile"): [_minutes(hours, hour, "ninetieth") for hour in range(24)],
            },
            unit=_("min"),
            kind="line",
            first_header=_("Hour"),
        ),
    ]


def _minutes(hours: dict[int, object], hour: int, name: str) -> float | None:
    row = hours.get(hour)
    return round(getattr(row, name), 1) if row else None
