"""Something that does not fit among the checks of all gates, and who looks into it by when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.lifecycle import States
from longgang.core.privacy import Purpose

from ..lifecycle import ConflictStatus


class ConflictKind(States):
    """What does not fit."""

    DOUBLE_USE = "double_use", _("One pass used twice")
    AFTER_WITHDRAWAL = "after_withdrawal", _("Used after it was taken back")
    BLOCKLISTED = "blocklisted", _("Let in although on the blocklist")
    NOT_VALID = "not_valid", _("Let in without being valid")
    WRONG_CHECKPOINT = "wrong_checkpoint", _("Let in at another checkpoint than announced")
    SEAL_TWICE = "seal_twice", _("One seal number on two cabs")
    INSIDE_TWICE = "inside_twice", _("One vehicle inside on two passes")
    SEAL_BROKEN = "seal_broken", _("Seal broken on the way out")
    UNKNOWN_PASS = "unknown_pass", _("Let through without a pass of ours")
    NO_ENTRY = "no_entry", _("Left without an entry")
    EXIT_TWICE = "exit_twice", _("Left twice on one trip")
    AGAINST_RULES = "against_rules", _("Let in against the rules")
    DEVICE_WITHDRAWN = "device_withdrawn", _("Recorded by a device after its withdrawal")


class Resolution(States):
    """How it ended."""

    SLIP = "slip", _("A slip at the gate: nothing happened")
    HARMLESS = "harmless", _("Looked into, and found harmless")
    PERMITTED = "permitted", _("Was permitted, for example by phone")
    SETTLED = "settled", _("The vehicle was found, and what was needed was done")
    MISUSE = "misuse", _("Misuse: measures were taken")


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Conflicts in the words of the duty office."""

    def visible_to(self, user: User) -> Self:
        """Those of the area of who looks into them, and of who reads them there."""
        scope = scope_of(user, Permission.CONFLICT_VIEW, Permission.CONFLICT_RESOLVE)
        return self.filter(scope.as_q(area="area_code", premises="premises_number"))

    def open(self) -> Self:
        """Those that somebody still has to look into, the most urgent first."""
        return self.filter(status=ConflictStatus.OPEN).order_by("due_at", "id")

    def overdue(self, moment: datetime) -> Self:
        """Open past their limit."""
        return self.open().filter(due_at__lte=moment)


class Conflict(models.Model):
    """`about` names what it is about, so that the same matter is open once.

    The checks behind it may become more while it is open; it ends by a resolution, or by itself
    when a check that arrives later explains it.
    """

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=20, choices=ConflictKind.choices)
    status = models.CharField(max_length=20, choices=ConflictStatus.choices)
    about = models.CharField(max_length=120)
    vehicle_pass = models.ForeignKey(
        "passes.VehiclePass", models.PROTECT, null=True, related_name="+"
    )
    plate = models.CharField(max_length=20, blank=True)
    seal_number = models.CharField(max_length=30, blank=True)
    premises_number = models.CharField(max_length=32)
    area_code = models.CharField(max_length=15)  # of the checkpoint
    nonces = models.JSONField()  # of the checks behind it
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(max_length=20, choices=Resolution.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    explained_at = models.DateTimeField(null=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ConflictStatus.values), name="conflict_status_is_known"
            ),
            # The same matter is open once.
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(status=ConflictStatus.OPEN),
                name="conflict_open_once",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="conflict_resolved_at_and_by_together",
            ),
            # A resolution says how it ended, in words too.
            models.CheckConstraint(
                condition=~Q(status=ConflictStatus.RESOLVED)
                | (Q(resolved_at__isnull=False) & ~Q(resolution="") & ~Q(words="")),
                name="resolved_conflict_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(status=ConflictStatus.EXPLAINED) | Q(explained_at__isnull=False),
                name="explained_conflict_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(status=ConflictStatus.OPEN), name="conflict_open"
            ),
            models.Index(fields=["-opened_at", "-id"], name="conflict_latest"),
            models.Index(fields=["kind", "about"], name="conflict_by_matter"),
        ]

    class Privacy:
        personal = {"plate": Purpose.CHECK}
        plain = {
            "id", "number", "kind", "status", "about", "vehicle_pass", "seal_number",
            "premises_number", "area_code", "nonces", "opened_at", "due_at", "escalated_at",
            "resolved_at", "resolved_by", "resolution", "words", "explained_at",
        }  # fmt: skip
        keep_days = 365
        counted_from = ("resolved_at", "explained_at")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page, with the stops side by side."""
        return reverse("checkpoints:conflict", args=[self.number])

    def is_overdue(self, moment: datetime) -> bool:
        """Whether somebody should have looked into it by now."""
        return self.status == ConflictStatus.OPEN and self.due_at <= moment
