"""The two books, the chain that binds them, and the list of rows still to be bound.

Rows are facts about the past: no foreign keys to live rows, no update, no delete. What Python
refuses here, triggers in the database refuse once more (migration 0002).
"""

from typing import Any, NoReturn, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from longgang.core.privacy import Purpose
from longgang.core.tokens import new_token

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


def new_event_number() -> str:
    """What a row is called outside the database; also makes two equal rows differ."""
    return new_token()


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove a row of an append-only book."""


class AppendOnlyQuerySet(models.QuerySet[Row_co]):
    """Reads and inserts; everything else is refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("rows of this book are never changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("rows of this book are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("rows of this book are never removed")


class AppendOnlyRow(models.Model):
    """One line of a book, written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("rows of this book are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("rows of this book are never removed")


class BookRow(AppendOnlyRow):
    """What both books say of every line: who, when, about what, and the mark that proves it."""

    number = models.CharField(max_length=22, default=new_event_number)
    at = models.DateTimeField(_("when"))
    by_id = models.CharField(_("account"), max_length=40, blank=True)
    by_name = models.CharField(_("who"), max_length=200)
    post = models.TextField(_("posts held"), max_length=2000, blank=True)
    subject_kind = models.CharField(_("about"), max_length=60)
    subject_number = models.CharField(_("number"), max_length=60)
    area_code = models.CharField(_("area"), max_length=20, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    request_id = models.CharField(_("request"), max_length=16, blank=True)
    # Keyed: only this program can write it, so a row slipped in by hand has none that fits.
    mark = models.BinaryField(max_length=32)

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            # Not on the field: that would add an index for parts of the number, which nobody types.
            models.UniqueConstraint(fields=["number"], name="%(class)s_number_unique"),
        ]


class Event(BookRow):
    """What was done. `before` and `after` hold what changed, personal values masked."""

    kind = models.CharField(_("what"), max_length=60)
    before = models.JSONField(_("before"), encoder=DjangoJSONEncoder, null=True)
    after = models.JSONField(_("after"), encoder=DjangoJSONEncoder, null=True)

    class Meta(BookRow.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_number", "subject_kind"], name="event_by_subject"),
            models.Index(fields=["at"], name="event_by_time"),
            models.Index(fields=["by_id", "at"], name="event_by_person"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
        ]

    class Privacy:
        personal = {"by_name": Purpose.INVESTIGATE, "reason": Purpose.INVESTIGATE}
        plain = {
            "id", "number", "kind", "at", "by_id", "post", "subject_kind",
            "subject_number", "area_code", "before", "after", "request_id", "mark",
        }  # fmt: skip
        keep_days = None  # the book outlives what it tells of

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_number}"


class Disclosure(BookRow):
    """Who saw whose personal field in clear, and why."""

    field = models.CharField(_("field"), max_length=60)
    purpose = models.CharField(_("purpose"), max_length=40)

    class Meta(BookRow.Meta):
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        indexes = [
            models.Index(fields=["subject_number", "subject_kind"], name="disclosure_by_subject"),
            models.Index(fields=["at"], name="disclosure_by_time"),
            models.Index(fields=["by_id", "at"], name="disclosure_by_person"),
        ]

    class Privacy:
        personal = {"by_name": Purpose.INVESTIGATE, "reason": Purpose.INVESTIGATE}
        plain = {
            "id", "number", "at", "by_id", "post", "subject_kind", "subject_number",
            "area_code", "field", "purpose", "request_id", "mark",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.subject_number} {self.field}"


class Book(models.TextChoices):
    """The books that the chain binds."""

    EVENTS = "event", _("events")
    DISCLOSURES = "disclosure", _("disclosures")


class ChainLink(AppendOnlyRow):
    """One line of a book, bound to the line before it. Sequences have no gap."""

    sequence = models.BigIntegerField(primary_key=True)
    book = models.CharField(max_length=10, choices=Book)
    row_id = models.BigIntegerField()
    row_mark = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["book", "row_id"], name="link_once_per_row"),
        ]

    class Privacy:
        personal: dict[str, Purpose] = {}
        plain = {"sequence", "book", "row_id", "row_mark", "hash"}
        keep_days = None

    def __str__(self) -> str:
        return f"{self.sequence}: {self.book} {self.row_id}"


class ChainHead(models.Model):
    """How long the chain is: the only row that changes, so that a cut-off end is noticed."""

    id = models.SmallIntegerField(primary_key=True)
    sequence = models.BigIntegerField()
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_head")]

    class Privacy:
        personal: dict[str, Purpose] = {}
        plain = {"id", "sequence", "mark"}
        keep_days = None

    def __str__(self) -> str:
        return str(self.sequence)


class Unsealed(models.Model):
    """A row that waits for its link. A trigger writes it in the writer's own transaction."""

    book = models.CharField(max_length=10, choices=Book)
    row_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = _("unsealed rows")

    class Privacy:
        personal: dict[str, Purpose] = {}
        plain = {"id", "book", "row_id"}
        keep_days = None

    def __str__(self) -> str:
        return f"{self.book} {self.row_id}"
