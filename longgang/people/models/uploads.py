"""A workbook with many vehicles, between its preview and its confirmation."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField

from ..lifecycle import CompanyStatus
from .companies import Company, Membership


class VehicleUploadQuerySet(models.QuerySet["VehicleUpload"]):
    """Reads of uploads."""

    def visible_to(self, user: User) -> Self:
        """The members of a company see its uploads, once it is approved."""
        memberships = Membership.objects.filter(user=user, company__status=CompanyStatus.APPROVED)
        return self.filter(company__in=memberships.values("company"))


class VehicleUpload(models.Model):
    """What was read from a workbook. Confirming it enters its good rows, all or none."""

    number = models.CharField(_("Number"), max_length=32, unique=True)
    company = models.ForeignKey(
        Company, verbose_name=_("Company"), on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows = SealedTextField(max_length=50_000_000)  # JSON: what was read, and what is wrong with it
    new_count = models.PositiveIntegerField()
    known_count = models.PositiveIntegerField()
    faulty_count = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = VehicleUploadQuerySet.as_manager()

    class Privacy:
        personal = {"rows": Purpose.IDENTIFY}
        plain = {
            "id", "number", "company", "file_name", "file_sha256", "new_count", "known_count",
            "faulty_count", "uploaded_at", "uploaded_by", "confirmed_at",
        }  # fmt: skip
        keep_days = 90

    class Meta:
        verbose_name = _("Workbook of vehicles")
        verbose_name_plural = _("Workbook of vehicles")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            # The same file is entered once, however often it is sent.
            models.UniqueConstraint(
                fields=["company", "file_sha256"],
                condition=Q(confirmed_at__isnull=False),
                name="same_vehicle_workbook_entered_once",
            )
        ]

    def __str__(self) -> str:
        return self.number
