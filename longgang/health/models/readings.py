"""What is looked at each day: temperature, symptoms, the code on somebody's phone."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from longgang.core.privacy import Purpose

from ..kinds import CodeColour, CodeSource, Grade
from ..rules import HIGHEST, LOWEST, grade_of
from .observation import KEEP_DAYS, PERSONAL, PLAIN, Observation


class Temperature(Observation):
    """One reading; its grade follows from it."""

    celsius = models.DecimalField(max_digits=3, decimal_places=1)
    taken_at = models.DateTimeField()

    class Meta(Observation.Meta):
        ordering = ["-taken_at", "-id"]
        constraints = [
            *Observation.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "taken_at"],
                condition=Q(corrected_at=None),
                name="temperature_counts_once",
            ),
            models.CheckConstraint(
                condition=Q(celsius__gte=LOWEST, celsius__lte=HIGHEST),
                name="temperature_is_possible",
            ),
        ]

    class Privacy:
        personal = {**PERSONAL, "celsius": Purpose.CARE}
        plain = PLAIN | {"taken_at"}
        keep_days = KEEP_DAYS
        counted_from = ("taken_at",)

    @property
    def grade(self) -> Grade:
        """Normal, or which fever."""
        return grade_of(Decimal(self.celsius))


class SymptomReport(Observation):
    """What somebody says they feel; no code says: nothing."""

    symptoms = models.JSONField(default=list, blank=True)  # Symptom values
    words = models.CharField(max_length=300, blank=True)
    reported_on = models.DateField()

    class Meta(Observation.Meta):
        ordering = ["-reported_on", "-id"]

    class Privacy:
        personal = {**PERSONAL, "symptoms": Purpose.CARE, "words": Purpose.CARE}
        plain = PLAIN | {"reported_on"}
        keep_days = KEEP_DAYS
        counted_from = ("reported_on",)


class SeenCode(Observation):
    """A code of another authority, as its holder showed it. Never computed, never changed by us."""

    source = models.CharField(max_length=20, choices=CodeSource.choices)
    colour = models.CharField(max_length=10, choices=CodeColour.choices)
    seen_at = models.DateTimeField()

    class Meta(Observation.Meta):
        ordering = ["-seen_at", "-id"]
        constraints = [
            *Observation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(source__in=CodeSource.values, colour__in=CodeColour.values),
                name="seen_code_is_known",
            ),
        ]

    class Privacy:
        personal = {**PERSONAL, "colour": Purpose.CARE}
        plain = PLAIN | {"source", "seen_at"}
        keep_days = KEEP_DAYS
        counted_from = ("seen_at",)
