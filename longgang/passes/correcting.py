"""What a correction changed, kept beside its step, so that the desk need not look for it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from django.conf import settings
from django.utils.translation import get_language, override

from .describing import Told, told_values
from .models import ReviewStep, VehiclePass

RESUBMIT = "resubmit"
Values = Mapping[tuple[str, str, int], Told]


@dataclass(frozen=True)
class Change:
    """One value, masked as everywhere: what it is called, what it was and what it is now."""

    title: str
    label: str
    was: str
    now: str


def values_of(vehicle_pass: VehiclePass) -> dict[str, Values]:
    """What is declared, in every language, to be compared later. Expects as `describe`."""
    return {language: _in(language, vehicle_pass) for language, _name in settings.LANGUAGES}


def _in(language: str, vehicle_pass: VehiclePass) -> Values:
    found, seen = {}, Counter[tuple[str, str]]()
    with override(language):
        for told in told_values(vehicle_pass):
            place = told.title, told.label
            found[*place, seen[place]] = told
            seen[place] += 1
    return found


def write_changes(before: Mapping[str, Values], after: Mapping[str, Values]) -> str:
    """The values that differ, as text to keep; a number masked alike differs all the same."""
    return json.dumps(
        {
            language: [astuple(change) for change in _changes(before[language], after[language])]
            for language in after
        },
        ensure_ascii=False,
    )


def _changes(before: Values, after: Values) -> Iterable[Change]:
    nothing = Told("", "", "", "")
    for place in dict.fromkeys([*after, *before]):
        was, now = before.get(place, nothing), after.get(place, nothing)
        if was.exact != now.exact:
            title, label, _turn = place
            yield Change(title, label, was.shown, now.shown)


def last_correction(vehicle_pass: VehiclePass) -> tuple[ReviewStep | None, list[Change]]:
    """The step of the last correction and what it changed. Expects `steps` loaded."""
    steps = [step for step in vehicle_pass.steps.all() if step.verb == RESUBMIT]
    if not steps:
        return None, []
    kept = json.loads(steps[-1].changes or "{}")
    return steps[-1], [Change(*change) for change in kept.get(get_language(), [])]
