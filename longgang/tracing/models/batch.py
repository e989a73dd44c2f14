"""Contacts that are decided together: chosen, previewed, carried out once."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.privacy import Purpose

from ..lifecycle import BatchStatus
from .case import KEEP_DAYS


class BatchQuerySet(models.QuerySet["Batch"]):
    """Batches by who works on their case."""

    def visible_to(self, user: User) -> Self:
        """Those of the cases that this person sees."""
        return self.filter(scope_of(user, Permission.CASE_INVESTIGATE).as_q(area="case__area_code"))


class Batch(models.Model):
    """Its number stands on every list and order that follows from it."""

    number = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey("tracing.Case", models.CASCADE, related_name="batches")
    status = models.CharField(max_length=20, choices=BatchStatus.choices)
    size = models.PositiveIntegerField()  # people chosen
    reason = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, status="proposed")
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    status__in=["done", "discarded"],
                ),
                name="batch_decided_at_and_by",
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="batch_is_about_somebody"),
        ]

    class Privacy:
        personal = {"reason": Purpose.TRACE}
        plain = {
            "id", "number", "case", "status", "size", "proposed_at", "proposed_by", "decided_at",
            "decided_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "case"

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tracing:batch", args=[self.number])
