"""A bus that brings people to a site, with its list."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from longgang.accounts.api import User
from longgang.core.privacy import Purpose

from ..lifecycle import TransferStatus
from .site import seen_by
from .stay import KEEP_DAYS


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Buses by the site they go to."""

    def visible_to(self, user: User) -> Self:
        """Those of the sites that this person sees."""
        return self.filter(seen_by(user, "site__premises__number"))

    def open(self) -> Self:
        """Planned, or under way."""
        return self.filter(status__in=[TransferStatus.PLANNED, TransferStatus.UNDER_WAY])


class Transfer(models.Model):
    """One trip to one site: from door to door, nobody gets off on the way."""

    number = models.CharField(max_length=32, unique=True)
    site = models.ForeignKey("isolation.Site", models.PROTECT, related_name="transfers")
    status = models.CharField(max_length=12, choices=TransferStatus.choices)
    plate = models.CharField(max_length=12)
    driver_name = models.CharField(max_length=60)
    escort_name = models.CharField(max_length=60)
    leaves_from = models.CharField(max_length=100)
    leaves_at = models.DateTimeField()
    planned_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    set_off_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-leaves_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=TransferStatus.values), name="transfer_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) & ~Q(status="arrived")
                | Q(arrived_at__isnull=False, set_off_at__isnull=False, status="arrived"),
                name="transfer_arrives_after_it_set_off",
            ),
        ]
        indexes = [models.Index(fields=["site", "-leaves_at"], name="transfer_by_site")]

    class Privacy:
        personal = {
            "plate": Purpose.CONTACT,
            "driver_name": Purpose.CONTACT,
            "escort_name": Purpose.CONTACT,
        }
        plain = {
            "id", "number", "site", "status", "leaves_from", "leaves_at", "planned_by",
            "set_off_at", "arrived_at",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        counted_from = ("arrived_at", "leaves_at")

    def __str__(self) -> str:
        return f"{self.plate} {self.leaves_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("isolation:transfer", args=[self.number])


class Rider(models.Model):
    """Somebody on the list of a bus: ticked when they get on, and at the door of the site."""

    transfer = models.ForeignKey("isolation.Transfer", models.CASCADE, related_name="riders")
    stay = models.ForeignKey("isolation.Stay", models.CASCADE, related_name="rides")
    boarded_at = models.DateTimeField(null=True)
    boarded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["transfer", "id"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "stay"], name="rider_once_a_bus"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                    name=f"rider_{verb}_at_and_by",
                )
                for verb in ("boarded", "arrived")
            ),
            # Nobody comes in who did not get on.
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(boarded_at__isnull=False),
                name="rider_arrives_after_boarding",
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "transfer", "stay", "boarded_at", "boarded_by", "arrived_at", "arrived_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "stay"

    def __str__(self) -> str:
        return f"{self.transfer} · {self.stay}"
