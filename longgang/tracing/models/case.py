"""A case: somebody with a positive result, or ill, whose contacts are traced."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.privacy import Purpose

from ..lifecycle import CaseStatus

KEEP_DAYS = 180


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by who works on them."""

    def visible_to(self, user: User) -> Self:
        """Those of the area of an investigator's post; nobody else sees any."""
        return self.filter(scope_of(user, Permission.CASE_INVESTIGATE).as_q(area="area_code"))

    def open(self) -> Self:
        """Those whose contacts are still traced."""
        return self.filter(status=CaseStatus.OPEN)


class Case(models.Model):
    """`since` and `until` are the window in which the person may have infected others: computed by
    the rule under which it was opened, or moved by hand with the reason that stands beside it. An
    end that is open is the moment of each question.
    """

    number = models.CharField(max_length=32, unique=True)
    year = models.PositiveSmallIntegerField()
    place = models.PositiveIntegerField()  # in the year: 1, 2, 3 …
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    rule = models.ForeignKey("tracing.TracingRule", models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=CaseStatus.choices)
    area_code = models.CharField(max_length=15)  # of the district that traces it
    test_number = models.CharField(max_length=32, blank=True)  # of the positive result behind it
    sampled_on = models.DateField()  # the first positive sample
    has_symptoms = models.BooleanField()
    onset_on = models.DateField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    window_why = models.CharField(max_length=300, blank=True)  # of who moved it by hand
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    why = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CaseStatus.values), name="case_status_is_known"
            ),
            # A person has one open case.
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="open"), name="one_open_case_per_person"
            ),
            models.UniqueConstraint(fields=["year", "place"], name="case_place_in_its_year"),
            # A result is behind one case.
            models.UniqueConstraint(
                fields=["test_number"], condition=~Q(test_number=""), name="case_once_a_result"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="case_window_is_not_empty"
            ),
            # Who fell ill on a day has symptoms.
            models.CheckConstraint(
                condition=Q(onset_on=None) | Q(has_symptoms=True), name="case_onset_is_of_symptoms"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None, closed_by=None, closed_why="")
                | Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closed_why=""),
                name="case_closed_at_and_by",
            ),
        ]

    class Privacy:
        personal = {
            "person": Purpose.TRACE, "has_symptoms": Purpose.TRACE,
            "onset_on": Purpose.TRACE, "sampled_on": Purpose.TRACE,
            "since": Purpose.TRACE, "until": Purpose.TRACE,
            "window_why": Purpose.TRACE, "why": Purpose.TRACE,
            "closed_why": Purpose.TRACE,
        }  # fmt: skip
        plain = {
            "id", "number", "year", "place", "rule", "status", "area_code", "test_number",
            "purpose", "opened_at", "opened_by", "closed_at", "closed_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        counted_from = ("closed_at", "opened_at")
        kept_while = Q(status="open")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tracing:case", args=[self.number])

    @property
    def base_on(self) -> date:
        """The day from which the window is counted back: onset, else the first positive sample."""
        return self.onset_on or self.sampled_on

    @property
    def is_open(self) -> bool:
        """Whether its contacts are still traced."""
        return self.status == CaseStatus.OPEN

    def ends_by(self, moment: datetime) -> datetime:
        """The end of the window as seen at a moment."""
        return min(self.until or moment, moment)
