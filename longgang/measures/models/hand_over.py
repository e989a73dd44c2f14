"""A person handed to whoever looks after them at home: offered, accepted, or sent back."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.clock import now
from longgang.core.privacy import Purpose

from ..lifecycle import HANDING, HandOverStatus
from .measure import KEEP_DAYS

COMMUNITY, STREET = 12, 9  # how long the codes of these are
ACCEPTING = (Permission.VISIT_RECORD, Permission.MEASURE_EDIT)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Hand-overs by whom they wait for, and who waits."""

    def visible_to(self, user: User) -> Self:
        """Those of people whom a post sees at home, and those it has sent itself."""
        seen = scope_of(user, Permission.MEASURE_VIEW).as_q(area="to_area_code")
        return self.filter(seen | _left_from(user))

    def sent_by(self, user: User) -> Self:
        """What this person has handed over, or the site or area for which they may do so. Whoever
        answers for the whole district did not send what its sites and communities sent.
        """
        scope = scope_of(user, Permission.MEASURE_EDIT)
        if scope.covers(area_code=settings.DISTRICT_CODE):
            return self.filter(offered_by=user)
        at_home = Q(from_site=None) & scope.as_q(area="from_area_code")
        site = scope.as_q(premises="from_site__number")
        return self.filter(at_home | site | Q(offered_by=user))

    def handing(self) -> Self:
        """Those that are proposed or offered now."""
        return self.filter(status__in=HANDING)

    def offered(self) -> Self:
        """Those that nobody has accepted yet."""
        return self.filter(status=HandOverStatus.OFFERED)

    def waiting_for(self, user: User) -> Self:
        """What this person may accept now: what is offered to their area, and what lay too long
        with an area in it.
        """
        found = Q(pk__in=[])
        for area in scope_of(user, *ACCEPTING).areas:
            since = _raised_to(area)
            raised = Q(**{f"{since}__lte": now()}) if since else Q(pk__in=[])
            addressed = Q(to_area_code=_as_offered(area))
            found |= addressed | Q(to_area_code__startswith=area) & raised
        return self.offered().filter(found)


def _left_from(user: User) -> Q:
    scope = scope_of(user, Permission.MEASURE_VIEW)
    if scope.covers(area_code=settings.DISTRICT_CODE):
        return ~Q(pk__in=[])
    at_home = Q(from_site=None) & scope.as_q(area="from_area_code")
    return at_home | scope.as_q(premises="from_site__number") | Q(offered_by=user)


def _as_offered(area: str) -> str:
    """Posts for more than the district answer for what is offered to it."""
    district = str(settings.DISTRICT_CODE)
    return district if district.startswith(area) else area


def _raised_to(area: str) -> str:
    """From which moment on an area of this size may accept what is offered to one in it."""
    if len(area) >= COMMUNITY:
        return "community_at"
    return "street_at" if len(area) >= STREET else ""


class HandOver(models.Model):
    """The measure has belonged to `to_area_code` since it was offered; whoever handed it over sees
    how it stands until it is accepted. Sent back, another one follows to the next larger area.
    """

    number = models.CharField(max_length=32, unique=True)
    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="hand_overs")
    from_site = models.ForeignKey("areas.Premises", models.PROTECT, null=True, related_name="+")
    from_area_code = models.CharField(max_length=15)
    to_area_code = models.CharField(max_length=15)
    words = models.CharField(max_length=300, blank=True)  # a home elsewhere, or a remark
    is_early = models.BooleanField(default=False)  # before the last day at the site, by decision
    status = models.CharField(max_length=20, choices=HandOverStatus.choices)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    community_at = models.DateTimeField()  # from then on the community may accept too
    street_at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(default=0)  # 1: the community, 2: the street as well
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    returned_why = models.CharField(max_length=300, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=HandOverStatus.values), name="hand_over_status_is_known"
            ),
            # Whoever goes home early leaves a site.
            models.CheckConstraint(
                condition=Q(is_early=False) | Q(from_site__isnull=False),
                name="hand_over_early_is_from_a_site",
            ),
            # A measure is handed over once at a time.
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(status__in=sorted(HANDING)),
                name="one_hand_over_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("offered_by")),
                name="hand_over_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None) & ~Q(status="accepted")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, status="accepted"),
                name="hand_over_accepted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None, returned_why="")
                & ~Q(status="returned")
                | Q(returned_at__isnull=False, returned_by__isnull=False, status="returned")
                & ~Q(returned_why=""),
                name="hand_over_returned_at_by_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_area_code"],
                opclasses=["varchar_pattern_ops"],
                condition=Q(status="offered"),
                name="hand_over_offered_to",
            ),
            models.Index(fields=["-offered_at", "-id"], name="hand_over_latest"),
        ]

    class Privacy:
        personal = {
            "measure": Purpose.CARE, "words": Purpose.CARE, "returned_why": Purpose.CARE,
        }  # fmt: skip
        plain = {
            "id", "number", "from_site", "from_area_code", "to_area_code", "status", "is_early",
            "offered_at", "offered_by", "confirmed_by", "community_at", "street_at", "told",
            "accepted_at", "accepted_by", "returned_at", "returned_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "measure"

    def __str__(self) -> str:
        return self.number

    def is_for(self, area: str, moment: datetime) -> bool:
        """Whether posts for this area may accept it now: what `waiting_for` asks the database."""
        if self.to_area_code == _as_offered(area):
            return True
        since = _raised_to(area)
        is_in_it = self.to_area_code.startswith(area)
        return bool(since) and is_in_it and getattr(self, since) <= moment
