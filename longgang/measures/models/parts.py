"""What belongs to a measure: the terms it has run by, days in hospital, visits."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from longgang.core.privacy import Purpose
from longgang.core.statements import Given

from ..days import Count, Plan, read_plan
from ..kinds import COUNTED_ANEW, Why
from .measure import KEEP_DAYS


class Term(models.Model):
    """What a measure runs by from a day on, why, and how it ended before. Never changed: the next
    term follows it.
    """

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="terms")
    place = models.PositiveSmallIntegerField()  # 1, 2, 3 …
    why = models.CharField(max_length=20, choices=Why.choices)
    words = models.CharField(max_length=300, blank=True)
    is_by_rule = models.BooleanField(default=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)
    since_on = models.DateField()
    day_one_on = models.DateField()
    ends_on = models.DateField()
    old_ends_on = models.DateField(null=True)  # of the term before; the first has none
    old_exposed_on = models.DateField(null=True)  # before a new exposure, for who takes it back
    phases = models.JSONField()  # days.Phase, as rows
    about = models.CharField(max_length=40, blank=True)  # the test, the day, the moving behind it

    class Meta:
        ordering = ["measure", "place"]
        constraints = [
            # Of two changes at once exactly one is the next.
            models.UniqueConstraint(fields=["measure", "place"], name="term_has_its_place"),
            # The same test or day extends once.
            models.UniqueConstraint(
                fields=["measure", "why", "about"],
                condition=~Q(about=""),
                name="term_about_something_once",
            ),
            models.CheckConstraint(
                condition=Q(place=1, old_ends_on=None) | Q(place__gt=1, old_ends_on__isnull=False),
                name="later_term_keeps_the_old_end",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("day_one_on"), why__in=Why.values),
                name="term_ends_after_it_begins",
            ),
        ]

    class Privacy:
        personal = {"words": Purpose.CARE}
        plain = {
            "id", "measure", "place", "why", "is_by_rule", "at", "by_name", "since_on",
            "day_one_on", "ends_on", "old_ends_on", "old_exposed_on", "phases",
            "about",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "measure"

    def __str__(self) -> str:
        return f"{self.measure} · {self.place}"

    @property
    def plan(self) -> Plan:
        """Its phases."""
        return read_plan(self.phases)

    @property
    def count(self) -> Count:
        """As the arithmetic of days sees it."""
        return Count(self.since_on, self.day_one_on, self.plan, Why(self.why) in COUNTED_ANEW)


class Absence(models.Model):
    """Days in hospital: from leaving until the return."""

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="absences")
    hospital = models.CharField(max_length=100)
    left_at = models.DateTimeField()
    left_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["left_at", "id"]
        constraints = [
            # Nobody is away twice at a time.
            models.UniqueConstraint(
                fields=["measure"], condition=Q(back_at=None), name="away_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(back_at=None, back_by=None)
                | Q(back_at__gte=F("left_at"), back_by__isnull=False),
                name="absence_back_at_and_by",
            ),
        ]

    class Privacy:
        personal = {"hospital": Purpose.CARE}
        plain = {"id", "measure", "left_at", "left_by", "back_at", "back_by"}
        keep_days = KEEP_DAYS
        goes_with = "measure"

    def __str__(self) -> str:
        return f"{self.measure} · {self.left_at:%Y-%m-%d}"


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits by whether somebody was met."""

    def met(self) -> Self:
        """Those that count as done."""
        return self.filter(was_met=True)

    def since(self, moment: datetime | Given) -> Self:
        """Those from a moment on: what is read to a page never lies before the measure."""
        return self.filter(visited_at__gte=moment)


class Visit(models.Model):
    """Somebody called at the door. Where nobody opened, the visit is still due."""

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="visits")
    visited_at = models.DateTimeField()
    visited_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    was_met = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_at", "-id"]

    class Privacy:
        personal = {"words": Purpose.CARE}
        plain = {"id", "measure", "visited_at", "visited_by", "was_met"}
        keep_days = KEEP_DAYS
        goes_with = "measure"

    def __str__(self) -> str:
        return f"{self.measure} · {self.visited_at:%Y-%m-%d %H:%M}"
