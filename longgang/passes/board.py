"""The figures of the trips' board, as of this minute. Every figure is a query over an index."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import ExtractHour
from django.utils import timezone

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.clock import local_day

from .lifecycle import OPEN
from .models import Check, Trip, VehiclePass

MINUTE = 60.0


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

    @property
    def change(self) -> int:
        """How many more than yesterday."""
        return self.today - self.yesterday


@dataclass(frozen=True)
class Board:
    """Everything the board shows."""

    as_of: datetime
    waiting: list[DeskWaiting]
    by_desk: list[Minutes]
    by_hour: list[Minutes]
    inside: dict[str, int]
    inside_total: int
    overdue: int
    expected_today: int
    turned_back_today: int
    days: list[DayFigure]
    submitted_by_hour: list[int]
    decided_by_hour: list[int]

    @property
    def waiting_total(self) -> int:
        """How many applications wait in all."""
        return sum(desk.count for desk in self.waiting)


def board_for(user: User, *, now: datetime) -> Board:
    """The board of everything in the areas of this person's posts. A fixed number of queries."""
    scope = scope_of(user, Permission.BOARD_VIEW)
    passes = VehiclePass.objects.filter(scope.as_q(area="area_code"))
    trips = Trip.objects.filter(scope.as_q(area="area_code"))
    today = local_day(now)
    start, end = bounds(today)
    decided = passes.filter(decided_at__gte=start, decided_at__lt=end)
    inside = dict(
        trips.filter(status__in=OPEN).order_by().values_list("entered_through").annotate(Count("pk"))
    )
    return Board(
        as_of=now,
        waiting=_waiting(passes, now=now),
        by_desk=_minutes(decided, "desk_code"),
        by_hour=_minutes(decided.annotate(hour=ExtractHour("submitted_at")), "hour"),
        inside=inside,
        inside_total=sum(inside.values()),
        overdue=trips.overdue(now).count(),
        expected_today=trips.filter(
            status="expected", expected_at__gte=start, expected_at__lt=end
        ).count(),
        turned_back_today=_turned_back(trips, start, end),
        days=_days(passes, trips, now=now),
        submitted_by_hour=_by_hour(passes, "submitted_at", start, end),
        decided_by_hour=_by_hour(passes, "decided_at", start, end),
    )


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a local day and of the next one."""
    start = timezone.make_aware(datetime.combine(day, time()))
    following = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    return start, following


def _waiting(passes: QuerySet[VehiclePass], *, now: datetime) -> list[DeskWaiting]:
    rows = (
        passes.filter(status="submitted")
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
    """Today so far against yesterday until the same time of day."""
    start, _end = bounds(local_day(now))
    day = timedelta(days=1)

    def figure(key: str, rows: QuerySet[Any], field: str) -> DayFigure:
        counts = rows.aggregate(
            today=Count("pk", filter=Q(**{f"{field}__gte": start, f"{field}__lte": now})),
            yesterday=Count("pk", filter=Q(**{f"{field}__lt": start})),
        )
        return DayFigure(key, counts["today"], counts["yesterday"])

    def since_yesterday(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
        before = Q(**{f"{field}__gte": start - day, f"{field}__lte": now - day})
        return rows.filter(before | Q(**{f"{field}__gte": start, f"{field}__lte": now}))

    counted = [
        ("submitted", passes, "submitted_at"),
        ("decided", passes, "decided_at"),
        ("entered", trips, "entered_at"),
        ("closed", trips, "closed_at"),
    ]
    return [figure(key, since_yesterday(rows, field), field) for key, rows, field in counted]


def _turned_back(trips: QuerySet[Trip], start: datetime, end: datetime) -> int:
    checks = Check.objects.filter(
        disposition="turn_back", confirmed_at__gte=start, confirmed_at__lt=end, undone_at=None
    )
    return checks.filter(Exists(trips.filter(pk=OuterRef("trip")))).count()


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
