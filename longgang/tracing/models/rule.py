"""The dated rules of tracing: how far back is asked, and who of the contacts gets which measure."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from longgang.accounts.api import Permission, User, holds
from longgang.audit.api import SYSTEM
from longgang.core.dated import holds_at
from longgang.measures.api import Who

from ..rules import LONGEST_WINDOW, MOST_MINUTES


class TracingRuleQuerySet(models.QuerySet["TracingRule"]):
    """Rule rows by the day on which they hold."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever reads rules or investigates."""
        may = holds(user, Permission.RULE_VIEW) or holds(user, Permission.CASE_INVESTIGATE)
        return self if may else self.none()

    def in_force(self, day: date) -> Self:
        """The row that holds on a day."""
        return self.filter(holds_at(day))


class TracingRule(models.Model):
    """What holds for cases opened from a day on. Rows are never edited, only followed by others; a
    case keeps the one it was opened under. `valid_to` is the first day on which it holds no longer.
    """

    number = models.CharField(max_length=32, unique=True)
    days_before = models.PositiveSmallIntegerField()  # onset, or else the first positive sample
    least_minutes = models.PositiveSmallIntegerField(default=0)  # of exposure; 0: any
    linger_minutes = models.PositiveSmallIntegerField(default=0)  # after a source has left
    first_circle = models.CharField(max_length=20, choices=Who.choices)
    second_circle = models.CharField(max_length=20, choices=Who.choices, blank=True)  # or nothing
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True)
    document_number = models.CharField(max_length=100)
    author_name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    objects = TracingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            # One rule holds at a time.
            models.UniqueConstraint(
                fields=["valid_to"], nulls_distinct=False, name="one_open_tracing_rule"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="tracing_rule_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(
                    days_before__lte=LONGEST_WINDOW,
                    least_minutes__lte=MOST_MINUTES,
                    linger_minutes__lte=MOST_MINUTES,
                ),
                name="tracing_rule_figures_are_possible",
            ),
            models.CheckConstraint(
                condition=Q(first_circle__in=Who.values, second_circle__in=["", *Who.values]),
                name="tracing_rule_words_are_known",
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "days_before", "least_minutes", "linger_minutes", "first_circle",
            "second_circle", "valid_from", "valid_to", "document_number", "author_name",
            "created_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.number} · {self.valid_from}"

    @property
    def author(self) -> str:
        """Who put it into force, as people say it."""
        return gettext("The system") if self.author_name == SYSTEM.name else self.author_name

    def who_in(self, degree: int) -> str:
        """For which measure a contact of this circle is; empty: for none."""
        return {1: self.first_circle, 2: self.second_circle}.get(degree, "")
