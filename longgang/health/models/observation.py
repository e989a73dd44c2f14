"""What every observation has: of whom, where, entered by whom, and what has followed it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from longgang.accounts.api import Permission, PlaceCodes, User, scope_of
from longgang.core.privacy import Purpose
from longgang.people.api import own_people

KEEP_DAYS = 180
PERSONAL = {"person": Purpose.CARE, "corrected_why": Purpose.CARE}
PLAIN = {
    "id", "number", "area_code", "premises_number", "entered_at", "entered_by", "corrected_at",
    "corrected_by", "corrects", "told_in",
}  # fmt: skip


class ObservationQuerySet(models.QuerySet[Any]):
    """Observations of any kind."""

    def visible_to(self, user: User) -> Self:
        """Whom this person may see observed.

        - staff: what was observed in the area of a post that includes it, or at its site
        - everybody: themselves and the people they act for
        """
        scope = scope_of(user, Permission.OBSERVATION_VIEW)
        placed = scope.as_q(area="area_code", premises="premises_number")
        return self.filter(placed | Q(person__in=own_people(user)))

    def counted(self) -> Self:
        """What no correction has replaced."""
        return self.filter(corrected_at=None)


class Observation(models.Model):
    """Never changed: a correction is a row of its own that `corrects` this one, which stays."""

    number = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15)  # of whoever looks after the person then
    premises_number = models.CharField(max_length=32, blank=True)  # of the site, for who is at one
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    corrected_why = models.CharField(max_length=300, blank=True)
    told_in = models.CharField(max_length=32, blank=True)  # of what somebody has told us; else seen
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    objects = ObservationQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(corrected_at=None, corrected_by=None)
                | Q(corrected_at__isnull=False, corrected_by__isnull=False) & ~Q(corrected_why=""),
                name="%(class)s_corrected_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def seen_from(self) -> PlaceCodes:
        """From where it is seen and corrected, as `holds` asks."""
        return {"area_code": self.area_code, "premises_number": self.premises_number}
