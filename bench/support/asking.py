"""What somebody asks of a page, and how a late page of a list is asked for."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from longgang.core.tables import PAGE_SIZE

LATE, LATEST = "a late page", 100


class Asked(NamedTuple):
    """By whom, at which address, and what is typed into its search box."""

    reader: str
    url: str
    typed: str = ""
    what: str = ""  # is typed, in words


def late_page(url: str, rows: QuerySet[Any]) -> str:
    """The address of the last page of a list, or of its hundredth."""
    return f"{url}?page={min(LATEST, max(0, rows.count() - 1) // PAGE_SIZE + 1)}"
