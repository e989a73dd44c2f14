"""What one person is under, from opening to lifting."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self, TypedDict

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from longgang.accounts.api import Permission, PlaceCodes, User, scope_of
from longgang.areas.api import Premises
from longgang.core.clock import local_day
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField
from longgang.people.api import Person, own_people

from ..days import Count, days_so_far, days_to_go
from ..kinds import Base, Who
from ..lifecycle import HANDING, OPEN, MeasureStatus

if TYPE_CHECKING:
    from .hand_over import HandOver

KEEP_DAYS = 180


class Concern(TypedDict):
    """What brings somebody to a person, as health and the register ask for it."""

    concerns_area: str
    concerns_premises: str


def place_of(site: Premises) -> PlaceCodes:
    """A site and whoever looks after the whole district; never the street it happens to lie in."""
    return {"area_code": settings.DISTRICT_CODE, "premises_number": site.number}


def owns_all_it_sees(user: User, *permissions: Permission) -> bool:
    """Whether all whom this person looks after are theirs: it is so for the whole district."""
    scope = scope_of(user, *(permissions or [Permission.MEASURE_VIEW]))
    return scope.covers(area_code=settings.DISTRICT_CODE)


def is_owned_by(user: User, *permissions: Permission, path: str = "") -> Q:
    """What `owned_by` finds, as a condition on rows from which this path leads to a measure."""
    scope = scope_of(user, *(permissions or [Permission.MEASURE_VIEW]))
    if owns_all_it_sees(user, *permissions):
        return scope.as_q(area=f"{path}area_code")
    at_home = Q(**{f"{path}held_at": None}) & scope.as_q(area=f"{path}area_code")
    return at_home | scope.as_q(premises=f"{path}held_at__number")


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures in the words of who looks after the people."""

    def visible_to(self, user: User, *, as_staff: bool = False) -> Self:
        """Whose measures this person sees.

        - staff: everybody who is looked after in the area of a post that includes it
        - everybody, unless asked `as_staff`: their own, and those of people they act for
        """
        looked_after = self.looked_after_by(user)
        return looked_after if as_staff else looked_after | self.of(user)

    def looked_after_by(self, user: User) -> Self:
        """Of those only the ones that the pages of staff show: of people who live in the area of a
        post, wherever they are now, and of people at its site.
        """
        scope = scope_of(user, Permission.MEASURE_VIEW)
        return self.filter(scope.as_q(area="area_code", premises="held_at__number"))

    def owned_by(self, user: User, *permissions: Permission) -> Self:
        """Of those the ones whose owner this person is, by any of the permissions: who is at a site
        belongs to the site, and to nobody's home area; whole districts look after both.
        """
        return self.filter(is_owned_by(user, *permissions))

    def of(self, user: User) -> Self:
        """One's own, and those of people one acts for."""
        return self.filter(person__in=own_people(user))

    def open(self) -> Self:
        """Measures that people are under now."""
        return self.filter(status__in=OPEN)

    def over(self, day: date) -> Self:
        """Running ones whose last day has passed: somebody has to lift them."""
        return self.filter(status=MeasureStatus.RUNNING, ends_on__lt=day)


class Measure(models.Model):
    """`day_one_on`, `ends_on` and the phases of its last Term say what it runs by; the rule under
    which it was opened stays its own until people are moved to another on purpose.

    Exactly one owns it at any moment: the site where the person is (`held_at`), else the grid,
    community or street of the home (`area_code`).
    """

    number = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="measures")
    rule = models.ForeignKey("measures.MeasureRule", models.PROTECT, related_name="measures")
    who = models.CharField(max_length=20, choices=Who.choices)
    status = models.CharField(max_length=20, choices=MeasureStatus.choices)
    area_code = models.CharField(max_length=15)
    address = SealedTextField(max_length=200, blank=True)  # at home; blank: as in the register
    held_at = models.ForeignKey(
        "areas.Premises", models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)  # in the words of who opened it
    exposed_on = models.DateField(null=True)  # last contact, or leaving the risk area
    arrived_on = models.DateField(null=True)
    checked_in_on = models.DateField(null=True)
    day_one_on = models.DateField()
    ends_on = models.DateField()  # the last day
    central_ends_on = models.DateField(null=True)  # of central isolation; none has no such phase
    term_count = models.PositiveSmallIntegerField(default=1)
    # For lists, as `agenda.py` packs them: what each day from `agenda_from` on has, and what was
    # done on the day `done_on`, which for another day says nothing.
    agenda_from = models.DateField()
    agenda = ArrayField(models.PositiveSmallIntegerField())
    done_on = models.DateField(null=True)
    done = models.PositiveSmallIntegerField(default=0)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    cancelled_why = models.CharField(max_length=300, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=MeasureStatus.values, who__in=Who.values),
                name="measure_status_is_known",
            ),
            # A person is under one measure at a time.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=sorted(OPEN)),
                name="one_running_measure_per_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("day_one_on")), name="measure_ends_after_it_begins"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None}) & ~Q(status=verb)
                    | Q(
                        **{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False, "status": verb}
                    ),
                    name=f"measure_{verb}_at_and_by",
                )
                for verb in ("lifted", "cancelled")
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_why=""),
                name="cancelled_measure_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on", "id"],
                condition=Q(status__in=sorted(OPEN)),
                name="measure_open_by_end",
            ),
            models.Index(
                fields=["area_code", "status"],
                opclasses=["varchar_pattern_ops", "varchar_ops"],
                name="measure_by_area",
            ),
            # Who is or was at a site, and who can leave it on which day.
            models.Index(
                fields=["held_at", "central_ends_on"],
                condition=Q(held_at__isnull=False),
                name="measure_by_site",
            ),
            # Who is to be at a site and is at none.
            models.Index(
                fields=["central_ends_on"],
                condition=Q(status__in=sorted(OPEN), held_at__isnull=True),
                name="measure_open_at_no_site",
            ),
            # Patterns look one way, an order the other.
            models.Index(
                fields=["area_code", "id"],
                condition=Q(status__in=sorted(OPEN)),
                name="measure_open_area_order",
            ),
            models.Index(fields=["ends_on", "id"], name="measure_by_end"),
            models.Index(fields=["-opened_at", "-id"], name="measure_latest"),
        ]

    class Privacy:
        personal = {
            "person": Purpose.CARE, "address": Purpose.CONTACT, "why": Purpose.CARE,
            "cancelled_why": Purpose.CARE,
        }  # fmt: skip
        plain = {
            "id", "number", "rule", "who", "status", "area_code", "opened_at", "opened_by",
            "exposed_on", "arrived_on", "checked_in_on", "day_one_on", "ends_on", "central_ends_on",
            "held_at", "term_count", "agenda_from", "agenda", "done_on", "done", "lifted_at",
            "lifted_by", "cancelled_at", "cancelled_by",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        counted_from = ("lifted_at", "cancelled_at", "opened_at")
        kept_while = Q(status__in=sorted(OPEN))

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.number])

    @property
    def home(self) -> "Measure | Person":
        """Whose `address` says where the person is looked after at home: what was declared for it,
        else what the register has.
        """
        return self if self.address else self.person

    @property
    def site_number(self) -> str:
        """Of the site where the person is; empty at home."""
        return self.held_at.number if self.held_at else ""

    @property
    def seen_from(self) -> PlaceCodes:
        """From where it is seen: the area of the home, and the site."""
        return {"area_code": self.area_code, "premises_number": self.site_number}

    @property
    def owner(self) -> PlaceCodes:
        """Whose it is: see `owned_by`."""
        return place_of(self.held_at) if self.held_at else self.seen_from

    @property
    def concern(self) -> Concern:
        """For what is written or read about the person because of it."""
        return {"concerns_area": self.area_code, "concerns_premises": self.site_number}

    @cached_property
    def handing(self) -> "HandOver | None":
        """The hand-over that is proposed or offered now."""
        rows = self.hand_overs.filter(status__in=HANDING)
        return rows.select_related("from_site", "offered_by").first()

    @property
    def opened_on(self) -> date:
        """The local day on which it was opened."""
        return local_day(self.opened_at)

    @property
    def closed_on(self) -> date | None:
        """The local day on which it was lifted or cancelled."""
        closed = self.lifted_at or self.cancelled_at
        return local_day(closed) if closed else None

    def base_of(self, rule_base: str) -> date:
        """The day that a rule counts from. Until somebody has checked in, or where such a day was
        never told, it is the day on which the measure was opened.
        """
        known = {
            Base.LAST_EXPOSURE: self.exposed_on,
            Base.ARRIVAL: self.arrived_on,
            Base.CHECK_IN: self.checked_in_on,
        }
        return known[Base(rule_base)] or self.opened_on

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed, and it was not lifted yet."""
        return self.status == MeasureStatus.RUNNING and self.ends_on < day

    def is_fever(self, celsius: Decimal) -> bool:
        """Whether a reading is one, by the rule that the measure runs by."""
        return celsius >= self.rule.fever_from

    def days(self, day: date, count: Count) -> tuple[int, int]:
        """Days so far and to go."""
        return days_so_far(day, count), days_to_go(day, count)
