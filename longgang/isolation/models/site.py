"""A quarantine site with its buildings, floors, rooms and beds."""

from functools import lru_cache
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from longgang.accounts.api import Permission, PlaceCodes, User, scope_of

from ..kinds import Condition, Zone


@lru_cache(1024)
def _address_of(number: str) -> str:
    """The overview leads to hundreds; to look one up takes as long as to draw its row."""
    return reverse("isolation:site", args=[number])


def seen_by(user: User, column: str) -> Q:
    """Condition on rows whose `column` leads to the number of a site's premises.

    - staff of a site: that site
    - the command centre and health officers of the district: all of them
    """
    scope = scope_of(user, Permission.SITE_VIEW)
    if scope.covers(area_code=settings.DISTRICT_CODE):
        return ~Q(pk__in=[])
    return scope.as_q(premises=column)


class SiteQuerySet(models.QuerySet["Site"]):
    """Sites in the words of who looks after them."""

    def visible_to(self, user: User) -> Self:
        """One's own; the command centre and health officers see all of the district."""
        return self.filter(seen_by(user, "premises__number"))

    def open(self) -> Self:
        """Those that take people in."""
        return self.filter(closed_on=None)


class Site(models.Model):
    """Premises where people are isolated. Its number and its name are those of the premises."""

    premises = models.OneToOneField("areas.Premises", models.PROTECT, related_name="+")
    phone = models.CharField(max_length=20)  # of the desk at the door, day and night
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["premises__pinyin", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="site_closes_after_it_opens",
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "premises", "phone", "opened_on", "closed_on"}
        keep_days = None

    def __str__(self) -> str:
        return str(self.premises)

    def get_absolute_url(self) -> str:
        return _address_of(self.number)

    @property
    def number(self) -> str:
        """What a record of what was done calls it."""
        number: str = self.premises.number
        return number

    @property
    def area_code(self) -> str:
        """Where it lies."""
        code: str = self.premises.area_code
        return code

    @property
    def place(self) -> PlaceCodes:
        """Whose it is: its own staff's, and theirs who look after the whole district; not the
        street's in which it happens to lie.
        """
        return {"area_code": settings.DISTRICT_CODE, "premises_number": self.number}


class Building(models.Model):
    """A building of a site."""

    site = models.ForeignKey("isolation.Site", models.CASCADE, related_name="buildings")
    name = models.CharField(max_length=20)

    class Meta:
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="building_once_a_site"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "site", "name"}
        keep_days = None

    def __str__(self) -> str:
        return self.name


class Floor(models.Model):
    """A floor of a building, in one zone."""

    building = models.ForeignKey("isolation.Building", models.CASCADE, related_name="floors")
    level = models.SmallIntegerField()
    zone = models.CharField(max_length=12, choices=Zone.choices)

    class Meta:
        ordering = ["building", "level"]
        constraints = [
            models.UniqueConstraint(fields=["building", "level"], name="floor_once_a_building"),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="floor_zone_is_known"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "building", "level", "zone"}
        keep_days = None

    def __str__(self) -> str:
        return f"{self.building} {self.level}F"


class RoomQuerySet(models.QuerySet["Room"]):
    """Rooms by what they are good for."""

    def visible_to(self, user: User) -> Self:
        """Those of the sites that this person sees."""
        return self.filter(seen_by(user, "site__premises__number"))

    def for_guests(self) -> Self:
        """In the zone where guests live, and in use."""
        in_use = self.exclude(condition=Condition.OUT_OF_USE)
        return in_use.filter(floor__zone=Zone.CONTAMINATED)

    def free(self) -> Self:
        """Nobody is in them or has them reserved, and they are ready."""
        from .stay import BedUse  # noqa: PLC0415 - the tables refer to each other

        used = BedUse.objects.filter(until=None, bed__room=models.OuterRef("pk"))
        ready = self.for_guests().filter(~models.Exists(used), condition=Condition.READY)
        return ready.filter(site__closed_on=None)


class Room(models.Model):
    """A room with its beds; `site` is that of its floor."""

    number = models.CharField(max_length=32, unique=True)
    site = models.ForeignKey("isolation.Site", models.PROTECT, related_name="rooms")
    floor = models.ForeignKey("isolation.Floor", models.PROTECT, related_name="rooms")
    label = models.CharField(max_length=12)  # as it stands on the door
    is_accessible = models.BooleanField(default=False)
    is_family = models.BooleanField(default=False)
    condition = models.CharField(max_length=12, choices=Condition.choices, default=Condition.READY)
    condition_at = models.DateTimeField()
    condition_words = models.CharField(max_length=200, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["floor__building__name", "floor__level", "label"]
        constraints = [
            models.UniqueConstraint(fields=["floor", "label"], name="room_once_a_floor"),
            models.CheckConstraint(
                condition=Q(condition__in=Condition.values), name="room_condition_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(condition="out_of_use") | ~Q(condition_words=""),
                name="room_out_of_use_says_why",
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "site", "floor", "label", "is_accessible", "is_family", "condition",
            "condition_at", "condition_words",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.floor.building} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("isolation:room", args=[self.number])


class Bed(models.Model):
    """One bed."""

    room = models.ForeignKey("isolation.Room", models.CASCADE, related_name="beds")
    place = models.PositiveSmallIntegerField()  # 1, 2, 3 …

    class Meta:
        ordering = ["room", "place"]
        constraints = [
            models.UniqueConstraint(fields=["room", "place"], name="bed_once_a_room"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "room", "place"}
        keep_days = None

    def __str__(self) -> str:
        return f"{self.room}-{self.place}"
