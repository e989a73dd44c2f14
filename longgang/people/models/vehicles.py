"""A vehicle, known by plate and colour together: a yellow and a blue plate may share a number."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.identifiers import PlateColour, PlateKind
from longgang.core.privacy import Purpose

from ..scopes import in_scope
from .companies import Company, Membership
from .people import Person, Representative


class VehicleKind(models.TextChoices):
    """What a vehicle is built for."""

    TRUCK = "truck", _("Truck")
    TANKER = "tanker", _("Tanker")
    TRACTOR = "tractor", _("Tractor unit")
    TRAILER = "trailer", pgettext_lazy("vehicle", "Trailer")
    VAN = "van", _("Van")
    BUS = "bus", _("Bus")
    CAR = "car", _("Car")
    OTHER = "other", _("Other vehicle")


class VehicleQuerySet(models.QuerySet["Vehicle"]):
    """Reads of vehicles."""

    def current(self) -> "VehicleQuerySet":
        """Vehicles that were not merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, user: User) -> "VehicleQuerySet":
        """Staff see the vehicles of their area, members those of their company, owners their own.

        A vehicle is where its company is, else where its owner lives, else nowhere in particular:
        then posts for the whole district see it.
        """
        companies = Membership.objects.filter(user=user, company__status="approved")
        represented = Representative.objects.filter(user=user)
        own = (
            Q(company__in=companies.values("company"))
            | Q(owner__user=user)
            | Q(owner__in=represented.values("person"))
        )
        return self.filter(own | in_scope(scope_of(user, Permission.VEHICLE_VIEW), "area_code"))


class Vehicle(models.Model):
    """A vehicle with the papers that let it carry what it carries."""

    Kind = VehicleKind

    number = models.CharField(_("Number"), max_length=32, unique=True)
    plate = models.CharField(_("Plate"), max_length=20)
    colour = models.CharField(_("Plate colour"), max_length=2, choices=PlateColour)
    plate_kind = models.CharField(_("Kind of plate"), max_length=16, choices=PlateKind)
    kind = models.CharField(
        _("Kind of vehicle"), max_length=12, choices=VehicleKind, default=VehicleKind.TRUCK
    )
    vin = models.CharField(_("VIN"), max_length=17, blank=True)
    company = models.ForeignKey(
        Company,
        verbose_name=_("Company"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="vehicles",
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("Owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="vehicles",
    )
    # Copied from company or owner, so that a list needs no join to know who may see it.
    area_code = models.CharField(_("Area"), max_length=15, blank=True)
    carries_hazard = models.BooleanField(_("Carries hazardous goods"), default=False)
    licence_number = models.CharField(_("Road transport licence"), max_length=40, blank=True)
    licence_expires_on = models.DateField(_("Licence expires on"), null=True, blank=True)
    tank_number = models.CharField(_("Tank number"), max_length=40, blank=True)
    tank_media = ArrayField(
        models.CharField(max_length=4),
        verbose_name=_("Goods the tank may hold (UN numbers)"),
        default=list,
        blank=True,
    )
    tank_inspected_until = models.DateField(_("Tank inspected until"), null=True, blank=True)
    registered_at = models.DateTimeField(_("Registered at"))
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = VehicleQuerySet.as_manager()

    class Privacy:
        personal = {"plate": Purpose.IDENTIFY, "vin": Purpose.IDENTIFY}
        plain = {
            "id", "number", "colour", "plate_kind", "kind", "company", "owner", "area_code",
            "carries_hazard", "licence_number", "licence_expires_on", "tank_number", "tank_media",
            "tank_inspected_until", "registered_at", "merged_into",
        }  # fmt: skip
        keep_days = None

    class Meta:
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")
        ordering = ["plate", "colour", "number"]
        indexes = [
            models.Index(
                fields=["area_code"], name="vehicle_area", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["vin"], name="vehicle_vin", condition=~Q(vin="")),
            models.Index(fields=["kind", "id"], name="vehicle_by_kind"),
        ]
        constraints = [
            # A plate of a colour is one vehicle.
            models.UniqueConstraint(
                fields=["plate", "colour"],
                condition=Q(merged_into=None),
                name="vehicle_plate_once",
            ),
            models.CheckConstraint(
                condition=Q(colour__in=PlateColour.values), name="vehicle_colour_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=VehicleKind.values), name="vehicle_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.plate

    def get_absolute_url(self) -> str:
        return reverse("people:vehicle", args=[self.number])
