"""The dated rules of the sites: from and up to which age somebody is a child, a carer, elderly."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from longgang.accounts.api import Permission, User, holds
from longgang.audit.api import SYSTEM
from longgang.core.dated import holds_at

from ..rules import Ages


class CarerRuleQuerySet(models.QuerySet["CarerRule"]):
    """Rule rows by the day on which they hold."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever reads rules or works with sites."""
        may = holds(user, Permission.RULE_VIEW) or holds(user, Permission.SITE_VIEW)
        return self if may else self.none()

    def in_force(self, day: date) -> Self:
        """The row that holds on a day."""
        return self.filter(holds_at(day))


class CarerRule(models.Model):
    """What holds at all sites from a day on. Rows are never edited, only followed by others;
    `valid_to` is the first day on which it holds no longer.
    """

    number = models.CharField(max_length=32, unique=True)
    child_below = models.PositiveSmallIntegerField()  # years: is not alone in a room
    adult_from = models.PositiveSmallIntegerField()  # may be a carer
    elderly_from = models.PositiveSmallIntegerField()  # may be one no more
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True)
    document_number = models.CharField(max_length=100)
    author_name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    objects = CarerRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            # One rule holds at a time.
            models.UniqueConstraint(
                fields=["valid_to"], nulls_distinct=False, name="one_open_carer_rule"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="carer_rule_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(
                    child_below__gte=1, adult_from__gte=F("child_below"),
                    elderly_from__gt=F("adult_from"),
                ),
                name="carer_rule_ages_follow_each_other",
            ),
        ]  # fmt: skip

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "child_below", "adult_from", "elderly_from", "valid_from", "valid_to",
            "document_number", "author_name", "created_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.number} · {self.valid_from}"

    @property
    def author(self) -> str:
        """Who put it into force, as people say it."""
        return gettext("The system") if self.author_name == SYSTEM.name else self.author_name

    @property
    def ages(self) -> Ages:
        """As the carer rules read them."""
        return Ages(self.child_below, self.adult_from, self.elderly_from)
