"""A workbook of risk areas between its preview and its entering."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.people.api import ReadWorkbook


class RiskUploadQuerySet(models.QuerySet["RiskUpload"]):
    """Reads of uploads."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever changes rules."""
        return self if holds(user, Permission.RULE_EDIT) else self.none()


class RiskUpload(ReadWorkbook):
    """A workbook of risk areas: confirming it announces them."""

    objects = RiskUploadQuerySet.as_manager()

    class Meta(ReadWorkbook.Meta):
        verbose_name = _("Workbook of risk areas")
        verbose_name_plural = _("Workbook of risk areas")
        constraints = [
            models.UniqueConstraint(
                fields=["file_sha256"],
                condition=Q(confirmed_at__isnull=False),
                name="same_risk_workbook_entered_once",
            )
        ]

    class Privacy(ReadWorkbook.Privacy):
        pass
