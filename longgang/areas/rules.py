"""What makes a division, a desk or a place acceptable, as pure functions over plain values."""

import re
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal, filled

from .outline import Box
from .positions import Position

# How long a code is tells its level.
LEVELS = {2: "province", 4: "city", 6: "county", 9: "street", 12: "community", 15: "grid"}
LONGEST_NAME = 60
_LETTER = re.compile(r"[^\W\d_]")


def check_code(code: str, *, parent_code: str) -> Refusal | None:
    """A code has only digits, begins with its parent's and is one level longer (GB/T 10114)."""
    lengths = sorted(LEVELS)
    above = len(parent_code)
    if above not in lengths[:-1]:
        return Refusal(
            "areas.no_level_below",
            _("Nothing can lie in this division."),
            _("Choose the division above it."),
            field="parent_code",
        )
    wanted = lengths[lengths.index(above) + 1]
    if re.fullmatch(r"[0-9]+", code) and len(code) == wanted and code.startswith(parent_code):
        return None
    return Refusal(
        "areas.code_format",
        filled(
            _("The code has %(length)d digits and begins with %(parent)s."),
            length=wanted,
            parent=parent_code,
        ),
        _("Take it from the statistics office's list."),
        rule="GB/T 10114",
        field="code",
    )


def check_code_is_free(*, is_taken: bool) -> Refusal | None:
    """A code means one division at a time."""
    if not is_taken:
        return None
    return Refusal(
        "areas.code_taken",
        _("This code belongs to another division."),
        _("End that division first, or check the code."),
        field="code",
    )


def check_name(name: str) -> Refusal | None:
    """A name has at least one letter and fits its column."""
    if not _LETTER.search(name):
        return Refusal(
            "areas.name_missing", _("The name is missing."), _("Write the name."), field="name"
        )
    if len(name) > LONGEST_NAME:
        return Refusal(
            "areas.name_too_long",
            filled(_("The name is longer than %(length)d characters."), length=LONGEST_NAME),
            _("Write it shorter."),
            field="name",
        )
    return None


def check_area(*, is_known: bool) -> Refusal | None:
    """What lies somewhere lies in a division that exists."""
    if is_known:
        return None
    return Refusal(
        "areas.area_unknown",
        _("There is no such area."),
        _("Choose one from the list."),
        field="area_code",
    )


def check_change_day(day: date, *, valid_from: date) -> Refusal | None:
    """A division does not change before it began."""
    if day >= valid_from:
        return None
    return Refusal(
        "areas.change_before_begin",
        filled(_("The division exists only since %(day)s."), day=valid_from.isoformat()),
        _("Choose a later day."),
        field="on",
    )


def check_still_valid(*, is_ended: bool) -> Refusal | None:
    """What has ended no longer changes."""
    if not is_ended:
        return None
    return Refusal(
        "areas.already_ended",
        _("This division has ended."),
        _("Look for the one that bears the code now."),
    )


def check_is_empty(*, below: int, premises: int) -> Refusal | None:
    """A division ends after everything in it has ended or moved."""
    if not below and not premises:
        return None
    return Refusal(
        "areas.not_empty",
        filled(
            _("%(below)d divisions and %(premises)d premises still lie in it."),
            below=below,
            premises=premises,
        ),
        _("End or move them first."),
    )


def check_road(kind: str, *, road_kind: str, direction: str) -> Refusal | None:
    """A checkpoint says by which road and which way; nothing else does."""
    if kind == "checkpoint" and not (road_kind and direction):
        return Refusal(
            "areas.road_missing",
            _("A checkpoint needs its kind of road and its direction."),
            _("Choose both."),
            field="direction" if road_kind else "road_kind",
        )
    if kind != "checkpoint" and (road_kind or direction):
        return Refusal(
            "areas.road_not_wanted",
            _("Only a checkpoint has a kind of road and a direction."),
            _("Leave both empty."),
            field="road_kind",
        )
    return None


def check_position(position: Position | None, *, surroundings: Box | None) -> Refusal | None:
    """A position lies in the district or near it; where nobody knows its outline, on this earth."""
    around = surroundings or Box(-90, -180, 90, 180)
    if position is None or around.holds(position):
        return None
    return Refusal(
        "areas.position_far_away",
        filled(_("%(position)s is far away from the district."), position=str(position)),
        _("Latitude comes first, then longitude, in degrees."),
        field="position",
    )


def check_kind(kind: str, *, kinds: Collection[str]) -> Refusal | None:
    """The kind is one of the list."""
    if kind in kinds:
        return None
    return Refusal(
        "areas.kind_unknown", _("There is no such kind."), _("Choose one."), field="kind"
    )
