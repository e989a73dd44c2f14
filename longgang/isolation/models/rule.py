"""The dated rules of the sites: from and up to which age somebody is a child, a carer, elderly."""

from django.db import models
from django.db.models import F, Q

from longgang.accounts.api import DatedRule, Permission, ends_after_it_starts, one_at_a_time

from ..rules import Ages


class CarerRule(DatedRule):
    """What holds at all sites from a day on."""

    readers = (Permission.RULE_VIEW, Permission.SITE_VIEW)
    letters = "ZG"
    event = "carer_rule.set"
    figures = ("child_below", "adult_from", "elderly_from")

    child_below = models.PositiveSmallIntegerField()  # years: is not alone in a room
    adult_from = models.PositiveSmallIntegerField()  # may be a carer
    elderly_from = models.PositiveSmallIntegerField()  # may be one no more

    class Meta(DatedRule.Meta):
        constraints = [
            one_at_a_time("carer_rule"),
            ends_after_it_starts("carer_rule"),
            models.CheckConstraint(
                condition=Q(
                    child_below__gte=1, adult_from__gte=F("child_below"),
                    elderly_from__gt=F("adult_from"),
                ),
                name="carer_rule_ages_follow_each_other",
            ),
        ]  # fmt: skip

    class Privacy(DatedRule.Privacy):
        plain = DatedRule.Privacy.plain | {"child_below", "adult_from", "elderly_from"}

    @property
    def ages(self) -> Ages:
        """As the carer rules read them."""
        return Ages(self.child_below, self.adult_from, self.elderly_from)
