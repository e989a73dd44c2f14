"""A phone that judges vehicles for one checkpoint, in the hands of one officer."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from longgang.accounts.api import Permission, User, scope_of
from longgang.areas.api import Premises, find_premises
from longgang.core.privacy import Purpose

from ..lifecycle import DeviceStatus


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices in the words of whoever hands them out."""

    def visible_to(self, user: User) -> Self:
        """Those of the checkpoints where this person may enrol devices."""
        scope = scope_of(user, Permission.DEVICE_MANAGE)
        return self.filter(scope.as_q(area="area_code", premises="premises_number"))


class Device(models.Model):
    """Known by a secret in its cookie, of which only the digest stands here.

    `invitation` is the digest of the one-time code that makes a phone this device; it counts until
    `invited_until`, and stays: whoever comes later learns why it does not count. What the device
    said last (`waiting_count`, `build`) is for its page alone.
    """

    number = models.CharField(max_length=32, unique=True)
    label = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=DeviceStatus.choices)
    premises_number = models.CharField(max_length=32)
    area_code = models.CharField(max_length=15)  # of the checkpoint
    officer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    forget_after_hours = models.PositiveSmallIntegerField(default=24)  # without contact
    invitation = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    invited_until = models.DateTimeField()
    secret = models.CharField(max_length=64, blank=True)
    enrolled_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)
    last_seen_at = models.DateTimeField(null=True)
    fed_at = models.DateTimeField(null=True)  # when it last got what it holds without network
    waiting_count = models.PositiveIntegerField(default=0)  # checks it has not been able to send
    build = models.CharField(max_length=40, blank=True)
    clock_ahead_ms = models.BigIntegerField(null=True)  # its clock minus ours, as it last sent

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=DeviceStatus.values), name="device_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["secret"], condition=~Q(secret=""), name="device_secret_is_unique"
            ),
            models.UniqueConstraint(
                fields=["invitation"],
                condition=~Q(invitation=""),
                name="device_invitation_is_unique",
            ),
            models.CheckConstraint(
                condition=~Q(status=DeviceStatus.ENROLLED)
                | (~Q(secret="") & Q(enrolled_at__isnull=False)),
                name="enrolled_device_has_its_secret",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="device_withdrawn_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(status=DeviceStatus.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="withdrawn_device_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["premises_number", "-invited_at"], name="device_by_premises")
        ]

    class Privacy:
        personal = {"officer": Purpose.CONTACT}
        plain = {
            "id", "number", "label", "status", "premises_number", "area_code",
            "forget_after_hours", "invitation", "invited_at", "invited_by", "invited_until",
            "secret", "enrolled_at", "withdrawn_at", "withdrawn_by", "withdrawn_why",
            "last_seen_at", "fed_at", "waiting_count", "build", "clock_ahead_ms",
        }  # fmt: skip
        keep_days = 365
        counted_from = ("withdrawn_at", "invited_until")
        kept_while = Q(status=DeviceStatus.ENROLLED)

    def __str__(self) -> str:
        return f"{self.label} ({self.number})"

    def get_absolute_url(self) -> str:
        """The page of the device, for who manages it."""
        return reverse("checkpoints:device", args=[self.number])

    @cached_property
    def premises(self) -> Premises | None:
        """The checkpoint, while it is in use."""
        return find_premises(self.premises_number)

    def is_invited(self, moment: datetime) -> bool:
        """Whether its code can still be used."""
        return self.status == DeviceStatus.INVITED and moment < self.invited_until

    def has_forgotten(self, moment: datetime) -> bool:
        """Whether it has been without contact for so long that it holds nothing any more."""
        limit = timedelta(hours=self.forget_after_hours)
        return self.last_seen_at is not None and moment - self.last_seen_at >= limit
