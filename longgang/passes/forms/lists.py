"""Filters of the lists of passes, trips and refused scans; a period is of the moment asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import list_desks, list_premises
from longgang.core.forms import Filters, MomentInput

from ..application import GoodsClass
from ..gate_rules import refused_answers
from ..lifecycle import PassStatus, TripStatus
from ..models.check import Direction
from ..models.refused_scan import ScanKind

ALL = ("", _("All"))
LATE, INSIDE, OVERDUE = "late", "inside", "overdue"


class _Period(Filters):
    """From a moment on and until a moment; the second one is outside."""

    since = forms.DateTimeField(label=_("From"), widget=MomentInput())
    until = forms.DateTimeField(label=_("Until"), widget=MomentInput())


class PassFilters(_Period):
    """By status, desk, goods, and when it was submitted or decided."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[ALL, (LATE, _("Waiting over the limit")), *PassStatus.choices],
    )
    desk = forms.ChoiceField(label=_("Desk"))
    goods = forms.ChoiceField(label=_("Class of goods"), choices=[ALL, *GoodsClass.choices])
    of = forms.ChoiceField(
        label=_("Period of"),
        choices=[("", _("Submission")), ("decided", _("Decision"))],
    )

    field_order = ["q", "status", "desk", "goods", "of", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["desk"], [(desk.code, str(desk)) for desk in list_desks()])


class ScanFilters(_Period):
    """By answer, checkpoint, way, what was shown, and when."""

    answer = forms.ChoiceField(label=_("Answer"))
    checkpoint = forms.ChoiceField(label=_("Checkpoint"))
    way = forms.ChoiceField(label=_("Way"), choices=[ALL, *Direction.choices])
    kind = forms.ChoiceField(label=_("What was shown"), choices=[ALL, *ScanKind.choices])

    field_order = ["q", "answer", "checkpoint", "way", "kind", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["answer"], refused_answers())
        _offer(self.fields["checkpoint"], _checkpoints())


class TripFilters(_Period):
    """By standing, checkpoint, and when it was expected, came in, went out or was turned back."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            ALL,
            (INSIDE, _("Inside the district")),
            (OVERDUE, _("Overdue")),
            *TripStatus.choices,
        ],
    )
    checkpoint = forms.ChoiceField(label=_("Entered through"))
    of = forms.ChoiceField(
        label=_("Period of"),
        choices=[
            ("", _("Expected entry")),
            ("entered", _("Entry")),
            ("closed", _("Exit")),
            ("turned_back", _("Turning back")),
        ],
    )

    field_order = ["q", "status", "checkpoint", "of", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["checkpoint"], _checkpoints())


def _checkpoints() -> list[tuple[str, str]]:
    return [(each.number, str(each)) for each in list_premises("checkpoint")]


def _offer(field: forms.Field, choices: Iterable[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [ALL, *choices]
