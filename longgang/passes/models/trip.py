"""One loop of one vehicle: expected, entered, at the site, on the way out, closed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.identifiers import tidy_part_of_plate
from longgang.core.privacy import Purpose

from ..lifecycle import OPEN, TripStatus
from .check import Check
from .vehicle_pass import VehiclePass, is_visible_to

TRIP_PREFIX = "XC"  # of the numbers of trips; no plate begins like this


class TripQuerySet(models.QuerySet["Trip"]):
    """Trips in the words of the command page."""

    def visible_to(self, user: User) -> Self:
        """The trips of every pass that this person may see.

        The area stands on the trip too: lists of a district need not open every pass.
        """
        areas = scope_of(user, Permission.PASS_VIEW).as_q(area="area_code")
        passes = VehiclePass.objects.filter(is_visible_to(user, by_area=False))
        return self.filter(areas | Q(vehicle_pass__in=passes.order_by().values("pk")))

    def with_token(self, token: str) -> Self:
        """The trip of a link, for whoever holds the link."""
        return self.filter(token=token)

    def looked_for(self, typed: str) -> Self:
        """By part of the plate, or by the beginning of the pass's numbers or of the trip's own."""
        part = tidy_part_of_plate(typed)
        if part.startswith(TRIP_PREFIX):
            return self.filter(number__startswith=part)
        passes = VehiclePass.objects.looked_for(part)
        return self.filter(vehicle_pass__in=passes.order_by().values("pk"))

    def open(self) -> Self:
        """Trips inside the district."""
        return self.filter(status__in=OPEN)

    def overdue(self, moment: datetime) -> Self:
        """Open trips whose running leg is past its limit, longest first."""
        return self.open().filter(due_at__lt=moment).order_by("due_at", "id")

    def turned_back(self, since: datetime | None, until: datetime | None) -> Self:
        """Trips whose turning back was confirmed within this time, and not undone since."""
        checks = Check.objects.filter(confirmed_at__isnull=False, undone_at=None)
        if since:
            checks = checks.filter(confirmed_at__gte=since)
        if until:
            checks = checks.filter(confirmed_at__lt=until)
        return self.filter(pk__in=checks.order_by().values("trip"))


class Trip(models.Model):
    """`due_at` is the limit of the leg now running; whoever asks compares it with the clock."""

    number = models.CharField(max_length=32, unique=True)
    token = models.CharField(max_length=32)  # of the link by which the site confirms
    vehicle_pass = models.ForeignKey("passes.VehiclePass", models.PROTECT, related_name="trips")
    status = models.CharField(max_length=20, choices=TripStatus.choices)
    area_code = models.CharField(max_length=12)  # of the visited party, as on the pass
    due_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    entered_through = models.CharField(max_length=32, blank=True)  # premises number
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    is_confirmed_by_site = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    closed_through = models.CharField(max_length=32, blank=True)
    seal_number = models.CharField(max_length=30, blank=True)
    is_seal_doubled = models.BooleanField(default=False)  # told afterwards: it was on another cab
    seal_broken_why = models.CharField(max_length=300, blank=True)
    overdue_noticed_at = models.DateTimeField(null=True)  # when the owner of this leg was told

    objects = TripQuerySet.as_manager()

    class Meta:
        ordering = ["-expected_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["token"], name="trip_token_unique"),
            models.CheckConstraint(
                condition=Q(status__in=TripStatus.values), name="trip_status_is_known"
            ),
            # A seal is on one cab at a time; what devices tell afterwards is marked instead.
            models.UniqueConstraint(
                fields=["seal_number"],
                condition=Q(status__in=sorted(OPEN), is_seal_doubled=False) & ~Q(seal_number=""),
                name="seal_in_use_once",
            ),
            models.UniqueConstraint(
                fields=["vehicle_pass"],
                condition=Q(status__in=[TripStatus.EXPECTED, *sorted(OPEN)]),
                name="one_running_trip_per_pass",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(OPEN))
                | Q(entered_at__isnull=False, due_at__isnull=False),
                name="open_trip_has_entry_and_limit",
            ),
            models.CheckConstraint(
                condition=~Q(status=TripStatus.CLOSED) | Q(closed_at__isnull=False),
                name="closed_trip_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(status__in=sorted(OPEN)), name="trip_open_by_limit"
            ),
            models.Index(fields=["-expected_at", "-id"], name="trip_latest"),
            models.Index(fields=["status", "-expected_at"], name="trip_by_status"),
            models.Index(fields=["entered_through", "-expected_at"], name="trip_by_gate"),
            # Trips without a moment come last, in whichever direction the list is read.
            models.Index(fields=["entered_at", "id"], name="trip_by_entry"),
            models.Index(
                F("entered_at").desc(nulls_last=True), F("id").desc(), name="trip_by_entry_down"
            ),
            models.Index(fields=["due_at", "id"], name="trip_by_limit"),
            models.Index(
                F("due_at").desc(nulls_last=True), F("id").desc(), name="trip_by_limit_down"
            ),
            models.Index(
                fields=["area_code"], name="trip_by_area", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["closed_at"], condition=Q(closed_at__isnull=False), name="trip_by_close"
            ),
            models.Index(fields=["seal_number"], condition=~Q(seal_number=""), name="trip_by_seal"),
        ]

    class Privacy:
        personal = {"token": Purpose.CHECK}
        plain = {
            "id", "number", "vehicle_pass", "status", "area_code", "due_at", "expected_at",
            "entered_at", "entered_through", "arrived_at", "left_at", "is_confirmed_by_site",
            "closed_at", "closed_through", "seal_number", "is_seal_doubled", "seal_broken_why",
            "overdue_noticed_at",
        }  # fmt: skip
        keep_days = 365
        counted_from = ("closed_at", "expected_at")
        kept_while = Q(status__in=sorted(OPEN))

    def __str__(self) -> str:
        return self.number
