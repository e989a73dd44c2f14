"""What those who looked for a person under a measure have found."""

from django.db import models
from django.db.models import Q

from longgang.core.privacy import Purpose

from ..kinds import Found
from .measure import KEEP_DAYS


class Finding(models.Model):
    """Whether the person is where the measure asks for. Never changed: the last one holds."""

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="findings")
    found = models.CharField(max_length=20, choices=Found.choices)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(found="in_place") | Q(found__in=Found.values) & ~Q(words=""),
                name="finding_is_known_and_explained",
            ),
        ]

    class Privacy:
        personal = {"found": Purpose.CARE, "words": Purpose.CARE}
        plain = {"id", "measure", "at", "by"}
        keep_days = KEEP_DAYS
        goes_with = "measure"

    def __str__(self) -> str:
        return f"{self.measure} · {self.get_found_display()}"
