"""What belongs to a declaration: the calls that were made, and from whom to whom it was handed."""

from django.db import models
from django.db.models import F, Q

from longgang.core.privacy import Purpose

from ..kinds import Outcome
from .declaration import KEEP_DAYS


class Call(models.Model):
    """Somebody of the community called, and what came of it."""

    declaration = models.ForeignKey("arrivals.Declaration", models.CASCADE, related_name="calls")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="call_outcome_is_known"
            )
        ]

    class Privacy:
        personal = {"words": Purpose.CARE}
        plain = {"id", "declaration", "at", "by", "outcome"}
        keep_days = KEEP_DAYS
        goes_with = "declaration"

    def __str__(self) -> str:
        return f"{self.declaration} · {self.at}"


class Transfer(models.Model):
    """A declaration is handed from one community to another, who accepts it or sends it back."""

    declaration = models.ForeignKey(
        "arrivals.Declaration", models.CASCADE, related_name="transfers"
    )
    from_code = models.CharField(max_length=15)
    to_code = models.CharField(max_length=15)
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    was_accepted = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            # One waits for an answer at a time.
            models.UniqueConstraint(
                fields=["declaration"],
                condition=Q(answered_at=None),
                name="one_open_transfer_per_declaration",
            ),
            models.CheckConstraint(
                condition=~Q(from_code=F("to_code")), name="transfer_goes_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, was_accepted=None)
                | Q(
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    was_accepted__isnull=False,
                ),
                name="transfer_answered_at_and_by",
            ),
        ]

    class Privacy:
        personal = {"why": Purpose.CARE, "answer": Purpose.CARE}
        plain = {
            "id", "declaration", "from_code", "to_code", "at", "by", "answered_at", "answered_by",
            "was_accepted",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "declaration"

    def __str__(self) -> str:
        return f"{self.declaration} · {self.from_code} → {self.to_code}"
