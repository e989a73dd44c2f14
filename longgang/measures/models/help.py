"""What somebody under a measure asks for, and the answer of whoever looks after them."""

from typing import Self

from django.db import models
from django.db.models import Q

from longgang.accounts.api import User
from longgang.core.privacy import Purpose

from ..lifecycle import OPEN
from .hand_over import ACCEPTING
from .measure import KEEP_DAYS, Measure, is_owned_by


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    """Requests by who sees them, and whom they wait for."""

    def visible_to(self, user: User) -> Self:
        """Of everybody whose measure this person sees."""
        return self.filter(measure__in=Measure.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answered_at=None)

    def waiting_for(self, user: User) -> Self:
        """Open ones of people whom this person looks after. Joined, for there are few of them: of
        a set of measures the database would read every one.
        """
        mine = is_owned_by(user, *ACCEPTING, path="measure__")
        return self.open().filter(mine, measure__status__in=OPEN)


class HelpRequest(models.Model):
    """It stays with the measure: whoever owns that when it is read has to answer."""

    number = models.CharField(max_length=32, unique=True)
    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="help_requests")
    words = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="help_answered_at_by_and_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["measure"], condition=Q(answered_at=None), name="help_request_open"
            ),
        ]

    class Privacy:
        personal = {"measure": Purpose.CARE, "words": Purpose.CARE, "answer": Purpose.CARE}
        plain = {"id", "number", "asked_at", "asked_by", "answered_at", "answered_by"}
        keep_days = KEEP_DAYS
        goes_with = "measure"

    def __str__(self) -> str:
        return self.number
