"""A sample and what the lab found in it."""

from django.db import models
from django.db.models import F, Q

from longgang.core.privacy import Purpose

from ..kinds import ResultKind, Sampling
from .observation import KEEP_DAYS, PERSONAL, PLAIN, Observation


class LabTest(Observation):
    """`result` is empty while the lab is at it. Days are counted by `sampled_at`, as offices do."""

    sampled_at = models.DateTimeField()
    sampling = models.CharField(max_length=20, choices=Sampling.choices, blank=True)
    received_at = models.DateTimeField(null=True)  # by the lab
    lab = models.CharField(max_length=100, blank=True)
    result = models.CharField(max_length=20, choices=ResultKind.choices, blank=True)
    reported_at = models.DateTimeField(null=True)  # by the lab
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta(Observation.Meta):
        ordering = ["-sampled_at", "-id"]
        constraints = [
            *Observation.Meta.constraints,
            # The same sample counts once; two labs may test two samples of one moment.
            models.UniqueConstraint(
                fields=["person", "sampled_at", "lab"],
                condition=Q(corrected_at=None),
                name="lab_test_counts_once",
            ),
            models.CheckConstraint(
                condition=Q(result="", reported_at=None, reported_by=None)
                | Q(
                    result__in=ResultKind.values,
                    reported_at__gte=F("sampled_at"),
                    reported_by__isnull=False,
                ),
                name="reported_result_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(sampling="") | Q(sampling__in=Sampling.values),
                name="sampling_is_known",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(received_at__gte=F("sampled_at")),
                name="sample_is_received_once_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["-sampled_at", "-id"], name="lab_test_latest"),
            models.Index(
                fields=["sampled_at"],
                condition=Q(result="", corrected_at=None),
                name="lab_test_waited_for",
            ),
            models.Index(
                fields=["-sampled_at", "-id"],
                condition=Q(result="positive", corrected_at=None),
                name="lab_test_positive",
            ),
            models.Index(
                fields=["area_code"], name="lab_test_area", opclasses=["varchar_pattern_ops"]
            ),
        ]

    class Privacy:
        personal = {**PERSONAL, "result": Purpose.CARE}
        plain = PLAIN | {
            "sampled_at", "sampling", "received_at", "lab", "reported_at", "reported_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        counted_from = ("sampled_at",)
