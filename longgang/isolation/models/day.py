"""The day at a site: what guests ask for, what runs low, and what one shift hands to the next."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from longgang.accounts.api import User
from longgang.core.privacy import Purpose

from ..kinds import RequestKind
from .site import seen_by
from .stay import KEEP_DAYS


class GuestRequestQuerySet(models.QuerySet["GuestRequest"]):
    """Requests by whether somebody has seen to them."""

    def visible_to(self, user: User) -> Self:
        """Those of the sites that this person sees."""
        return self.filter(seen_by(user, "stay__site__premises__number"))

    def open(self) -> Self:
        """Nobody has settled them."""
        return self.filter(settled_at=None)


class GuestRequest(models.Model):
    """What a guest asks for, through the own page or through the staff."""

    number = models.CharField(max_length=32, unique=True)
    stay = models.ForeignKey("isolation.Stay", models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    words = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)

    objects = GuestRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values), name="request_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, answer="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(answer=""),
                name="request_settled_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["stay"], condition=Q(settled_at=None), name="request_open"),
        ]

    class Privacy:
        personal = {"words": Purpose.CARE, "answer": Purpose.CARE}
        plain = {
            "id", "number", "stay", "kind", "asked_at", "asked_by", "settled_at", "settled_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "stay"

    def __str__(self) -> str:
        return self.number


class SupplyQuerySet(models.QuerySet["Supply"]):
    """Supplies by what is left."""

    def visible_to(self, user: User) -> Self:
        """Those of the sites that this person sees."""
        return self.filter(seen_by(user, "site__premises__number"))

    def low(self) -> Self:
        """More has to come."""
        return self.filter(count__lte=F("low_at"))


class Supply(models.Model):
    """Something a site needs, and from how many on it is low."""

    number = models.CharField(max_length=32, unique=True)
    site = models.ForeignKey("isolation.Site", models.CASCADE, related_name="supplies")
    name = models.CharField(max_length=40)
    unit = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    low_at = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = SupplyQuerySet.as_manager()

    class Meta:
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="supply_once_a_site"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "site", "name", "unit", "count", "low_at", "counted_at", "counted_by",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return self.name

    @property
    def is_low(self) -> bool:
        """Whether more has to come."""
        return self.count <= self.low_at


class ShiftChangeQuerySet(models.QuerySet["ShiftChange"]):
    """Hand-overs between shifts."""

    def visible_to(self, user: User) -> Self:
        """Those of the sites that this person sees."""
        return self.filter(seen_by(user, "site__premises__number"))


class ShiftChange(models.Model):
    """One shift hands the site to the next, with every open matter of that moment."""

    number = models.CharField(max_length=32, unique=True)
    site = models.ForeignKey("isolation.Site", models.PROTECT, related_name="shift_changes")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    matters = models.JSONField()  # how many of each kind were open; never who
    words = models.CharField(max_length=1000, blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = ShiftChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(accepted_by=F("by")),
                name="shift_is_accepted_by_another",
            ),
            # The next is not offered before this one is accepted.
            models.UniqueConstraint(
                fields=["site"], condition=Q(accepted_at=None), name="one_open_shift_change"
            ),
        ]

    class Privacy:
        personal = {"words": Purpose.CARE}
        plain = {"id", "number", "site", "at", "by", "matters", "accepted_at", "accepted_by"}
        keep_days = KEEP_DAYS
        counted_from = ("at",)

    def __str__(self) -> str:
        return self.number
