"""Trying and entering the rows of a workbook, and what is said where one cannot count."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..errors import Refusal, Refused, Words, filled
from .columns import Row


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written within is tried and not kept."""
    trial = transaction.savepoint()
    yield
    transaction.savepoint_rollback(trial)


@contextmanager
def entering(row: Row) -> Iterator[None]:
    """What is refused within names the row, which was good at the preview and is not any more."""
    try:
        yield
    except Refused as refused:
        refusal = refused.refusals[0]
        reason = filled(_("Row %(number)s: %(reason)s"), number=row.number, reason=refusal.reason)
        remedy = _("Nothing was entered. Upload the file again to see what has changed.")
        raise Refused(Refusal(refusal.code, reason, remedy)) from refused


def row_twice(number: int, remedy: Words = "") -> Refusal:
    """Another row says the same."""
    return Refusal(
        "core.workbook_row_twice",
        filled(_("The same stands in row %(number)s already."), number=number),
        remedy or _("Delete one of them."),
    )


def file_entered_before(number: str) -> Refusal:
    """This very file counts already."""
    return Refusal(
        "core.workbook_entered_before",
        filled(_("This very file was already entered, as %(number)s."), number=number),
        _("What it says stands in the list. Change the file to enter something else."),
        field="workbook",
    )


def file_entered_meanwhile(number: str) -> Refusal:
    """Somebody was faster: with this upload in another tab, or with the file in another preview."""
    return Refusal(
        "core.workbook_entered_meanwhile",
        filled(_("This workbook was entered a moment ago, as %(number)s."), number=number),
        _("Nothing was entered twice. What it says stands in the list."),
    )


WITHOUT_ROWS = Refusal(
    "core.workbook_without_rows",
    _("The workbook has no row to enter."),
    _("Fill in the rows below the grey example."),
    field="workbook",
)
