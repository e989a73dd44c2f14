"""What health tells of samples, results and readings, and whom it asks who looks after whom."""

from collections.abc import Callable, Collection, Sequence

from longgang.accounts.api import PlaceCodes
from longgang.core.hearing import News

from .models import LabTest, Temperature

# Each with the result before: empty for a first one, what was corrected otherwise.
Told = Sequence[tuple[LabTest, str]]
# The places of whoever looks after these people, by their keys; who is nobody's is left out.
Finder = Callable[[Collection[int]], dict[int, PlaceCodes]]

_finders: list[Finder] = []


@News
def results_known(told: Told) -> None:
    """All results that become known in a deed, and all that it corrects."""


@News
def samples_taken(tests: Sequence[LabTest]) -> None:
    """All samples that are written down in a deed, with a result or without."""


@News
def temperature_taken(reading: Temperature) -> None:
    """A reading was written down, or a correction of one."""


def ask_who_looks_after(finder: Finder) -> None:
    """Ask this where observations of many people belong."""
    if finder not in _finders:
        _finders.append(finder)


def places_of(people: Collection[int]) -> dict[int, PlaceCodes]:
    """Where these people are looked after."""
    found: dict[int, PlaceCodes] = {}
    for finder in _finders:
        found |= finder(people)
    return found
