"""A company's workbook between its preview and its confirmation: of vehicles, of trips above."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField

from ..lifecycle import CompanyStatus
from .companies import Company, Membership

Upload_co = TypeVar("Upload_co", bound="WorkbookUpload", covariant=True)


class WorkbookUploadQuerySet(models.QuerySet[Upload_co]):
    """Reads of uploads."""

    def visible_to(self, user: User) -> Self:
        """The members of a company see its uploads, once it is approved."""
        memberships = Membership.objects.filter(user=user, company__status=CompanyStatus.APPROVED)
        return self.filter(company__in=memberships.values("company"))

    def confirmed(self) -> Self:
        """Those whose good rows count."""
        return self.filter(confirmed_at__isnull=False)


class ReadWorkbook(models.Model):
    """What was read from a workbook. Confirming it takes its good rows, all or none, once."""

    number = models.CharField(max_length=32, unique=True)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows = SealedTextField(max_length=50_000_000)  # a core.excel.Rehearsal
    new_count = models.PositiveIntegerField()
    known_count = models.PositiveIntegerField()
    faulty_count = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-id"]

    class Privacy:
        personal = {"rows": Purpose.IDENTIFY}
        plain = {
            "id", "number", "file_name", "file_sha256", "new_count", "known_count",
            "faulty_count", "uploaded_at", "uploaded_by", "confirmed_at",
        }  # fmt: skip
        keep_days = 90
        counted_from = ("uploaded_at",)

    def __str__(self) -> str:
        return self.number

    @property
    def whose(self) -> dict[str, Any]:
        """Among which uploads the same file counts once: all of them."""
        return {}


class WorkbookUpload(ReadWorkbook):
    """A company's workbook."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")

    objects = WorkbookUploadQuerySet.as_manager()

    class Meta(ReadWorkbook.Meta):
        abstract = True

    class Privacy(ReadWorkbook.Privacy):
        plain = ReadWorkbook.Privacy.plain | {"company"}

    @property
    def whose(self) -> dict[str, Any]:
        """Those of the company."""
        return {"company": self.company_id}


def file_confirmed_once(name: str) -> models.UniqueConstraint:
    """The same file counts once, however often it is sent."""
    return models.UniqueConstraint(
        fields=["company", "file_sha256"], condition=Q(confirmed_at__isnull=False), name=name
    )


class VehicleUpload(WorkbookUpload):
    """A workbook of vehicles: confirming it enters them."""

    class Meta(WorkbookUpload.Meta):
        verbose_name = _("Workbook of vehicles")
        verbose_name_plural = _("Workbook of vehicles")
        constraints = [file_confirmed_once("same_vehicle_workbook_entered_once")]
