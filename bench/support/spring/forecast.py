"""The forecast of the sites held against what happened: every difference has its event.

Each morning it is written down who is where and what the page forecasts for two weeks. Later, for
every person and every room for which it came otherwise, a row written since says why.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from longgang.core.clock import local_day, now, today
from longgang.isolation.models import BedUse, Movement, Room, SiteFigures, Stay
from longgang.isolation.overview import AHEAD, days_ahead
from longgang.measures.models import Term

ONE = timedelta(days=1)


@dataclass(frozen=True)
class RoomThen:
    """A room on the morning of a forecast: its people, and from which day on it was to be free."""

    condition: str
    stays: frozenset[int]
    lasts: tuple[date | None, ...]

    def is_free_on(self, day: date) -> bool:
        """What is left one day is disinfected by the next."""
        if not self.stays:
            return self.condition != "out_of_use"
        return None not in self.lasts and max(self.lasts) + ONE < day


@dataclass(frozen=True)
class Forecast:
    """One morning: each guest's last day, each room, and what the pages forecast for each day."""

    at: datetime
    day: date
    site: int
    guests: dict[int, date]  # by the stay, whose last day is known
    rooms: dict[int, RoomThen]
    leaving: dict[date, int]
    free: dict[date, int]


@dataclass
class Forecasts:
    """Those of the last two weeks, and what explained their differences so far."""

    made: list[Forecast] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    compared: int = 0

    def begin_day(self) -> list[str]:
        """In the morning: what today's rooms are by the forecasts before, then today's forecast.
        What has no explanation comes back.
        """
        self.made = [each for each in self.made if (today() - each.day).days < AHEAD]
        wrong = [words for each in self.made for words in self._rooms_of(each)]
        for figures in SiteFigures.objects.select_related("site"):
            forecast = _forecast(figures)
            self.made.append(forecast)
            wrong += _differs_from_page(forecast)
        return wrong

    def end_day(self, kept: set[tuple[int, date]]) -> list[str]:
        """In the evening: who has left today, against every forecast. `kept`: stays that the check
        held back on a day.
        """
        return [words for each in self.made for words in self._people_of(each, kept)]

    def _people_of(self, then: Forecast, kept: set[tuple[int, date]]) -> Iterator[str]:
        day, since = today(), _Since(then)
        meant = {stay for stay, last in then.guests.items() if max(last + ONE, then.day) == day}
        rows = Stay.objects.filter(site=then.site, status="left", going="released")
        gone = {each.pk for each in rows if local_day(each.left_at) == day}
        self.compared += 1
        for stay in meant ^ gone:
            reason = since.why_of(stay)
            if reason is None and any((stay, on) in kept for on in _days(then.day, day)):
                reason = "kept by the check"
            if reason is None:
                verb = "has not left" if stay in meant else "has left"
                yield f"{day}: stay {stay} {verb}, against the forecast of {then.day}"
            else:
                self.reasons[reason] += 1

    def _rooms_of(self, then: Forecast) -> Iterator[str]:
        day, since = today(), _Since(then)
        used: defaultdict[int, list[BedUse]] = defaultdict(list)
        for use in BedUse.objects.filter(until=None, bed__room__site=then.site).select_related(
            "bed"
        ):
            used[use.bed.room_id].append(use)
        for room in Room.objects.filter(pk__in=then.rooms):
            before, uses = then.rooms[room.pk], used[room.pk]
            is_free = room.condition == "ready" and not uses
            if before.is_free_on(day) == is_free:
                continue
            reason = since.why_taken(room, uses) if uses or not is_free else since.why_free(before)
            if reason is None:
                state = "free" if is_free else "not free"
                yield f"{day}: room {room.number} is {state}, against the forecast of {then.day}"
            else:
                self.reasons[reason] += 1
        self.compared += 1


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


class _Since:
    """What was written about the people and the rooms of a site since a forecast."""

    def __init__(self, then: Forecast) -> None:
        self.then = then
        self.stays = {
            each.pk: each
            for each in Stay.objects.filter(site=then.site).select_related("measure")
            if each.reserved_at > then.at or each.pk in then.guests or _was_open(each, then.at)
        }
        measures = [each.measure_id for each in self.stays.values()]
        self.terms = dict(
            Term.objects.filter(measure__in=measures, at__gt=then.at)
            .order_by("place")
            .values_list("measure", "why")
        )
        self.movements: defaultdict[int, list[Movement]] = defaultdict(list)
        for each in Movement.objects.filter(stay__in=self.stays, at__gt=then.at):
            self.movements[each.stay_id].append(each)

    def why_of(self, stay: int) -> str | None:
        """Why somebody leaves on another day than was forecast."""
        row = self.stays[stay]
        if row.checked_in_at and row.checked_in_at > self.then.at:
            return "new arrival"
        if row.going == "elsewhere":
            return "another site"
        if row.going not in {"", "released"}:
            return "left without release"
        if any(each.kind in {"to_hospital", "back"} for each in self.movements[stay]):
            return "hospital"
        if row.status == "away":
            return "hospital"
        why = self.terms.get(row.measure_id)
        return f"new end: {why}" if why else None

    def why_taken(self, room: Room, uses: list[BedUse]) -> str | None:
        """Why a room is not free that should be."""
        if any(use.since > self.then.at for use in uses):
            return "new arrival"
        if uses:
            found = [reason for use in uses if (reason := self._why_still(use.stay_id))]
            return found[0] if found else None
        if room.condition_at <= self.then.at:
            return None
        return "out of use" if room.condition == "out_of_use" else "to be disinfected"

    def _why_still(self, stay: int) -> str | None:
        """Why somebody still has the bed."""
        if stay in self.stays and (reason := self.why_of(stay)):
            return reason
        row = self.stays.get(stay)
        is_past = row is not None and row.measure.central_ends_on is not None
        is_late = is_past and row.measure.central_ends_on < today()
        return "kept by the check" if is_late else None

    def why_free(self, before: RoomThen) -> str | None:
        """Why a room is free that should not be."""
        if before.condition == "out_of_use":
            return "repaired"
        words = {"moved": "another room", "cancelled": "not on the bus", "to_hospital": "hospital"}
        for stay in before.stays:
            for each in self.movements[stay]:
                if each.kind in words:
                    return words[each.kind]
            if reason := self.why_of(stay):
                return reason
        return None


def _was_open(stay: Stay, moment: datetime) -> bool:
    ended = stay.left_at or stay.cancelled_at
    return ended is None or ended > moment


def _forecast(figures: SiteFigures) -> Forecast:
    site, day = figures.site_id, today()
    uses: defaultdict[int, list[BedUse]] = defaultdict(list)
    for use in BedUse.objects.filter(until=None, bed__room__site=site).select_related(
        "bed", "stay__measure"
    ):
        uses[use.bed.room_id].append(use)
    rows = Stay.objects.filter(site=site, status__in=["in", "away"]).select_related("measure")
    shown = days_ahead(figures, today=day)
    return Forecast(
        now(), day, site,
        {each.pk: last for each in rows if (last := each.measure.central_ends_on)},
        {
            room.pk: RoomThen(
                room.condition,
                frozenset(use.stay_id for use in uses[room.pk]),
                tuple(use.stay.measure.central_ends_on for use in uses[room.pk]),
            )
            for room in Room.objects.filter(site=site, floor__zone="contaminated")
        },
        {each.day: each.leaving for each in shown},
        {each.day: each.free for each in shown},
    )  # fmt: skip


def _differs_from_page(forecast: Forecast) -> Iterator[str]:
    """What the page forecasts is what its people and rooms, one by one, give."""
    for day, leaving in forecast.leaving.items():
        days = [max(last + ONE, forecast.day) for last in forecast.guests.values()]
        if leaving != days.count(day):
            yield f"{forecast.day}: {leaving} leave site {forecast.site} on {day}, by the page"
    for day, free in forecast.free.items():
        rooms = forecast.rooms.values()
        if day == forecast.day:
            plain = sum(not each.stays and each.condition == "ready" for each in rooms)
        else:
            plain = sum(each.is_free_on(day) for each in rooms)
        if free != plain:
            yield f"{forecast.day}: {free} rooms of site {forecast.site} free on {day}, by the page"
