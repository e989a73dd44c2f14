"""The dated rules of tracing: how far back is asked, and who of the contacts gets which measure."""

from django.db import models
from django.db.models import Q

from longgang.accounts.api import DatedRule, Permission, ends_after_it_starts, one_at_a_time
from longgang.measures.api import Who

from ..rules import LONGEST_WINDOW, MOST_MINUTES


class TracingRule(DatedRule):
    """What holds for cases opened from a day on; a case keeps the one it was opened under."""

    readers = (Permission.RULE_VIEW, Permission.CASE_INVESTIGATE)
    letters = "ZG"
    event = "tracing_rule.set"
    figures = ("days_before", "least_minutes", "linger_minutes", "first_circle", "second_circle")

    days_before = models.PositiveSmallIntegerField()  # onset, or else the first positive sample
    least_minutes = models.PositiveSmallIntegerField(default=0)  # of exposure; 0: any
    linger_minutes = models.PositiveSmallIntegerField(default=0)  # after a source has left
    first_circle = models.CharField(max_length=20, choices=Who.choices)
    second_circle = models.CharField(max_length=20, choices=Who.choices, blank=True)  # or nothing

    class Meta(DatedRule.Meta):
        constraints = [
            one_at_a_time("tracing_rule"),
            ends_after_it_starts("tracing_rule"),
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

    class Privacy(DatedRule.Privacy):
        plain = DatedRule.Privacy.plain | {
            "days_before", "least_minutes", "linger_minutes", "first_circle", "second_circle",
        }  # fmt: skip

    def who_in(self, degree: int) -> str:
        """For which measure a contact of this circle is; empty: for none."""
        return {1: self.first_circle, 2: self.second_circle}.get(degree, "")
