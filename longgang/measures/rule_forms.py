"""The figures of a rule, its start and the document that orders it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import DatedRuleForm
from longgang.core.errors import Words, filled
from longgang.core.forms import DateInput, Form

from .actions.measure_rules import RuleFigures
from .days import Phase
from .kinds import Base, DayOne, LiftCondition, PhaseKind
from .rules import MOST_READINGS

PHASES = 4
DIGITS = re.compile(r"[0-9]{1,3}")
NO_DAYS = _("Write days as numbers with commas, for example 1, 2, 3, 5, 7.")
MOST_DAYS = 60


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class DaysField(forms.CharField):
    """Days of a phase: “1, 2, 3” or “1、2、3”."""

    def clean(self, value: Any) -> Any:
        """The numbers in order, each once."""
        text = super().clean(value)
        parts = [part for part in re.split(r"[\s,，、;；]+", text) if part]
        if not all(DIGITS.fullmatch(part) for part in parts):
            raise forms.ValidationError(NO_DAYS, code="measures.days")
        return tuple(sorted({int(part) for part in parts}))


def _phase_fields(place: int) -> Iterator[tuple[str, forms.Field]]:
    """Of one phase; a phase without a kind is not there."""
    number = {"n": place}
    yield (
        f"kind_{place}",
        forms.ChoiceField(
            label=_("Phase %(n)s") % number,
            choices=[("", "—"), *PhaseKind.choices],
            required=False,
        ),
    )
    yield (
        f"days_{place}",
        forms.IntegerField(
            label=_("Days of phase %(n)s") % number,
            min_value=1,
            max_value=MOST_DAYS,
            required=False,
        ),
    )
    yield (
        f"test_days_{place}",
        DaysField(label=_("Test days of phase %(n)s") % number, required=False, max_length=100),
    )
    yield (
        f"readings_{place}",
        forms.IntegerField(
            label=_("Temperatures a day in phase %(n)s") % number,
            min_value=0,
            max_value=MOST_READINGS,
            required=False,
        ),
    )
    yield (
        f"visit_days_{place}",
        DaysField(label=_("Visit days of phase %(n)s") % number, required=False, max_length=100),
    )


class RuleForm(DatedRuleForm):
    """One rule row; every figure that offices change, in groups that stand below each other."""

    kept = _("Measures that are open keep their rule.")
    template_name = "measures/_rule_fields.html"
    base = forms.ChoiceField(label=_("Counted from"), choices=Base.choices)
    day_one = forms.ChoiceField(label=_("Day one"), choices=DayOne.choices)
    lifted_by = forms.MultipleChoiceField(
        label=_("Lifted when"),
        choices=LiftCondition.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides that its days are over."),
    )
    morning_by = forms.TimeField(label=_("Morning temperature by"), widget=TimeInput())
    evening_by = forms.TimeField(label=_("Evening temperature by"), widget=TimeInput())
    tests_by = forms.TimeField(label=_("Tests by"), widget=TimeInput())
    visits_by = forms.TimeField(label=_("Visits by"), widget=TimeInput())
    positive_restarts = forms.BooleanField(
        label=_("A positive test counts the days anew"), required=False
    )
    missed_test_adds_days = forms.IntegerField(
        label=_("Days more for a missed test day"), min_value=0, max_value=14
    )
    counts_hospital = forms.BooleanField(
        label=_("Days in hospital are days of the measure"), required=False
    )
    fever_from = forms.DecimalField(
        label=_("Fever from (°C)"), min_value=36, max_value=40, max_digits=3, decimal_places=1
    )
    releases_by_two = forms.BooleanField(
        label=_("Two people release somebody from a site"), required=False
    )
    community_after_minutes = forms.IntegerField(
        label=_("Nobody has accepted: the community after (minutes)"), min_value=1, max_value=1440
    )
    street_after_minutes = forms.IntegerField(
        label=_("Nobody has accepted: the street after (minutes)"), min_value=1, max_value=1440
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, PHASES + 1):
            self.fields |= dict(_phase_fields(place))
        self.finish_fields()
        self.order_fields([field.name for _title, fields in self.groups() for field in fields])

    def groups(self) -> Iterator[tuple[Words, list[forms.BoundField]]]:
        """The fields as they stand on the page, each group under its title."""
        counted = ("base", "day_one")
        lifting = (
            "lifted_by", "fever_from", "missed_test_adds_days", "positive_restarts",
            "counts_hospital",
        )  # fmt: skip
        by_when = ("morning_by", "evening_by", "tests_by", "visits_by")
        handing = ("community_after_minutes", "street_after_minutes", "releases_by_two")
        yield _("How days are counted"), self._named(counted)
        for place in range(1, PHASES + 1):
            names = tuple(name for name, _field in _phase_fields(place))
            yield filled(_("Phase %(n)s"), n=place), self._named(names)
        yield _("By what time"), self._named(by_when)
        yield _("What ends it, and what makes it longer"), self._named(lifting)
        yield _("Release and hand-over"), self._named(handing)
        yield _("From when, and on whose word"), self._named(("valid_from", "document_number"))

    def _named(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """A phase that is named has its days."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(1, PHASES + 1):
            if data.get(f"kind_{place}") and not data.get(f"days_{place}"):
                name = f"days_{place}"
                if name not in self.errors:
                    self.add_error(name, _("How many days has this phase?"))
        return data

    def figures(self) -> RuleFigures:
        """What the row will say."""
        data = self.cleaned_data
        plan = tuple(
            Phase(
                data[f"kind_{place}"],
                data[f"days_{place}"],
                data[f"test_days_{place}"],
                data[f"readings_{place}"] or 0,
                data[f"visit_days_{place}"],
            )
            for place in range(1, PHASES + 1)
            if data[f"kind_{place}"]
        )
        names = (
            "base", "day_one", "morning_by", "evening_by", "tests_by", "visits_by",
            "positive_restarts", "missed_test_adds_days", "counts_hospital", "fever_from",
            "releases_by_two", "community_after_minutes", "street_after_minutes",
        )  # fmt: skip
        lifted_by = tuple(data["lifted_by"])
        return RuleFigures(plan, lifted_by=lifted_by, **{name: data[name] for name in names})

    def order(self) -> dict[str, Any]:
        """From when, and on whose word."""
        return {name: self.cleaned_data[name] for name in ("valid_from", "document_number")}


class EndRuleForm(Form):
    """From when no rule holds any more."""

    template_name = "parts/form_fields.html"
    called = {"valid_from": "valid_to"}
    valid_to = forms.DateField(
        label=pgettext_lazy("rule", "No longer holds from"), widget=DateInput()
    )
    document_number = forms.CharField(label=_("Number of the document"), max_length=100)
