"""Notices and messages as lists."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.audit.api import kind_in_words
from longgang.core.forms import Filters
from longgang.core.privacy import mask_phone
from longgang.core.tables import Column, Empty, Table
from longgang.core.tags import Tag, Tone

from .lifecycle import DeliveryStatus
from .models import Delivery, Notice

TONES = {
    DeliveryStatus.WAITING: Tone.INFO,
    DeliveryStatus.FAILED: Tone.SOON,
    DeliveryStatus.SENT: Tone.GOOD,
    DeliveryStatus.GIVEN_UP: Tone.BAD,
}


def read_tag(notice: Notice) -> Tag:
    """Whether it asks for a deed, else whether its receiver has opened it."""
    if notice.waits:
        return Tag(_("to do"), Tone.SOON, "hourglass")
    return (
        Tag(_("read"), Tone.IDLE, "check") if notice.read_at else Tag(_("new"), Tone.INFO, "bell")
    )


def status_tag(delivery: Delivery) -> Tag:
    """Where a message is, as a tag."""
    status = DeliveryStatus(delivery.status)
    return Tag(status.label, TONES[status])


class NoticeFilters(Filters):
    """What is new is found among hundreds."""

    state = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), ("todo", _("to do")), ("new", _("new"))]
    )


class NoticeTable(Table[Notice]):
    """What I was told: first what asks for a deed, then the latest."""

    name = "notices"
    title = _("Notices")
    filters = NoticeFilters
    order = "-created"
    empty = Empty(
        _("No notices yet."), _("News about your applications appears here."), icon="bell"
    )
    columns = [
        Column(
            "text",
            _("Notice"),
            link=lambda row: reverse("notices:open", args=[row.number]),
            width=60,
        ),
        Column("created", _("When"), "created_at", sort=("waits", "created_at")),
        Column("read", _("Status"), read_tag),
    ]

    def narrow(self, rows: QuerySet[Notice], values: Mapping[str, Any]) -> QuerySet[Notice]:
        """All, those that ask for a deed, or those not opened yet."""
        match values.get("state"):
            case "todo":
                return rows.filter(waits=True)
            case "new":
                return rows.filter(read_at=None)
        return rows


class DeliveryFilters(Filters):
    """By status."""

    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *DeliveryStatus.choices])


class DeliveryTable(Table[Delivery]):
    """Messages that leave the house, for whoever looks after them. The words stay sealed."""

    name = "deliveries"
    title = _("Messages")
    filters = DeliveryFilters
    lookups = {"status": "status"}
    order = "-created"
    empty = Empty(
        _("No messages yet."), _("SMS to residents and staff appear here."), icon="message"
    )
    columns = [
        Column(
            "created",
            _("Written"),
            "created_at",
            sort="created_at",
            link=lambda row: reverse("notices:delivery", args=[row.number]),
        ),
        Column("kind", _("What"), lambda row: kind_in_words(row.kind)),
        Column("phone", _("Phone"), lambda row: mask_phone(row.phone), css="cell-code"),
        Column("status", _("Status"), status_tag),
        Column("attempts", _("Tries")),
        Column("error", _("Last error"), "last_error", width=50),
    ]
