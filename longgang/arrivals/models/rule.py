"""The dated rules of declarations: how far back is looked, how long one may lie unclaimed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from longgang.accounts.api import Permission, User, holds
from longgang.audit.api import SYSTEM
from longgang.core.dated import holds_at


class ArrivalRuleQuerySet(models.QuerySet["ArrivalRule"]):
    """Rule rows by the day on which they hold."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever reads rules or declarations."""
        may = holds(user, Permission.RULE_VIEW) or holds(user, Permission.DECLARATION_VIEW)
        return self if may else self.none()

    def in_force(self, day: date) -> Self:
        """The row that holds on a day."""
        return self.filter(holds_at(day))


class ArrivalRule(models.Model):
    """What holds for all declarations from a day on. Rows are never edited, only followed by
    others; `valid_to` is the first day on which it holds no longer.
    """

    number = models.CharField(max_length=32, unique=True)
    look_back_days = models.PositiveSmallIntegerField()  # before the arrival
    claim_minutes = models.PositiveSmallIntegerField()  # then the street is told
    asks_codes = models.BooleanField(default=False)  # of other authorities, as the phone shows them
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True)
    document_number = models.CharField(max_length=100)
    author_name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    objects = ArrivalRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            # One rule holds at a time.
            models.UniqueConstraint(
                fields=["valid_to"], nulls_distinct=False, name="one_open_arrival_rule"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="arrival_rule_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(look_back_days__gte=1, look_back_days__lte=60, claim_minutes__gte=1),
                name="arrival_rule_figures_are_possible",
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "look_back_days", "claim_minutes", "asks_codes", "valid_from",
            "valid_to", "document_number", "author_name", "created_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.number} · {self.valid_from}"

    @property
    def author(self) -> str:
        """Who put it into force, as people say it."""
        return gettext("The system") if self.author_name == SYSTEM.name else self.author_name
