"""How each site stands, counted with every deed, so that all sites are read at once."""

from datetime import date, timedelta

from django.db import models

COUNTS = (
    "here", "away", "expected", "rooms", "taken", "reserved", "to_disinfect", "out_of_use",
)  # fmt: skip


class SiteFigures(models.Model):
    """The figures of one site, written in the transaction of whatever changes them.

    Days are kept as dates, never as "in three days": a figure stays true while time goes on.
    `leaving` says for each day who may leave from that day on, and how many rooms that frees;
    `arriving` how many people are planned for it.
    """

    site = models.OneToOneField(
        "isolation.Site", models.CASCADE, primary_key=True, related_name="figures"
    )
    here = models.PositiveIntegerField(default=0)  # in the rooms, and in hospital
    away = models.PositiveIntegerField(default=0)  # of these in hospital
    expected = models.PositiveIntegerField(default=0)
    rooms = models.PositiveIntegerField(default=0)  # for guests, in use
    taken = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    to_disinfect = models.PositiveIntegerField(default=0)
    out_of_use = models.PositiveIntegerField(default=0)
    leaving = models.JSONField(default=dict)  # ISO day -> [people, rooms]
    arriving = models.JSONField(default=dict)  # ISO day -> people
    counted_at = models.DateTimeField()

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "site", "here", "away", "expected", "rooms", "taken", "reserved", "to_disinfect",
            "out_of_use", "leaving", "arriving", "counted_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.site}"

    @property
    def used(self) -> int:
        """Rooms that are somebody's."""
        return self.taken + self.reserved

    @property
    def free(self) -> int:
        """Rooms that somebody can be given now."""
        return self.rooms - self.used - self.to_disinfect

    def past_last_day(self, today: date) -> int:
        """People whose last day here has passed, from today's morning on or longer."""
        return sum(people for people, _rooms in self._leaving_until(today))

    def freed_by(self, day: date) -> int:
        """Rooms that nobody lives in any more on this day, when everybody leaves as planned."""
        return sum(rooms for _people, rooms in self._leaving_until(day))

    def leaving_on(self, day: date, *, today: date) -> int:
        """People whose days are over from this day on; today also those who stayed longer."""
        if day == today:
            return self.past_last_day(today)
        people, _rooms = self.leaving.get(day.isoformat(), (0, 0))
        return int(people)

    def arriving_on(self, day: date, *, today: date) -> int:
        """People planned for this day; today also those who should have come before."""
        return sum(
            people
            for planned, people in self.arriving.items()
            if planned == day.isoformat() or (day == today and planned < day.isoformat())
        )

    def free_on(self, day: date, *, today: date) -> int:
        """Rooms for somebody new on this day: what is left one day is disinfected by the next."""
        if day == today:
            return self.free
        return self.free + self.to_disinfect + self.freed_by(day - timedelta(days=1))

    def _leaving_until(self, day: date) -> list[tuple[int, int]]:
        return [tuple(both) for when, both in self.leaving.items() if when <= day.isoformat()]


def leaves_on(last_day: date) -> date:
    """From which day on somebody may leave whose last day here is this one."""
    return last_day + timedelta(days=1)
