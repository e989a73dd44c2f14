"""The blocklist: who may not get a pass, on whose word, until when."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.clock import local_day
from longgang.core.lifecycle import States
from longgang.core.privacy import Purpose


class BlockKind(States):
    """What is blocked."""

    VEHICLE = "vehicle", _("Vehicle")
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")


class BlockEntryQuerySet(models.QuerySet["BlockEntry"]):
    """Entries by whether they count."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever may see the list: a gate anywhere must know it."""
        return self if holds(user, Permission.BLOCKLIST_VIEW) else self.none()

    def in_force(self, day: date) -> Self:
        """Confirmed by a second person, not lifted, and not past the end date."""
        return self.filter(confirmed_at__isnull=False, lifted_at=None, ends_on__gte=day)

    def in_force_at(self, moment: datetime) -> Self:
        """What counted at a moment of the past, whatever has become of it since."""
        is_lifted_later = Q(lifted_at=None) | Q(lifted_at__gt=moment)
        return self.filter(
            is_lifted_later, confirmed_at__lte=moment, ends_on__gte=local_day(moment)
        )

    def against(
        self, *, plate: str, colour: str, people: Collection[int], credit_code: str = ""
    ) -> Self:
        """Entries about a vehicle or anybody aboard; with a code, about the company that applies.

        A gate asks without: its devices hold plates, and a company is met when it applies.
        """
        named = Q(plate=plate, plate_colour=colour, kind="vehicle") | Q(person__in=people)
        return self.filter(named | Q(credit_code=credit_code) if credit_code else named)


class BlockEntry(models.Model):
    """Needs a document, an end date and a second person."""

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=BlockKind.choices)
    plate = models.CharField(max_length=20, blank=True)
    plate_colour = models.CharField(max_length=2, blank=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    # Of a company, and no reference: it may register again, and the code stays what it was.
    credit_code = models.CharField(max_length=18, blank=True)
    reason = models.CharField(max_length=500)
    document_number = models.CharField(max_length=100)
    ends_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    lifted_why = models.CharField(max_length=300, blank=True)

    objects = BlockEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="vehicle", person=None, credit_code="") & ~Q(plate=""))
                | Q(kind="person", person__isnull=False, plate="", credit_code="")
                | (Q(kind="company", person=None, plate="") & ~Q(credit_code="")),
                name="block_names_a_vehicle_a_person_or_a_company",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                    name=f"block_{verb}_at_and_by_together",
                )
                for verb in ("confirmed", "lifted")
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("proposed_by")),
                name="block_needs_two_people",
            ),
        ]
        indexes = [models.Index(fields=["plate", "plate_colour"], name="block_by_plate")]

    class Privacy:
        personal = {"plate": Purpose.CHECK, "person": Purpose.CHECK, "reason": Purpose.REVIEW}
        plain = {
            "id", "number", "kind", "plate_colour", "credit_code", "document_number", "ends_on",
            "proposed_at", "proposed_by", "confirmed_at", "confirmed_by", "lifted_at", "lifted_by",
            "lifted_why",
        }  # fmt: skip
        keep_days = 365
        counted_from = ("ends_on",)

    def __str__(self) -> str:
        return self.number
