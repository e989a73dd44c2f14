"""Who is at a site, in which bed from when to when, and every movement."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from longgang.accounts.api import User
from longgang.core.privacy import Purpose
from longgang.people.api import own_people

from ..kinds import Diet, Going, MovementFact, MovementKind, Need
from ..lifecycle import HERE, OPEN, StayStatus
from .site import Room, seen_by

KEEP_DAYS = 180


class StayQuerySet(models.QuerySet["Stay"]):
    """Stays in the words of who looks after the people."""

    def visible_to(self, user: User) -> Self:
        """Those at the sites that this person sees; the guest's own page asks with `of`."""
        return self.filter(seen_by(user, "site__premises__number"))

    def of(self, user: User) -> Self:
        """One's own, and those of people one acts for."""
        return self.filter(person__in=own_people(user))

    def open(self) -> Self:
        """Expected, here, or in hospital and expected back."""
        return self.filter(status__in=OPEN)

    def here(self) -> Self:
        """They belong to the people of the site."""
        return self.filter(status__in=HERE)


class Stay(models.Model):
    """One person at one site, from the reservation until they leave."""

    number = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="site_stays")
    measure = models.ForeignKey("measures.Measure", models.PROTECT, related_name="stays")
    site = models.ForeignKey("isolation.Site", models.PROTECT, related_name="stays")
    status = models.CharField(max_length=12, choices=StayStatus.choices)
    planned_on = models.DateField()  # of the arrival
    diet = models.CharField(max_length=12, choices=Diet.choices, default=Diet.STANDARD)
    remarks = models.CharField(max_length=200, blank=True)  # allergies, medicine, a cot
    need = models.CharField(max_length=12, choices=Need.choices, blank=True)
    carer = models.ForeignKey("self", models.PROTECT, null=True, related_name="cared_for")
    reserved_at = models.DateTimeField()
    reserved_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    checked_in_at = models.DateTimeField(null=True)
    checked_in_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField(max_length=60, blank=True)  # the agreement
    is_signed_for = models.BooleanField(default=False)  # by somebody else than the guest
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    going = models.CharField(max_length=12, choices=Going.choices, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["-reserved_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=StayStatus.values, diet__in=Diet.values)
                & Q(need__in=["", *Need.values]),
                name="stay_words_are_known",
            ),
            # A person is at one site at a time.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=sorted(OPEN)),
                name="one_open_stay_per_person",
            ),
            models.CheckConstraint(
                condition=Q(checked_in_at=None, checked_in_by=None, signed_by="")
                & Q(status__in=["reserved", "cancelled"])
                | Q(checked_in_at__isnull=False, checked_in_by__isnull=False)
                & Q(status__in=["in", "away", "left"])
                & ~Q(signed_by=""),
                name="stay_checked_in_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None, going="") & ~Q(status="left")
                | Q(left_at__isnull=False, left_by__isnull=False, status="left")
                & Q(going__in=Going.values),
                name="stay_left_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None) & ~Q(status="cancelled")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, status="cancelled"),
                name="stay_cancelled_at_and_by",
            ),
            # Who shares a room has a reason, and nobody is their own carer.
            models.CheckConstraint(
                condition=Q(carer=None) | ~Q(carer=F("pk")) & ~Q(need=""),
                name="stay_is_cared_for_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "status"],
                condition=Q(status__in=sorted(OPEN)),
                name="stay_open_by_site",
            ),
            models.Index(
                fields=["site", "planned_on"],
                condition=Q(status="reserved"),
                name="stay_expected_by_day",
            ),
            models.Index(fields=["site", "-reserved_at", "-id"], name="stay_latest"),
        ]

    class Privacy:
        personal = {
            "person": Purpose.CARE,
            "diet": Purpose.CARE,
            "remarks": Purpose.CARE,
            "need": Purpose.CARE,
            "carer": Purpose.CARE,
            "signed_by": Purpose.IDENTIFY,
            "is_signed_for": Purpose.CARE,
        }
        plain = {
            "id", "number", "measure", "site", "status", "planned_on", "reserved_at",
            "reserved_by", "checked_in_at", "checked_in_by", "left_at", "left_by", "going",
            "cancelled_at", "cancelled_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        counted_from = ("left_at", "cancelled_at", "reserved_at")
        kept_while = Q(status__in=sorted(OPEN))

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("isolation:stay", args=[self.number])

    @property
    def room(self) -> Room | None:
        """Where the bed stands that is theirs now; expects `uses` to be read with their beds."""
        use = next((use for use in self.uses.all() if use.until is None), None)
        return use.bed.room if use else None


class BedUse(models.Model):
    """A bed is somebody's from one moment until another: as a reservation, then in fact."""

    bed = models.ForeignKey("isolation.Bed", models.PROTECT, related_name="uses")
    stay = models.ForeignKey("isolation.Stay", models.CASCADE, related_name="uses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    is_reservation = models.BooleanField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            # No bed is anybody's while it is somebody else's. Both sides are ranges, because equal
            # numbers need an extension that our database may not have.
            ExclusionConstraint(
                name="no_bed_is_given_twice",
                expressions=[
                    (
                        Func(
                            F("bed_id"),
                            F("bed_id"),
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            # Nobody has two beds.
            models.UniqueConstraint(
                fields=["stay"], condition=Q(until=None), name="one_bed_per_stay"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="bed_use_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["bed"], condition=Q(until=None), name="bed_use_now"),
            # The trail asks each minute what began or ended since it last looked.
            models.Index(fields=["since"], name="bed_use_since"),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="bed_use_until"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "bed", "stay", "since", "until", "is_reservation", "by"}
        keep_days = KEEP_DAYS
        goes_with = "stay"

    def __str__(self) -> str:
        return f"{self.bed} · {self.stay}"


class Movement(models.Model):
    """One step of a stay: written once, by the database never changed."""

    stay = models.ForeignKey("isolation.Stay", models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=12, choices=MovementKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    from_bed = models.ForeignKey("isolation.Bed", models.PROTECT, null=True, related_name="+")
    to_bed = models.ForeignKey("isolation.Bed", models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)  # as somebody typed them
    fact = models.CharField(max_length=15, choices=MovementFact.choices, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MovementKind.values, fact__in=["", *MovementFact.values]),
                name="movement_kind_is_known",
            ),
        ]

    class Privacy:
        personal = {"words": Purpose.CARE}
        plain = {"id", "stay", "kind", "at", "by", "from_bed", "to_bed", "fact"}
        keep_days = KEEP_DAYS
        goes_with = "stay"

    def __str__(self) -> str:
        return f"{self.stay} · {self.kind}"
