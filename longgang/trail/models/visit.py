"""Visits: who was where from when to when, and who said so.

The table is partitioned by the local day on which a visit begins (`partitions.py`), which Django
does not know: the migration makes it, and its primary key there is (id, started_at).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from longgang.audit.api import SYSTEM
from longgang.core.privacy import Purpose

from ..places import LONGEST_NAME, PlaceType
from ..rules import KEEP_DAYS

# The system voids what is told otherwise than before; what somebody voids, nobody may tell again.
VOIDED_BY_HAND = Q(voided_at__isnull=False) & ~Q(voided_by_name=SYSTEM.name)


class TransactionField(models.Field[int | None, int | None]):
    """The number of a transaction of this database cluster, 64 bits, counted by PostgreSQL."""

    description = "Transaction number"

    def db_type(self, connection: Any) -> str:
        """PostgreSQL's own type: its order and its visibility are PostgreSQL's to know."""
        return "xid8"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> int | None:
        """The driver hands it over as text."""
        return None if value is None else int(value)


class ThisTransaction(models.Func):
    """The number of the transaction that is running."""

    function = "pg_current_xact_id"
    output_field = TransactionField()


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits as they are told."""

    def counting(self) -> "VisitQuerySet":
        """Without those that were voided."""
        return self.filter(voided_at=None)


class Visit(models.Model):
    """One person at one place, from one moment until another or until further notice.

    It is known by its `source`, what the source calls it, and its beginning. It is never edited:
    an end that was open becomes known once, and what was wrong is voided and told anew. A trigger
    holds everybody to that. `…_in` are transactions: by them the engine finds what is new to it.
    """

    # Nothing in the database leads to the register: that would lock a person's entry at each scan.
    person = models.ForeignKey(
        "people.Person", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    place = models.CharField(max_length=LONGEST_NAME)
    place_type = models.CharField(max_length=12, choices=PlaceType.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=20)
    reference = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_in = TransactionField(db_default=ThisTransaction())
    ended_in = TransactionField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField(max_length=60, blank=True)
    voided_why = models.CharField(max_length=300, blank=True)
    voided_in = TransactionField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["started_at", "id"]
        constraints = [
            # The same is told once, however often it is said.
            models.UniqueConstraint(
                fields=["source", "reference", "started_at"],
                condition=Q(voided_at=None),
                name="visit_told_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="visit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(place_type__in=PlaceType.values), name="visit_place_type_is_known"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by_name="", voided_why="")
                | Q(voided_at__isnull=False) & ~Q(voided_by_name="") & ~Q(voided_why=""),
                name="visit_voided_by_somebody_who_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "started_at"], name="visit_by_person"),
            models.Index(fields=["recorded_in"], name="visit_recorded_in"),
            models.Index(
                fields=["ended_in"], condition=Q(ended_in__isnull=False), name="visit_ended_in"
            ),
            models.Index(
                fields=["voided_in"], condition=Q(voided_in__isnull=False), name="visit_voided_in"
            ),
            models.Index(
                fields=["source", "reference"],
                condition=Q(ended_at=None, voided_at=None),
                name="visit_open",
            ),
            models.Index(
                fields=["source", "person"], condition=VOIDED_BY_HAND, name="visit_voided_by_hand"
            ),
        ]

    class Privacy:
        personal = {
            "person": Purpose.INVESTIGATE,
            "place": Purpose.INVESTIGATE,
            "place_type": Purpose.INVESTIGATE,
            "started_at": Purpose.INVESTIGATE,
            "ended_at": Purpose.INVESTIGATE,
        }
        plain = {
            "id", "source", "reference", "recorded_at", "recorded_in", "ended_in", "voided_at",
            "voided_by_name", "voided_why", "voided_in",
        }  # fmt: skip
        keep_days = KEEP_DAYS  # by dropping the partition of a day (`jobs.py`)

    def __str__(self) -> str:
        return f"{self.source} {self.reference}"

    @property
    def number(self) -> str:
        """What the audit book calls it."""
        return f"{self.source}/{self.reference}"[:60]
