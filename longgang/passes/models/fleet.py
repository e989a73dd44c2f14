"""A workbook with many trips, between its preview and its confirmation."""

from typing import Self

from django.db import models
from django.db.models import Q

from longgang.accounts.api import User
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField
from longgang.people.api import companies_of


class FleetUploadQuerySet(models.QuerySet["FleetUpload"]):
    """Reads of uploads."""

    def visible_to(self, user: User) -> Self:
        """Whoever acts for a company sees its uploads."""
        return self.filter(company__in=companies_of(user))


class FleetUpload(models.Model):
    """What was read from a workbook. Confirming it submits its good rows, all or none."""

    number = models.CharField(max_length=32, unique=True)
    company = models.ForeignKey("people.Company", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows = SealedTextField(max_length=50_000_000)  # JSON: what was read, and what is wrong with it
    new_count = models.PositiveIntegerField()
    known_count = models.PositiveIntegerField()
    faulty_count = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = FleetUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            # The same file is submitted once, however often it is sent.
            models.UniqueConstraint(
                fields=["company", "file_sha256"],
                condition=Q(confirmed_at__isnull=False),
                name="same_workbook_submitted_once",
            )
        ]

    class Privacy:
        personal = {"rows": Purpose.REVIEW}
        plain = {
            "id", "number", "company", "file_name", "file_sha256", "new_count", "known_count",
            "faulty_count", "uploaded_at", "uploaded_by", "confirmed_at",
        }  # fmt: skip
        keep_days = 90

    def __str__(self) -> str:
        return self.number
