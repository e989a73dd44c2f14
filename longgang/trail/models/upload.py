"""A file of visits between its preview and its entering."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.people.api import ReadWorkbook


class VisitUploadQuerySet(models.QuerySet["VisitUpload"]):
    """Reads of uploads."""

    def visible_to(self, user: User) -> Self:
        """Whoever imports visits sees their own: what somebody was handed is for their eyes."""
        may = holds(user, Permission.TRAIL_IMPORT)
        return self.filter(uploaded_by=user) if may else self.none()


class VisitUpload(ReadWorkbook):
    """A file of visits: confirming it records them."""

    objects = VisitUploadQuerySet.as_manager()

    class Meta(ReadWorkbook.Meta):
        verbose_name = _("File of visits")
        verbose_name_plural = _("Files of visits")
        constraints = [
            models.UniqueConstraint(
                fields=["file_sha256"],
                condition=Q(confirmed_at__isnull=False),
                name="same_file_of_visits_entered_once",
            )
        ]

    class Privacy(ReadWorkbook.Privacy):
        pass

    def get_absolute_url(self) -> str:
        return reverse("trail:upload", args=[self.number])
