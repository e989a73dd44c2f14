"""To whom a person goes from a site, and what is looked at before. Nothing is written here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from longgang.areas.api import Premises, full_area_name, is_area
from longgang.core.clock import today
from longgang.core.errors import Refusal

from .kinds import CheckItem
from .models import Measure, MeasureQuerySet
from .queries import lift_facts_of
from .rules import RECEIVER_UNKNOWN, LiftFacts, check_items

LEVELS = (15, 12, 9)  # digits of a grid, a community, a street; what is shorter is the district


@dataclass(frozen=True)
class Receiver:
    """The area that looks after somebody at home; a home elsewhere in words."""

    area_code: str
    words: str = ""


@dataclass(frozen=True)
class ReleaseItem:
    """One line of the check before a release, with whatever speaks against it."""

    item: CheckItem
    refusals: tuple[Refusal, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing does."""
        return not self.refusals


def receiver_of(measure: Measure, to_area: str = "") -> Receiver | None:
    """Who looks after the person from now on: the area named, else the home. None: not known.

    The grid, where it is known; else the community, the street. Whose home lies in another district
    is the district's until that one has taken over.
    """
    district = str(settings.DISTRICT_CODE)
    home = measure.person.area_code
    if to_area and not to_area.startswith(district):
        return Receiver(district, full_area_name(to_area))
    if to_area:
        return Receiver(nearest_area(to_area))
    area = home if home.startswith(measure.area_code) else measure.area_code
    elsewhere = full_area_name(home) if home and not home.startswith(district) else ""
    if area == district and not elsewhere:
        return None
    return Receiver(nearest_area(area), elsewhere)


def nearest_area(code: str) -> str:
    """The area itself while it exists, else the smallest that it lay in; the district at last."""
    for digits in LEVELS:
        if len(code) >= digits and is_area(code[:digits]):
            return code[:digits]
    return str(settings.DISTRICT_CODE)


def larger_area(code: str) -> str:
    """The next larger area: the community of a grid, its street, the district."""
    return nearest_area(code[: max((n for n in LEVELS if n < len(code)), default=0)])


def goes_home(measure: Measure) -> bool:
    """Whether days are left after central isolation."""
    return measure.central_ends_on is None or measure.central_ends_on < measure.ends_on


def release_items(measure: Measure, to_area: str = "") -> list[ReleaseItem]:
    """The check before somebody leaves a site, line by line."""
    return release_items_of([measure], to_area)[measure.pk]


def release_items_of(
    measures: Collection[Measure], to_area: str = ""
) -> dict[int, list[ReleaseItem]]:
    """The same of many by their keys; four queries, however many there are.

    Expects `rule` and `person` loaded.
    """
    released = {measure.pk for measure in measures if goes_home(measure)}
    facts = lift_facts_of(measures, released=released)
    return {
        measure.pk: _items(measure, facts[measure.pk], to_area, is_release=measure.pk in released)
        for measure in measures
    }


def _items(
    measure: Measure, facts: LiftFacts, to_area: str, *, is_release: bool
) -> list[ReleaseItem]:
    checks = check_items(facts, today=today())
    if is_release:
        is_known = receiver_of(measure, to_area) is not None
        checks[CheckItem.RECEIVER] = [] if is_known else [RECEIVER_UNKNOWN]
    return [ReleaseItem(item, tuple(found)) for item, found in checks.items()]


def list_to_hand_over(site: Premises, *, on: date) -> MeasureQuerySet:
    """Who can leave a site on a day: their last day there has passed."""
    rows = Measure.objects.open().filter(held_at=site, central_ends_on__lt=on)
    return rows.select_related("rule", "person", "held_at")
