"""Dated rules: rows of figures that follow one another under a document, set by rules officers.

They stand here, and not in the core, because they ask who somebody is and write in the book.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from longgang.audit.api import ActsAsActor, name_in_words, record
from longgang.core.clock import now, today
from longgang.core.dated import holds_at
from longgang.core.errors import Refusal, refuse_all, refuse_if
from longgang.core.statements import Given
from longgang.core.tokens import new_number

from .models import User
from .permissions import Permission
from .scopes import check_holds, holds

Rule_co = TypeVar("Rule_co", bound="DatedRule", covariant=True)
Rule = TypeVar("Rule", bound="DatedRule")


class DatedRuleQuerySet(models.QuerySet[Rule_co]):
    """Rule rows by who reads them and the day on which they hold."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever reads rules or works by them: they hold for the district."""
        return self if any(holds(user, each) for each in self.model.readers) else self.none()

    def in_force(self, day: date | Given) -> Self:
        """What holds on a day."""
        return self.filter(holds_at(day))


class DatedRule(models.Model):
    """What holds from a day on. Rows are never edited, only followed by others; `valid_to` is the
    first day on which it holds no longer.
    """

    readers: ClassVar[Sequence[Permission]]
    letters: ClassVar[str]  # before its number
    event: ClassVar[str]  # in the book, when it is set
    figures: ClassVar[Sequence[str]]  # columns that the book names, besides day and document

    number = models.CharField(max_length=32, unique=True)
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True)
    document_number = models.CharField(max_length=100)
    author_name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-valid_from"]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "valid_from", "valid_to", "document_number", "author_name",
            "created_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.number} · {self.valid_from}"

    @property
    def author(self) -> str:
        """Who put it into force, as people say it."""
        return name_in_words(self.author_name)

    def told(self, *more: str) -> dict[str, Any]:
        """Its figures by name, and these columns."""
        return {name: getattr(self, name) for name in (*self.figures, *more)}


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """Every row holds for a day at least."""
    condition = Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
    return models.CheckConstraint(condition=condition, name=f"{name}_ends_after_it_starts")


def one_at_a_time(name: str) -> models.UniqueConstraint:
    """Where one rule holds for everything: no two are open."""
    return models.UniqueConstraint(
        fields=["valid_to"], nulls_distinct=False, name=f"one_open_{name}"
    )


def check_may_edit_rules(user: User) -> None:
    """Who may change the rules: rules officers of the district."""
    check_holds(user, Permission.RULE_EDIT, area_code=settings.DISTRICT_CODE)


def check_may_date(by: ActsAsActor, day: date) -> None:
    """Nobody but the system, which enters what held before an installation began, lets a rule begin
    or end in the past: things were done under what held then.
    """
    if isinstance(by, User):
        check_may_edit_rules(by)
        refuse_if(_BACK_DATED if day < today() else None)


def check_follows(day: date, last: DatedRule | None) -> Refusal | None:
    """A row begins after the one before began, and not before that one ended."""
    if last is None:
        return None
    is_earlier = day <= last.valid_from or (last.valid_to is not None and day < last.valid_to)
    return _BEFORE_THE_LAST if is_earlier else None


def check_document_number(number: str) -> Refusal | None:
    """What is ordered names the document that orders it."""
    return None if number.strip() else _NO_DOCUMENT


@transaction.atomic
def follow_last(
    rows: models.QuerySet[Rule],
    columns: Mapping[str, Any],
    *,
    faults: Sequence[Refusal | None],
    valid_from: date | None,
    document_number: str,
    by: ActsAsActor,
) -> Rule:
    """Let a new row hold from a day on, or from today. The last of these rows ends there; nothing
    that was done under it is touched. `faults` is what is refused of the columns.
    """
    day = valid_from or today()
    check_may_date(by, day)
    last = rows.select_for_update(of=("self",)).order_by("-valid_from").first()
    refuse_all([check_document_number(document_number), *faults, check_follows(day, last)])
    if last is not None:
        rows.filter(pk=last.pk, valid_to=None).update(valid_to=day)
    row = rows.create(
        **columns,
        number=new_number(rows.model.letters),
        valid_from=day,
        document_number=document_number.strip(),
        author_name=by.as_actor().name,
        created_at=now(),
    )
    dated = ("valid_from", "document_number")
    before = last.told(*dated) if last else None
    record(row.event, row, by=by, before=before, after=row.told(*dated), reason=document_number)
    return row


_BACK_DATED = Refusal(
    "accounts.rule_back_dated",
    _("A rule cannot begin or end in the past."),
    _("Choose today or a later day."),
    field="valid_from",
)
_BEFORE_THE_LAST = Refusal(
    "accounts.rule_before_the_last",
    _("Another rule already begins or ends on this day or later."),
    _("Choose a later day."),
    field="valid_from",
)
_NO_DOCUMENT = Refusal(
    "accounts.document_number_missing",
    _("The number of the document that orders it is missing."),
    field="document_number",
)
