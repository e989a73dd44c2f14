"""A person, who may act for a person, and the certificates a person holds.

ID number, phone and address are sealed; they are found again only whole, through a blind index, or
by their last four digits. A row merged into another stays, so that old links lead to the right one.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.identifiers import IdKind
from longgang.core.prepared import PreparedRows
from longgang.core.privacy import Purpose
from longgang.core.sealed import (
    BlindIndexField,
    LastFourField,
    SealedModel,
    SealedQuerySet,
    SealedTextField,
)
from longgang.core.statements import Given

from ..lifecycle import CompanyStatus
from ..scopes import in_scope
from .companies import Crew, Membership


class PersonQuerySet(SealedQuerySet["Person"]):
    """Reads of people."""

    def current(self) -> "PersonQuerySet":
        """People who were not merged into somebody else."""
        return self.filter(merged_into=None)

    def visible_to(self, user: User) -> "PersonQuerySet":
        """Whom this user may see.

        - staff: everybody who lives in the area of a post that includes it; posts for the whole
          district also see those whose home is not known
        - everybody: themselves and the people they act for
        - members of an approved company: its drivers and escorts
        """
        companies = Membership.objects.filter(
            user=user, company__status=CompanyStatus.APPROVED
        ).values("company")
        crew = Crew.objects.filter(company__in=companies).values_list("person", flat=True)
        own = Q(pk__in={*own_people(user), *crew})
        return self.filter(own | in_scope(scope_of(user, Permission.PERSON_VIEW), "area_code"))


class Person(SealedModel):
    """Somebody the district does business with, registered once."""

    number = models.CharField(_("Number"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    sort_key = models.CharField(max_length=540, blank=True, db_collation="C")
    pinyin = models.CharField(max_length=240, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    id_kind = models.CharField(
        _("Kind of ID"), max_length=3, choices=IdKind, default=IdKind.RESIDENT
    )
    id_number = SealedTextField(_("ID number"), max_length=40, blank=True)
    id_number_index = BlindIndexField(of="id_number")
    id_number_last4 = LastFourField(of="id_number")
    phone = SealedTextField(_("Phone"), max_length=20, blank=True)
    phone_index = BlindIndexField(of="phone")
    phone_last4 = LastFourField(of="phone")
    address = SealedTextField(_("Address"), max_length=200, blank=True)
    area_code = models.CharField(_("Home area"), max_length=15, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Login"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
    )
    registered_at = models.DateTimeField(_("Registered at"))
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = PersonQuerySet.as_manager()  # type: ignore[misc]  # the base has a plainer one

    class Privacy:
        personal = {
            "name": Purpose.IDENTIFY,
            "sort_key": Purpose.IDENTIFY,
            "pinyin": Purpose.IDENTIFY,
            "initials": Purpose.IDENTIFY,
            "id_number": Purpose.IDENTIFY,
            "id_number_index": Purpose.IDENTIFY,
            "id_number_last4": Purpose.IDENTIFY,
            "phone": Purpose.CONTACT,
            "phone_index": Purpose.CONTACT,
            "phone_last4": Purpose.CONTACT,
            "address": Purpose.CONTACT,
        }
        plain = {"id", "number", "id_kind", "area_code", "user", "registered_at", "merged_into"}
        keep_days = None

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "number"]
        indexes = [
            models.Index(fields=["sort_key", "number"], name="person_by_name"),
            models.Index(
                fields=["pinyin"], name="person_pinyin", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["initials"], name="person_initials", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["name"], name="person_name", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["area_code"], name="person_area", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["area_code", "id"], name="person_by_area"),
            # Duplicates are looked for among everybody; the index alone answers.
            models.Index(
                fields=["name", "phone_last4"],
                condition=Q(merged_into=None) & ~Q(phone_last4=""),
                name="person_alike",
            ),
        ]
        constraints = [
            # An ID number belongs to one person.
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=Q(merged_into=None) & ~Q(id_number_index=""),
                name="person_id_number_once",
            ),
            models.CheckConstraint(condition=Q(id_kind__in=IdKind.values), name="person_id_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.number])


class Representative(models.Model):
    """A user who may act for a person who cannot: family, neighbour, grid worker."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="represents"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representatives")
    since_on = models.DateField(_("Since"))

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "user", "person", "since_on"}
        keep_days = None

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="representative_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.person}"


def own_people(user: User) -> list[int]:
    """The keys of oneself and of the people one acts for; one query.

    A query inside a condition joined by "or" would make the database look at every row.
    """
    return [key for (key,) in _OWN.list(user=user.pk)]


def _own() -> "models.QuerySet[Any, Any]":
    own = Person.objects.order_by().filter(user=Given("user")).values_list("pk")
    represented = Representative.objects.order_by().filter(user=Given("user"))
    return own.union(represented.values_list("person"))


_OWN = PreparedRows(_own)


class QualificationKind(models.TextChoices):
    """What a certificate allows its holder to do."""

    HAZARD_DRIVER = "hazard_driver", _("Driver of hazardous goods")
    HAZARD_ESCORT = "hazard_escort", _("Escort of hazardous goods")


class QualificationQuerySet(SealedQuerySet["Qualification"]):
    """Reads of certificates."""

    def valid_on(self, day: date) -> "QualificationQuerySet":
        """Certificates that have not expired; the last day printed on them still counts."""
        return self.filter(expires_on__gte=day)


class Qualification(SealedModel):
    """A certificate of competence. Its number is often the holder's ID number, so it is sealed."""

    Kind = QualificationKind

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="qualifications")
    kind = models.CharField(_("Kind"), max_length=16, choices=QualificationKind)
    number = SealedTextField(_("Certificate number"), max_length=40)
    number_last4 = LastFourField(of="number")
    expires_on = models.DateField(_("Expires on"))

    objects = QualificationQuerySet.as_manager()  # type: ignore[misc]  # the base has a plainer one

    class Privacy:
        personal = {"number": Purpose.IDENTIFY, "number_last4": Purpose.IDENTIFY}
        plain = {"id", "person", "kind", "expires_on"}
        keep_days = None

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["kind", "-expires_on"]
        constraints = [
            # Of each kind a person holds the newest certificate only.
            models.UniqueConstraint(fields=["person", "kind"], name="qualification_once"),
            models.CheckConstraint(
                condition=Q(kind__in=QualificationKind.values), name="qualification_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.expires_on}"
