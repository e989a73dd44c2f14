"""The division tree with its history, the desks that decide, and the places where things happen.

Codes are the national ones: 2, 4, 6, 9 and 12 digits for province, city, county, street and
community, so a code begins with the code of everything it lies in. Never make them an enum: streets
have changed names and codes before and will again.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.statements import Given

from .positions import Position


class Level(models.TextChoices):
    """The levels of the division tree."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")
    STREET = "street", _("Street or township")
    COMMUNITY = "community", _("Community or village")
    GRID = "grid", _("Grid")


class DeskKind(models.TextChoices):
    """Which office sits behind a desk."""

    INDUSTRY = "industry", _("Industry bureau")
    TRANSPORT = "transport", _("Transport bureau")
    COMMERCE = "commerce", _("Commerce bureau")
    STREET = "street", _("Street office")


class PremisesKind(models.TextChoices):
    """What a place is for."""

    CHECKPOINT = "checkpoint", pgettext_lazy("place", "Checkpoint")
    SITE = "site", _("Quarantine site")
    SCHOOL = "school", _("School")
    WORKSITE = "worksite", _("Building site")
    VENUE = "venue", _("Public venue")
    COMPANY_SITE = "company_site", _("Company site")
    HOME = "home", _("Residential building")


class RoadKind(models.TextChoices):
    """By which kind of road a checkpoint is reached."""

    MOTORWAY_EXIT = "motorway_exit", _("Motorway exit")
    PORT = "port", _("Port")
    COUNTY_ROAD = "county_road", _("County road")


class Direction(models.TextChoices):
    """Which way traffic passes a checkpoint."""

    IN = "in", _("Into the district")
    OUT = "out", _("Out of the district")
    BOTH = "both", _("Both ways")


def in_words(name: str, name_en: str) -> str:
    """The name in the language of the page; Chinese where no English one is known."""
    is_english = (get_language() or "").startswith("en")
    return name_en if is_english and name_en else name


class AreaQuerySet(models.QuerySet["Area"]):
    """Reads of the division tree."""

    def on(self, day: date | Given) -> "AreaQuerySet":
        """The divisions as they stood on a day; the last day of validity is not included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def within(self, prefix: str | Given) -> "AreaQuerySet":
        """A division and everything that lies in it."""
        return self.filter(code__startswith=prefix)

    def visible_to(self, user: User) -> "AreaQuerySet":
        """What this user looks after: the areas of the posts that include editing them."""
        return self.filter(scope_of(user, Permission.AREA_EDIT).as_q(area="code"))


class Area(models.Model):
    """One division under one name, for as long as it bore that code and name."""

    Level = Level

    code = models.CharField(_("Code"), max_length=15)
    name = models.CharField(pgettext_lazy("place", "Name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    full_name = models.CharField(pgettext_lazy("place", "Full name"), max_length=200)
    full_name_en = models.CharField(_("Full English name"), max_length=300, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    level = models.CharField(_("Level"), max_length=12, choices=Level)
    parent_code = models.CharField(_("Lies in"), max_length=15, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid until before"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "code", "name", "name_en", "full_name", "full_name_en", "pinyin", "initials",
            "level", "parent_code", "valid_from", "valid_to",
        }  # fmt: skip
        keep_days = None

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code", "valid_from"]
        indexes = [
            models.Index(
                fields=["code"], name="area_code_prefix", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["parent_code"], name="area_parent"),
        ]
        constraints = [
            # A code means one division at a time.
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="area_code_once_valid"
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_once_a_day"),
            # A division ends after it began.
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="area_ends_after_it_began",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="area_level_known"),
        ]

    def __str__(self) -> str:
        return in_words(self.name, self.name_en)

    @property
    def number(self) -> str:
        """What a record of what was done calls it."""
        return self.code

    @property
    def area_code(self) -> str:
        """A division lies in itself."""
        return self.code

    @property
    def full(self) -> str:
        """The name with everything it lies in, in the language of the page."""
        return in_words(self.full_name, self.full_name_en)

    def is_called(self, text: str) -> bool:
        """Whether the text is its code or its whole name, in either language."""
        names = {self.code, self.name, self.full_name, self.name_en, self.full_name_en}
        return bool(text) and text.casefold() in {name.casefold() for name in names}


class DeskQuerySet(models.QuerySet["Desk"]):
    """Reads of desks."""

    def visible_to(self, user: User) -> "DeskQuerySet":
        """What this user looks after: the desks of the areas they edit."""
        return self.filter(scope_of(user, Permission.AREA_EDIT).as_q(area="area_code"))


class Desk(models.Model):
    """An office that decides applications: a bureau of the district or a street office."""

    Kind = DeskKind

    code = models.CharField(_("Code"), max_length=40, unique=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=DeskKind)
    name = models.CharField(pgettext_lazy("place", "Name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    area_code = models.CharField(_("Area"), max_length=15)
    phone = models.CharField(_("Phone for questions"), max_length=20, blank=True)  # of the office

    objects = DeskQuerySet.as_manager()

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "code", "kind", "name", "name_en", "area_code", "phone"}
        keep_days = None

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering = ["area_code", "code"]
        constraints = [
            # An area has one desk of a kind.
            models.UniqueConstraint(fields=["kind", "area_code"], name="desk_once_in_an_area"),
            models.CheckConstraint(condition=Q(kind__in=DeskKind.values), name="desk_kind_known"),
        ]

    def __str__(self) -> str:
        return in_words(self.name, self.name_en)

    @property
    def number(self) -> str:
        """What a record of what was done calls it."""
        return self.code


class PremisesQuerySet(models.QuerySet["Premises"]):
    """Reads of places."""

    def active(self) -> "PremisesQuerySet":
        """Places in use."""
        return self.filter(is_active=True)

    def within(self, prefix: str) -> "PremisesQuerySet":
        """Places in an area."""
        return self.filter(area_code__startswith=prefix)

    def visible_to(self, user: User) -> "PremisesQuerySet":
        """What this user looks after: places in the areas of the posts that include it."""
        return self.filter(scope_of(user, Permission.PREMISES_EDIT).as_q(area="area_code"))


class Premises(models.Model):
    """A place where things happen: a checkpoint, a site, a school."""

    Kind = PremisesKind
    RoadKind = RoadKind
    Direction = Direction

    number = models.CharField(_("Number"), max_length=32, unique=True)
    kind = models.CharField(_("Kind"), max_length=16, choices=PremisesKind)
    name = models.CharField(pgettext_lazy("place", "Name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    area_code = models.CharField(_("Area"), max_length=15)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("Latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("Longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    road_kind = models.CharField(_("Kind of road"), max_length=16, choices=RoadKind, blank=True)
    direction = models.CharField(_("Direction"), max_length=8, choices=Direction, blank=True)
    is_active = models.BooleanField(_("In use"), default=True)

    objects = PremisesQuerySet.as_manager()

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "kind", "name", "name_en", "pinyin", "initials", "area_code",
            "address", "latitude", "longitude", "road_kind", "direction", "is_active",
        }  # fmt: skip
        keep_days = None

    class Meta:
        verbose_name = _("premises")
        verbose_name_plural = _("premises")
        ordering = ["pinyin", "number"]
        indexes = [
            models.Index(
                fields=["area_code"], name="premises_area_prefix", opclasses=["varchar_pattern_ops"]
            ),
        ]
        constraints = [
            # Two places in use never share kind and name in one area.
            models.UniqueConstraint(
                fields=["kind", "area_code", "name"],
                condition=Q(is_active=True),
                name="premises_name_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PremisesKind.values), name="premises_kind_known"
            ),
            # A checkpoint says by which road and which way; nothing else does.
            models.CheckConstraint(
                condition=Q(kind="checkpoint", road_kind__in=RoadKind.values)
                & Q(direction__in=Direction.values)
                | ~Q(kind="checkpoint") & Q(road_kind="", direction=""),
                name="premises_road_of_checkpoint",
            ),
            # A position is both degrees, on this earth.
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="premises_position_whole",
            ),
        ]

    def __str__(self) -> str:
        return in_words(self.name, self.name_en)

    @property
    def names(self) -> set[str]:
        """What it is called, in the languages in which it has a name."""
        return {self.name, self.name_en} - {""}

    @property
    def position(self) -> Position | None:
        """Where it is, if somebody has entered it."""
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)

    @position.setter
    def position(self, position: Position | None) -> None:
        self.latitude, self.longitude = position or (None, None)
