"""What was shown or typed at a gate and not let pass."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.lifecycle import States
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField

from .check import Direction
from .vehicle_pass import VehiclePass

LONGEST_CODE = 500


class ScanKind(States):
    """What was shown or typed, as far as it was recognised."""

    SIGNED = "signed", _("Signed code")
    TOKEN = "token", _("Link of the holder")
    PASS_NUMBER = "pass_number", _("Pass number")
    APPLICATION = "application", _("Application number")
    PLATE = "plate", _("Plate")
    NOTHING = "nothing", _("Something else")


def begins_with(typed: str) -> Q:
    """Scans by the beginning of the plate, of their number or of the pass's."""
    found = Q(plate__startswith=typed) | Q(number__startswith=typed)
    if typed.isdecimal():
        passes = VehiclePass.objects.filter(pass_number__startswith=typed)
        found |= Q(vehicle_pass__in=passes.order_by().values("pk"))
    return found


class RefusedScanQuerySet(models.QuerySet["RefusedScan"]):
    """Refused scans by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Whose scans somebody sees.

        - the officer who scanned, and the other officers of that checkpoint
        - the leads of the area, and whoever reads the board there
        """
        scope = scope_of(
            user, Permission.CHECK_RECORD, Permission.CHECK_TURN_BACK, Permission.BOARD_VIEW
        )
        return self.filter(
            Q(officer=user) | scope.as_q(area="area_code", premises="premises_number")
        )


class RefusedScan(models.Model):
    """One vehicle that was not let pass: what was shown, what was said, by whom.

    Mostly the answer said no; after an amber one ("call") the officer may have been told so.
    `plate` is typed, of the pass, or only claimed by a code that nobody vouches for. A device
    without network tells later: `learned_at` is when the server heard of it.
    """

    number = models.CharField(max_length=32, unique=True)
    nonce = models.CharField(max_length=40, unique=True)  # the same scan once
    premises_number = models.CharField(max_length=32)
    area_code = models.CharField(max_length=15)  # of the checkpoint
    direction = models.CharField(max_length=10, choices=Direction.choices)
    happened_at = models.DateTimeField()
    learned_at = models.DateTimeField()
    officer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    device_number = models.CharField(max_length=32, blank=True)
    code_kind = models.CharField(max_length=20, choices=ScanKind.choices)
    code_text = SealedTextField(max_length=LONGEST_CODE, blank=True)  # may be anybody's code
    plate = models.CharField(max_length=20, blank=True)
    plate_colour = models.CharField(max_length=2, blank=True)
    vehicle_pass = models.ForeignKey(
        "passes.VehiclePass", models.PROTECT, null=True, related_name="refused_scans"
    )
    verdict_level = models.CharField(max_length=10)
    verdict_code = models.CharField(max_length=60)
    note = models.CharField(max_length=300, blank=True)

    objects = RefusedScanQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="refused_scan_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(code_kind__in=ScanKind.values), name="refused_scan_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict_level__in=["green", "amber", "red", "grey"]),
                name="refused_scan_level_is_known",
            ),
            models.CheckConstraint(
                condition=Q(learned_at__gte=F("happened_at")),
                name="refused_scan_learned_after_it_happened",
            ),
        ]
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="refused_scan_latest"),
            models.Index(fields=["premises_number", "-happened_at"], name="refused_scan_by_gate"),
            models.Index(fields=["officer", "-happened_at"], name="refused_scan_by_officer"),
            models.Index(fields=["verdict_code", "-happened_at"], name="refused_scan_by_answer"),
            models.Index(
                fields=["plate"], name="refused_scan_by_plate", opclasses=["varchar_pattern_ops"]
            ),
        ]

    class Privacy:
        personal = {"plate": Purpose.CHECK, "code_text": Purpose.INVESTIGATE}
        plain = {
            "id", "number", "nonce", "premises_number", "area_code", "direction", "happened_at",
            "learned_at", "officer", "device_number", "code_kind", "plate_colour", "vehicle_pass",
            "verdict_level", "verdict_code", "note",
        }  # fmt: skip
        keep_days = 365
        counted_from = ("happened_at",)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page with everything about this scan."""
        return reverse("passes:refused_scan", args=[self.number])
