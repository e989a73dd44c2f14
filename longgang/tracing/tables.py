"""The list of cases."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import User
from longgang.core.tables import Column, Empty, Table
from longgang.people.api import rows_about

from .forms import CaseFilters
from .lifecycle import CaseStatus
from .models import Case
from .wording import case_tag, name_of, window_in_words


class CasesTable(Table[Case]):
    """Cases, the latest first."""

    name = "cases"
    title = _("Cases")
    filters = CaseFilters
    search_label = _("Name, first letters or number of the case")
    order = "-opened"
    empty = Empty(
        _("No case is open."),
        _("A case is opened from a positive result, or by finding the person."),
        icon="route",
    )
    columns = [
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            "shown_name",
            link=Case.get_absolute_url,
            detail=lambda row: row.number,
        ),
        Column("window", _("Window"), window_in_words),
        Column("state", _("State"), case_tag),
        Column(
            "opened",
            pgettext_lazy("case", "Opened"),
            "opened_at",
            sort="opened_at",
            detail=lambda row: row.opened_by.name,
        ),
    ]

    def __init__(self, rows: QuerySet[Case], request: HttpRequest, **options: Any) -> None:
        super().__init__(rows, request, **options)
        assert isinstance(request.user, User)
        self.user = request.user

    def prepare(self, rows: list[Case]) -> None:
        """The name as this reader may see it."""
        for row in rows:
            row.shown_name = name_of(row.person, self.user)  # type: ignore[attr-defined]

    def search_rows(self, rows: QuerySet[Case], text: str) -> QuerySet[Case]:
        """By the number of the case, or as the register finds people."""
        return rows_about(rows, text, by=self.user)

    def narrow(self, rows: QuerySet[Case], values: Mapping[str, Any]) -> QuerySet[Case]:
        """Where nothing else is asked for: those that are open."""
        state = values.get("state") or CaseStatus.OPEN
        return super().narrow(rows, values).filter(status=state)
