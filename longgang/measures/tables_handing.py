"""The list of hand-overs."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name
from longgang.core.sentences import beside
from longgang.core.tables import Column, Empty, Table

from .forms import EVER, SENT, HandedFilters
from .models import HandOver, HandOverQuerySet
from .wording import hand_over_tag, name_of, sender_of


def _receiver(row: HandOver) -> str:
    return str(beside(area_name(row.to_area_code), row.words))


class HandedTable(Table[HandOver]):
    """Who was handed to whom, the newest first; what waits for the reader, unless more is asked."""

    name = "handed"
    title = _("Hand-overs")
    filters = HandedFilters
    search = ("measure__number", "number")
    search_label = _("Number of the measure")
    order = "-offered"
    empty = Empty(
        _("Nobody waits to be accepted."),
        _("Who is handed to you appears here. What you handed over stands under “Which”."),
        icon="circle-check",
    )
    columns = [
        Column("name", _("Name"), "shown_name", link=lambda row: row.shown_url),
        Column("status", _("State"), hand_over_tag, detail=lambda row: row.returned_why),
        Column("sender", pgettext_lazy("hand-over", "From"), sender_of),
        Column("receiver", pgettext_lazy("hand-over", "To"), _receiver),
        Column("offered", pgettext_lazy("hand-over", "Since"), "offered_at", sort="offered_at"),
        Column("by", pgettext_lazy("hand-over", "By"), "offered_by.name"),
        Column("number", _("Number"), "measure.number", on_page=False, width=20),
    ]

    def __init__(self, rows: QuerySet[HandOver], request: HttpRequest, **options: Any) -> None:
        super().__init__(rows, request, **options)
        assert isinstance(request.user, User)
        self.user = request.user

    def prepare(self, rows: list[HandOver]) -> None:
        """The name as this reader may see it; the page of the measure for who may open it."""
        for row in rows:
            sent_from = {
                "area_code": row.from_area_code,
                "premises_number": row.from_site.number if row.from_site else "",
            }
            is_known = holds(self.user, Permission.PERSON_VIEW, **sent_from)  # they were ours
            may_open = holds(self.user, Permission.MEASURE_VIEW, **row.measure.seen_from)
            row.shown_name = (  # type: ignore[attr-defined]
                row.measure.person.name if is_known else name_of(row.measure, self.user)
            )
            row.shown_url = row.measure.get_absolute_url() if may_open else ""  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[HandOver], values: Mapping[str, Any]) -> QuerySet[HandOver]:
        """Where nothing else is asked for: what waits for the reader."""
        rows = super().narrow(rows, values)
        assert isinstance(rows, HandOverQuerySet)
        which = values.get("which", "")
        if which == EVER:
            return rows
        return rows.sent_by(self.user).offered() if which == SENT else rows.waiting_for(self.user)
