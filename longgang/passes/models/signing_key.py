"""The keys that sign the codes of passes, from when on, and until when they count."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from longgang.accounts.api import Permission, User, holds
from longgang.core.sealed import SealedTextField


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Keys by what they are good for."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever looks after them."""
        return self if holds(user, Permission.KEY_MANAGE) else self.none()

    def published(self) -> Self:
        """Those whose codes count."""
        return self.filter(withdrawn_at=None)

    def begun(self, moment: datetime) -> Self:
        """Those whose time to sign has come, the newest first: that one signs."""
        return self.published().filter(signs_from__lte=moment).order_by("-signs_from", "-id")

    def waiting(self, moment: datetime) -> Self:
        """Published ahead, so that every device knows them before they sign."""
        return self.published().filter(signs_from__gt=moment)


class SigningKey(models.Model):
    """A pair of keys. The private half is sealed, and destroyed when others have followed."""

    number = models.CharField(max_length=32, unique=True)
    kid = models.CharField(max_length=16)  # in hex; two keys may share one
    public_key = models.CharField(max_length=64, unique=True)  # in hex
    private_key = SealedTextField(max_length=64, blank=True)  # in hex; "" once destroyed
    published_at = models.DateTimeField()
    author_name = models.CharField(max_length=100)
    signs_from = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-signs_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by_name="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="") & ~Q(withdrawn_why="")),
                name="key_withdrawn_at_by_and_why_together",
            ),
            models.CheckConstraint(
                condition=Q(signs_from__gte=models.F("published_at")),
                name="key_signs_once_published",
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "kid", "public_key", "private_key", "published_at", "author_name",
            "signs_from", "withdrawn_at", "withdrawn_by_name", "withdrawn_why",
        }  # fmt: skip
        keep_days = None  # as long as a code that it signed may be shown

    def __str__(self) -> str:
        return self.kid
