"""Moving running measures to a newer rule: previewed, decided by two people, recorded."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.privacy import Purpose

from ..days import Change
from ..lifecycle import OPEN, MovingStatus
from .measure import KEEP_DAYS


class MovingQuerySet(models.QuerySet["Moving"]):
    """Movings by where they are, and what waits for whom."""

    def visible_to(self, user: User) -> Self:
        """Those of the area of who proposes or confirms them; what was carried out also for whoever
        looks after one of the people.
        """
        scope = scope_of(user, Permission.MEASURE_MOVE, Permission.MEASURE_MOVE_CONFIRM)
        own = MovingLine.objects.looked_after_by(user).values("moving")
        carried_out = Q(status=MovingStatus.CONFIRMED, pk__in=own)
        return self.filter(scope.as_q(area="area_code") | carried_out)

    def waiting_for(self, user: User) -> Self:
        """What this person can decide: proposals of others, in the area of a post that confirms."""
        scope = scope_of(user, Permission.MEASURE_MOVE_CONFIRM)
        proposed = self.filter(scope.as_q(area="area_code"), status=MovingStatus.PROPOSED)
        return proposed.exclude(proposed_by=user)


class Moving(models.Model):
    """Everybody of one kind in an area who runs by an older rule gets this one."""

    number = models.CharField(max_length=32, unique=True)
    rule = models.ForeignKey("measures.MeasureRule", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15)
    status = models.CharField(max_length=20, choices=MovingStatus.choices)
    document_number = models.CharField(max_length=100)
    reason = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_why = models.CharField(max_length=300, blank=True)

    objects = MovingQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=MovingStatus.values), name="moving_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, status="proposed")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(status="proposed"),
                name="moving_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="moving_needs_two_people",
            ),
            # The same is proposed once at a time.
            models.UniqueConstraint(
                fields=["rule", "area_code"],
                condition=Q(status="proposed"),
                name="moving_waits_once",
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "rule", "area_code", "status", "document_number", "reason",
            "proposed_at", "proposed_by", "decided_at", "decided_by", "decided_why",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("measures:moving", args=[self.number])


class MovingLineQuerySet(models.QuerySet["MovingLine"]):
    """Lines by who may see the people on them."""

    def visible_to(self, user: User) -> Self:
        """All of a moving for who proposes or confirms it; others see whom they look after."""
        scope = scope_of(user, Permission.MEASURE_MOVE, Permission.MEASURE_MOVE_CONFIRM)
        return self.filter(scope.as_q(area="moving__area_code")) | self.looked_after_by(user)

    def looked_after_by(self, user: User) -> Self:
        """Of the people in the area of a post that sees measures."""
        return self.filter(scope_of(user, Permission.MEASURE_VIEW).as_q(area="measure__area_code"))


class MovingLine(models.Model):
    """One person's measure in a moving, as the preview said: how it stood, its end before and
    after. It is moved only when it still stands so.
    """

    moving = models.ForeignKey("measures.Moving", models.CASCADE, related_name="lines")
    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="+")
    status = models.CharField(max_length=20)  # of the measure, when it was previewed
    term_count = models.PositiveSmallIntegerField()  # the same
    old_ends_on = models.DateField()
    new_ends_on = models.DateField()
    extended_days = models.PositiveSmallIntegerField()  # of its extensions, which fall away
    was_moved = models.BooleanField(default=False)

    objects = MovingLineQuerySet.as_manager()

    class Meta:
        ordering = ["moving_id", "measure_id"]
        constraints = [
            models.UniqueConstraint(fields=["moving", "measure"], name="moved_once_in_a_moving"),
            models.CheckConstraint(
                condition=Q(status__in=sorted(OPEN)), name="moving_line_was_of_an_open_measure"
            ),
        ]

    class Privacy:
        personal = {"measure": Purpose.CARE}
        plain = {
            "id", "moving", "status", "term_count", "old_ends_on", "new_ends_on", "extended_days",
            "was_moved",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "measure"

    def __str__(self) -> str:
        return f"{self.moving} · {self.measure}"

    @property
    def change(self) -> Change:
        """As the arithmetic of days sees it."""
        return Change(self.old_ends_on, self.new_ends_on, self.extended_days)
