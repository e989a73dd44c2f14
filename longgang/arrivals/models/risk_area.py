"""The risk areas with their dates, as the authorities announce them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from longgang.accounts.api import Permission, User, holds

from ..kinds import RiskLevel
from ..triage import Risk


class RiskAreaQuerySet(models.QuerySet["RiskArea"]):
    """Risk areas by the days on which they are some."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever reads rules or declarations."""
        may = holds(user, Permission.RULE_VIEW) or holds(user, Permission.DECLARATION_VIEW)
        return self if may else self.none()

    def between(self, first: date, last: date) -> Self:
        """Those that are one on any of these days."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=first), since_on__lte=last)


class RiskArea(models.Model):
    """One place that was declared to be of high or medium risk, under a document.

    `until_on` is the first day on which it is none any more. Rows are ended, not edited: what a
    declaration meant on its day stays known.
    """

    number = models.CharField(max_length=32, unique=True)
    area_code = models.CharField(max_length=12)  # the smallest division that contains it
    place = models.CharField(max_length=100, blank=True)  # what is meant within it
    level = models.CharField(max_length=10, choices=RiskLevel.choices)
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    document_number = models.CharField(max_length=100)
    author_name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    objects = RiskAreaQuerySet.as_manager()

    class Meta:
        ordering = ["-since_on", "area_code", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=RiskLevel.values), name="risk_area_level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("since_on")),
                name="risk_area_ends_after_it_begins",
            ),
            # The same place is announced once a day.
            models.UniqueConstraint(
                fields=["area_code", "place", "level", "since_on"], name="risk_area_once"
            ),
        ]
        indexes = [models.Index(fields=["until_on", "since_on"], name="risk_area_by_days")]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "area_code", "place", "level", "since_on", "until_on",
            "document_number", "author_name", "created_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return self.place or self.area_code

    def get_absolute_url(self) -> str:
        return reverse("arrivals:risk_area", args=[self.number])

    @property
    def as_risk(self) -> Risk:
        """As the triage sees it."""
        return Risk(
            self.number, self.area_code, self.level, self.since_on, self.until_on, bool(self.place)
        )
