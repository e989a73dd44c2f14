"""The dated figures by which applications are routed, timed and judged."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.clock import local_day, now
from longgang.core.dated import holds_at
from longgang.core.errors import Refusal, Words, filled

from ..application import Application, GoodsClass, TripKind
from ..rules import RuleFacts, check_application

DEFAULT_DOCUMENT = "default"  # of the rows an installation begins with
FROM_THE_START = _("Set at installation")


class PassRuleQuerySet(models.QuerySet["PassRule"]):
    """Rule rows by what they are about and when they hold."""

    def visible_to(self, user: User) -> Self:
        """All of them, to whoever may read the rules: there is one set for the district."""
        return self if holds(user, Permission.RULE_VIEW) else self.none()

    def in_force(self, moment: datetime) -> Self:
        """Rows that hold at this moment: one per kind of trip and class of goods."""
        return self.filter(holds_at(moment))


class PassRule(models.Model):
    """Who decides, how fast, what is asked for and how long a pass holds, from a day on.

    A pass keeps the rule it was submitted under; rows are never edited, only followed by others. It
    is no `DatedRule`: a row begins at a moment, not on a day.
    """

    number = models.CharField(max_length=32, unique=True)
    trip_kind = models.CharField(max_length=20, choices=TripKind.choices)
    goods_class = models.CharField(max_length=20, choices=GoodsClass.choices)
    desk_kind = models.CharField(max_length=20)  # a kind of areas.Desk
    decision_minutes = models.PositiveSmallIntegerField(default=10)
    one_trip = models.BooleanField(default=True)
    early_hours = models.PositiveSmallIntegerField(default=6)  # counts from before the entry
    valid_hours = models.PositiveSmallIntegerField(default=24)  # counted from the expected entry
    advance_days = models.PositiveSmallIntegerField(default=7)
    max_people = models.PositiveSmallIntegerField(default=4)
    documents = models.JSONField(default=list, blank=True)  # DocumentKind values
    test_max_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # None: not asked for
    fever_from = models.DecimalField(max_digits=3, decimal_places=1, default=37.3)
    needs_seal = models.BooleanField(default=True)  # the cab, and photographed, at the entry
    same_trip_hours = models.PositiveSmallIntegerField(default=4)
    arrive_minutes = models.PositiveSmallIntegerField(default=120)
    leave_minutes = models.PositiveSmallIntegerField(default=480)
    exit_minutes = models.PositiveSmallIntegerField(default=120)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    document_number = models.CharField(max_length=100)
    author_name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    objects = PassRuleQuerySet.as_manager()

    class Meta:
        ordering = ["trip_kind", "goods_class", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["trip_kind", "goods_class"],
                condition=Q(valid_to=None),
                name="one_open_rule_per_kind_and_class",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="rule_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(decision_minutes__gt=0), name="rule_decision_limit_is_positive"
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "number", "trip_kind", "goods_class", "desk_kind", "decision_minutes", "one_trip",
            "early_hours", "valid_hours", "advance_days", "max_people", "documents",
            "test_max_hours", "fever_from", "needs_seal", "same_trip_hours", "arrive_minutes",
            "leave_minutes", "exit_minutes", "valid_from", "valid_to", "document_number",
            "author_name", "created_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return f"{self.get_trip_kind_display()} · {self.get_goods_class_display()}"

    @property
    def document_in_words(self) -> Words:
        """The number of the document, or that the installation came with this row."""
        return FROM_THE_START if self.document_number == DEFAULT_DOCUMENT else self.document_number

    @property
    def title(self) -> Words:
        """What is named to whom it refuses: which rule, and the document that set it."""
        kind, goods = TripKind(self.trip_kind).label, GoodsClass(self.goods_class).label
        is_freight = self.trip_kind == TripKind.FREIGHT
        return filled(
            _("District rule for %(what)s (%(document)s)"),
            what=filled("%(kind)s · %(goods)s", kind=kind, goods=goods) if is_freight else kind,
            document=self.document_in_words,
        )

    def is_in_force(self, moment: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)

    def facts(self) -> RuleFacts:
        """The figures that judge an application."""
        return RuleFacts(
            goods_class=self.goods_class,
            trip_kind=self.trip_kind,
            test_max_hours=self.test_max_hours,
            documents=tuple(self.documents),
            advance_days=self.advance_days,
            max_people=self.max_people,
            title=self.title,
        )

    def refuses(self, application: Application) -> list[Refusal]:
        """Everything that the law and this rule refuse of an application at this moment."""
        return check_application(
            application,
            rule=self.facts(),
            now=now(),
            entry_day=local_day(application.expected_entry_at),
            district_code=settings.DISTRICT_CODE,
        )
