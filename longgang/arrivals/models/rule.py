"""The dated rules of declarations: how far back is looked, how long one may lie unclaimed."""

from django.db import models
from django.db.models import Q

from longgang.accounts.api import DatedRule, Permission, ends_after_it_starts, one_at_a_time


class ArrivalRule(DatedRule):
    """What holds for all declarations from a day on."""

    readers = (Permission.RULE_VIEW, Permission.DECLARATION_VIEW)
    letters = "FG"
    event = "arrival_rule.set"
    figures = ("look_back_days", "claim_minutes", "asks_codes")

    look_back_days = models.PositiveSmallIntegerField()  # before the arrival
    claim_minutes = models.PositiveSmallIntegerField()  # then the street is told
    asks_codes = models.BooleanField(default=False)  # of other authorities, as the phone shows them

    class Meta(DatedRule.Meta):
        constraints = [
            one_at_a_time("arrival_rule"),
            ends_after_it_starts("arrival_rule"),
            models.CheckConstraint(
                condition=Q(look_back_days__gte=1, look_back_days__lte=60, claim_minutes__gte=1),
                name="arrival_rule_figures_are_possible",
            ),
        ]

    class Privacy(DatedRule.Privacy):
        plain = DatedRule.Privacy.plain | {"look_back_days", "claim_minutes", "asks_codes"}
