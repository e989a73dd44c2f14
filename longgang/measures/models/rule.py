"""The dated rules: who is under which measure, for how long, and what is due meanwhile."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from longgang.accounts.api import DatedRule, Permission, ends_after_it_starts

from ..days import Plan, first_day, read_plan
from ..duties import Hours
from ..kinds import Base, DayOne, Who


class MeasureRule(DatedRule):
    """What holds for one kind of person from a day on; a measure keeps the one it was opened
    under.
    """

    readers = (Permission.RULE_VIEW, Permission.MEASURE_VIEW)
    letters = "CG"
    event = "measure_rule.set"
    figures = ("who", "base", "day_one", "phases", "lifted_by")

    who = models.CharField(max_length=20, choices=Who.choices)
    base = models.CharField(max_length=20, choices=Base.choices)
    day_one = models.CharField(max_length=20, choices=DayOne.choices)
    phases = models.JSONField()  # days.Phase, as rows
    lifted_by = models.JSONField(default=list, blank=True)  # LiftCondition values
    morning_by = models.TimeField()
    evening_by = models.TimeField()
    tests_by = models.TimeField()
    visits_by = models.TimeField()
    positive_restarts = models.BooleanField(default=True)
    missed_test_adds_days = models.PositiveSmallIntegerField(default=1)  # 0: by hand alone
    counts_hospital = models.BooleanField(default=True)  # days in hospital are days of it
    fever_from = models.DecimalField(max_digits=3, decimal_places=1, default=37.3)
    releases_by_two = models.BooleanField(default=False)  # from a site, by two people
    community_after_minutes = models.PositiveSmallIntegerField(default=120)  # of nobody accepting
    street_after_minutes = models.PositiveSmallIntegerField(default=240)
    # Each kind of person has rows of its own; and a kind may have none, from the end of a row on.
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta(DatedRule.Meta):
        ordering = ["who", "-valid_from"]
        constraints = [
            # For each kind of person one rule holds at a time.
            models.UniqueConstraint(
                fields=["who"], condition=Q(valid_to=None), name="one_open_measure_rule"
            ),
            models.UniqueConstraint(fields=["who", "valid_from"], name="measure_rule_once_a_day"),
            ends_after_it_starts("measure_rule"),
            models.CheckConstraint(
                condition=Q(who__in=Who.values, base__in=Base.values, day_one__in=DayOne.values),
                name="measure_rule_words_are_known",
            ),
            models.CheckConstraint(
                condition=Q(street_after_minutes__gte=F("community_after_minutes")),
                name="measure_rule_community_before_street",
            ),
        ]

    class Privacy(DatedRule.Privacy):
        plain = DatedRule.Privacy.plain | {
            "who", "base", "day_one", "phases", "lifted_by", "morning_by", "evening_by", "tests_by",
            "visits_by", "positive_restarts", "missed_test_adds_days", "counts_hospital",
            "fever_from", "releases_by_two", "community_after_minutes", "street_after_minutes",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_who_display()} · {self.valid_from}"

    @property
    def plan(self) -> Plan:
        """Its phases."""
        return read_plan(self.phases)

    @property
    def hours(self) -> Hours:
        """By when each duty of a day is to be done."""
        return Hours(self.morning_by, self.evening_by, self.tests_by, self.visits_by)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def first_day(self, base: date) -> date:
        """Day one, when the day that it counts from is this."""
        return first_day(base, self.day_one)
