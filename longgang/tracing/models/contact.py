"""What was decided about one contact of a case."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.privacy import Purpose

from ..lifecycle import ContactStatus
from .case import KEEP_DAYS


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contacts by who works on their case."""

    def visible_to(self, user: User) -> Self:
        """Those of the cases that this person sees."""
        return self.filter(scope_of(user, Permission.CASE_INVESTIGATE).as_q(area="case__area_code"))


class Contact(models.Model):
    """Contacts are computed from the trail; a row is kept of those about whom somebody has decided
    something, or whom somebody has added: then with where and when they met, as it was told.
    """

    number = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey("tracing.Case", models.CASCADE, related_name="contacts")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=ContactStatus.choices)
    degree = models.PositiveSmallIntegerField()
    exposed_on = models.DateField()  # the last time, as it was known then
    words = models.CharField(max_length=300, blank=True)  # why set aside, or why added
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)
    batch = models.ForeignKey(
        "tracing.Batch", models.SET_NULL, null=True, related_name="contacts"
    )  # in which it is chosen or was carried out
    measure = models.ForeignKey(
        "measures.Measure", models.SET_NULL, null=True, related_name="+"
    )  # that was opened, or ran already
    is_added = models.BooleanField(default=False)
    met_where = models.CharField(max_length=100, blank=True)
    met_since = models.DateTimeField(null=True)
    met_until = models.DateTimeField(null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["degree", "-exposed_on", "id"]
        constraints = [
            # About a person one thing is decided in a case.
            models.UniqueConstraint(fields=["case", "person"], name="contact_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(status__in=ContactStatus.values, degree__gte=1),
                name="contact_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_added=False, met_where="", met_since=None, met_until=None)
                | Q(is_added=True, met_until__gt=F("met_since")) & ~Q(met_where="") & ~Q(words=""),
                name="contact_added_says_where_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ordered", "already"]) | Q(batch__isnull=False),
                name="contact_is_ordered_in_a_batch",
            ),
        ]

    class Privacy:
        personal = {
            "person": Purpose.TRACE, "exposed_on": Purpose.TRACE,
            "words": Purpose.TRACE, "met_where": Purpose.TRACE,
            "met_since": Purpose.TRACE, "met_until": Purpose.TRACE,
        }  # fmt: skip
        plain = {
            "id", "number", "case", "status", "degree", "at", "by_name", "batch", "measure",
            "is_added",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        goes_with = "case"

    def __str__(self) -> str:
        return self.number
