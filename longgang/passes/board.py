"""The figures of the trips' board, as of this minute. Every figure is a query over an index.

What is counted is what its reader may see, so each figure's list shows the same number.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Func, Min, Q, QuerySet
from django.db.models.functions import ExtractHour

from longgang.accounts.api import User
from longgang.core.clock import local_day, midnight

from .lifecycle import PassStatus, TripStatus
from .models import Trip, VehiclePass

MINUTE = 60.0
OVERDUE_SHOWN = 10


class Percentile(Aggregate):
    """PostgreSQL's continuous percentile of a number; `fraction` between 0 and 1."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: Any, *, fraction: float) -> None:
        super().__init__(expression, fraction=fraction)


class _Seconds(Func):
    """An interval as seconds."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class DeskWaiting:
    """What waits at one desk now."""

    desk_code: str
    count: int
    over: int
    longest_minutes: int


@dataclass(frozen=True)
class Minutes:
    """How long decisions took: `key` is a desk or an hour."""

    key: Any
    count: int
    median: float
    ninetieth: float


@dataclass(frozen=True)
class DayFigure:
    """One count of today, and of yesterday until the same hour."""

    key: str
    today: int
    yesterday: int
    yesterday_until: datetime

    @property
    def change(self) -> int:
        """How many more than yesterday."""
        return self.today - self.yesterday


@dataclass(frozen=True)
class Board:
    """Everything the board shows."""

    as_of: datetime
    today: tuple[datetime, datetime]
    waiting: list[DeskWaiting]
    by_desk: list[Minutes]
    by_hour: list[Minutes]
    inside: dict[str, int]
    inside_total: int
    overdue: int
    overdue_trips: list[Trip]
    expected_today: int
    turned_back_today: int
    days: list[DayFigure]
    submitted_by_hour: list[int]
    decided_by_hour: list[int]

    @property
    def waiting_total(self) -> int:
        """How many applications wait in all."""
        return sum(desk.count for desk in self.waiting)

    @property
    def over_total(self) -> int:
        """How many of them wait longer than their limit."""
        return sum(desk.over for desk in self.waiting)


def board_for(user: User, *, now: datetime) -> Board:
    """The board of everything that this person may see. A fixed number of queries."""
    passes, trips = VehiclePass.objects.visible_to(user), Trip.objects.visible_to(user)
    start, end = bounds(local_day(now))
    decided = passes.filter(decided_at__gte=start, decided_at__lt=end)
    inside = dict(trips.open().order_by().values_list("entered_through").annotate(Count("pk")))
    overdue = trips.overdue(now)
    return Board(
        as_of=now,
        today=(start, end),
        waiting=_waiting(passes, now=now),
        by_desk=_minutes(decided, "desk_code"),
        by_hour=_minutes(decided.annotate(hour=ExtractHour("decided_at")), "hour"),
        inside=inside,
        inside_total=sum(inside.values()),
        overdue=overdue.count(),
        overdue_trips=list(overdue.select_related("vehicle_pass__company")[:OVERDUE_SHOWN]),
        expected_today=trips.filter(
            status=TripStatus.EXPECTED, expected_at__gte=start, expected_at__lt=end
        ).count(),
        turned_back_today=trips.turned_back(start, end).count(),
        days=_days(passes, trips, now=now),
        submitted_by_hour=_by_hour(passes, "submitted_at", start, end),
        decided_by_hour=_by_hour(passes, "decided_at", start, end),
    )


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a local day and of the next one."""
    return midnight(day), midnight(day + timedelta(days=1))


def _waiting(passes: QuerySet[VehiclePass], *, now: datetime) -> list[DeskWaiting]:
    rows = (
        passes.filter(status=PassStatus.SUBMITTED)
        .order_by()
        .values("desk_code")
        .annotate(
            count=Count("pk"),
            over=Count("pk", filter=Q(due_at__lte=now)),
            since=Min("submitted_at"),
        )
    )
    found = [
        DeskWaiting(
            row["desk_code"],
            row["count"],
            row["over"],
            int((now - row["since"]).total_seconds() // MINUTE),
        )
        for row in rows
    ]
    return sorted(found, key=lambda desk: -desk.longest_minutes)


def _minutes(decided: QuerySet[VehiclePass], key: str) -> list[Minutes]:
    """Median and 90th percentile of the minutes from submission to decision, by desk or hour."""
    rows = (
        decided.order_by()
        .annotate(seconds=_Seconds(F("decided_at") - F("submitted_at")))
        .values(key)
        .annotate(
            count=Count("pk"),
            median=Percentile("seconds", fraction=0.5),
            ninetieth=Percentile("seconds", fraction=0.9),
        )
        .order_by(key)
    )
    return [
        Minutes(row[key], row["count"], row["median"] / MINUTE, row["ninetieth"] / MINUTE)
        for row in rows
    ]


def _days(
    passes: QuerySet[VehiclePass], trips: QuerySet[Trip], *, now: datetime
) -> list[DayFigure]:
    """Today so far against yesterday until the same minute."""
    start, _end = bounds(local_day(now))
    day = timedelta(days=1)
    until = (now - day).replace(second=0, microsecond=0)

    def figure(key: str, rows: QuerySet[Any], field: str) -> DayFigure:
        today = Q(**{f"{field}__gte": start})
        yesterday = Q(**{f"{field}__gte": start - day, f"{field}__lt": until})
        counts = rows.filter(today | yesterday).aggregate(
            today=Count("pk", filter=today), yesterday=Count("pk", filter=yesterday)
        )
        return DayFigure(key, counts["today"], counts["yesterday"], until)

    return [
        figure("submitted", passes, "submitted_at"),
        figure("decided", passes, "decided_at"),
        figure("entered", trips, "entered_at"),
        figure("closed", trips, "closed_at"),
    ]


def _by_hour(
    passes: QuerySet[VehiclePass], field: str, start: datetime, end: datetime
) -> list[int]:
    """How many in each hour of the local day."""
    rows = (
        passes.filter(**{f"{field}__gte": start, f"{field}__lt": end})
        .order_by()
        .annotate(hour=ExtractHour(field))
        .values_list("hour")
        .annotate(Count("pk"))
    )
    counts = dict(rows)
    return [counts.get(hour, 0) for hour in range(24)]
