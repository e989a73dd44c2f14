"""What somebody has filled in of a declaration so far."""

from typing import Self

from django.db import models

from longgang.accounts.api import User
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField

from .declaration import Declaration


class DraftQuerySet(models.QuerySet["DeclarationDraft"]):
    """Drafts."""

    def visible_to(self, user: User) -> Self:
        """Nobody sees another person's draft."""
        return self.filter(user=user)


class DeclarationDraft(models.Model):
    """Becomes declarations once; a second click finds those. `corrects`: it changes one instead."""

    number = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    corrects = models.ForeignKey(Declaration, models.CASCADE, null=True, related_name="+")
    answers = SealedTextField(max_length=200_000)  # JSON, by step
    handed_in_as = models.ForeignKey(Declaration, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]

    class Privacy:
        personal = {"answers": Purpose.CARE, "user": Purpose.CONTACT}
        plain = {"id", "number", "corrects", "handed_in_as", "created_at", "updated_at"}
        keep_days = 30
        counted_from = ("updated_at",)

    def __str__(self) -> str:
        return self.number
