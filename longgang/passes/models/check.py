"""What an officer did with a vehicle at a checkpoint."""

from typing import Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.lifecycle import States
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField


class Direction(States):
    """Which way the vehicle goes."""

    ENTRY = "entry", _("Entry")
    EXIT = "exit", _("Exit")


class Disposition(States):
    """What was decided at the gate."""

    LET_PASS = "let_pass", _("Let pass")
    TEST_AND_PASS = "test_and_pass", _("Test and let pass")
    ESCORT = "escort", _("Escort to the site")
    TURN_BACK = "turn_back", _("Turn back")


class SealState(States):
    """What was found on the cab."""

    NONE = "none", _("No seal")
    APPLIED = "applied", _("Seal put on")
    INTACT = "intact", _("Intact")
    BROKEN = "broken", _("Broken")


class CheckQuerySet(models.QuerySet["Check"]):
    """Checks in the words of the checkpoint."""

    def visible_to(self, user: User) -> Self:
        """Whose checks somebody sees.

        - the officer who recorded it, and the other officers of that checkpoint
        - the leads of the area, and whoever reads the board there
        """
        scope = scope_of(
            user, Permission.CHECK_RECORD, Permission.CHECK_TURN_BACK, Permission.BOARD_VIEW
        )
        return self.filter(
            Q(officer=user) | scope.as_q(area="area_code", premises="premises_number")
        )

    def turn_backs_waiting(self) -> Self:
        """Turnings back that nobody has decided about yet, longest waiting first."""
        return self.filter(
            disposition=Disposition.TURN_BACK, confirmed_at=None, overruled_at=None, undone_at=None
        ).order_by("at", "id")


class Check(models.Model):
    """One stop of one vehicle at a gate.

    A turning back stands from the moment it is confirmed by somebody else; until then it waits.
    `at` is when it happened and `learned_at` when the server heard of it: a device without network
    tells later, of vehicles without a pass too. `doubts` are the reasons, found afterwards, why a
    vehicle should not have been let pass; that it was let pass stays.
    """

    number = models.CharField(max_length=32)
    nonce = models.CharField(max_length=40)  # of the form sent: the same stop once
    trip = models.ForeignKey("passes.Trip", models.PROTECT, null=True, related_name="checks")
    plate = models.CharField(max_length=20, blank=True)  # of a vehicle without a pass of ours
    plate_colour = models.CharField(max_length=2, blank=True)
    code_text = SealedTextField(max_length=500, blank=True)  # what such a vehicle showed
    premises_number = models.CharField(max_length=32)
    area_code = models.CharField(max_length=15)  # of the checkpoint
    direction = models.CharField(max_length=10, choices=Direction.choices)
    at = models.DateTimeField()
    learned_at = models.DateTimeField()
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, db_index=False, related_name="+"
    )  # found by `check_by_officer`
    verdict_level = models.CharField(max_length=10)
    verdict_code = models.CharField(max_length=60)
    disposition = models.CharField(max_length=20, choices=Disposition.choices)
    people_count = models.PositiveSmallIntegerField()
    temperatures = models.JSONField(default=list, blank=True)  # degrees Celsius, one a person
    seal_state = models.CharField(max_length=10, choices=SealState.choices)
    seal_number = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=300, blank=True)
    escort_name = models.CharField(max_length=50, blank=True)
    photo = models.FileField(upload_to="passes/checks/%Y/%m/%d", blank=True)

    device_number = models.CharField(max_length=32, blank=True)
    device_seq = models.BigIntegerField(null=True)  # the device's own count of its stops
    device_at = models.DateTimeField(null=True)  # what the device's clock showed
    is_offline = models.BooleanField(default=False)  # the device decided without the server
    data_age_s = models.PositiveIntegerField(null=True)  # how old its data was then
    doubts = models.JSONField(default=list, blank=True)  # codes

    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    overruled_at = models.DateTimeField(null=True)
    overruled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    overruled_why = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    undone_why = models.CharField(max_length=300, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            # Not on the fields: that would also add an index each for parts of them, and writing
            # the indexes is most of what a check costs the database.
            models.UniqueConstraint(fields=["number"], name="check_number_unique"),
            models.UniqueConstraint(fields=["nonce"], name="check_nonce_unique"),
            models.CheckConstraint(
                condition=Q(disposition__in=Disposition.values), name="check_disposition_is_known"
            ),
            # Nobody turns a vehicle back on their own word.
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("officer")),
                name="turning_back_needs_two_people",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                    name=f"check_{verb}_at_and_by_together",
                )
                for verb in ("confirmed", "overruled", "undone")
            ),
            # Only a device in the field tells of a vehicle without a pass.
            models.CheckConstraint(
                condition=Q(trip__isnull=False) | ~Q(device_number=""),
                name="check_has_a_trip_or_a_device",
            ),
            models.CheckConstraint(
                condition=Q(learned_at__gte=models.F("at")), name="check_learned_after_it_happened"
            ),
            # Turning back always says why.
            models.CheckConstraint(
                condition=~Q(disposition=Disposition.TURN_BACK) | ~Q(note=""),
                name="turning_back_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["premises_number", "-at"], name="check_by_premises"),
            models.Index(fields=["-at", "-id"], name="check_latest"),
            models.Index(fields=["officer", "-at"], name="check_by_officer"),
            models.Index(
                fields=["confirmed_at"],
                condition=Q(confirmed_at__isnull=False),
                name="check_turned_back",
            ),
            models.Index(
                fields=["-at"],
                condition=Q(disposition="turn_back", confirmed_at=None, overruled_at=None),
                name="check_turn_back_waiting",
            ),
            *(  # few have these, and a row without them is in none
                models.Index(
                    fields=[f"{verb}_by"],
                    condition=Q(**{f"{verb}_by__isnull": False}),
                    name=f"check_{verb}_by",
                )
                for verb in ("confirmed", "overruled", "undone")
            ),
            # Nearly free to write: what was heard last lies last in the table.
            BrinIndex(fields=["learned_at"], autosummarize=True, name="check_by_hearing"),
            models.Index(
                fields=["device_number", "-device_seq"],
                condition=~Q(device_number=""),
                name="check_by_device",
            ),
        ]

    class Privacy:
        personal = {
            "temperatures": Purpose.CHECK,
            "photo": Purpose.CHECK,
            "escort_name": Purpose.CHECK,
            "plate": Purpose.CHECK,
            "code_text": Purpose.CHECK,
        }
        plain = {
            "id", "number", "nonce", "trip", "premises_number", "area_code", "direction", "at",
            "learned_at", "officer", "plate_colour", "device_number", "device_seq", "device_at",
            "is_offline", "data_age_s", "doubts",
            "verdict_level", "verdict_code", "disposition", "people_count", "seal_state",
            "seal_number", "note", "confirmed_at", "confirmed_by", "overruled_at", "overruled_by",
            "overruled_why", "undone_at", "undone_by", "undone_why",
        }  # fmt: skip
        keep_days = 365
        counted_from = ("at",)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page with everything about this stop."""
        return reverse("passes:check", args=[self.number])

    @property
    def shown_plate(self) -> str:
        """The plate on the pass, or the one that was read. Expects the trip's pass loaded."""
        return self.plate if self.trip is None else self.trip.vehicle_pass.plate

    @property
    def is_waiting(self) -> bool:
        """Whether a lead still has to decide."""
        decided = self.confirmed_at or self.overruled_at or self.undone_at
        return self.disposition == Disposition.TURN_BACK and not decided
