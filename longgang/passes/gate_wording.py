"""What the gate says in whole sentences: who was faster, where and when; its colours as tones."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import area_name, place_name
from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.identifiers import PlateColour
from longgang.core.parts import Moment
from longgang.core.parts import Verdict as DrawnVerdict
from longgang.core.tags import Tag, Tone

from .deciding import TABLE
from .gate_rules import Level, Verdict, answer_words
from .models import Check, RefusedScan, Trip, VehiclePass
from .models.check import Direction, Disposition

TOLD_LATER = timedelta(minutes=1)
TONES = {
    Level.GREEN: Tone.GOOD,
    Level.AMBER: Tone.SOON,
    Level.RED: Tone.BAD,
    Level.GREY: Tone.IDLE,
}

LEVEL_WORDS = {
    Level.GREEN: _("Green"),
    Level.AMBER: _("Amber"),
    Level.RED: _("Red"),
    Level.GREY: _("Grey"),
}


def draw(verdict: Verdict, *, plate: str = "", lines: tuple[str, ...] = ()) -> DrawnVerdict:
    """The answer as the part that fills the screen: words, plate, advice, and what else to mind."""
    also = [_("Also: %(words)s") % {"words": other.words} for other in verdict.also]
    said = [str(line) for line in (*lines, verdict.advice, *also) if line]
    return DrawnVerdict(TONES[verdict.level], verdict.words, plate=plate, lines=said)


def entered_words(trip: Trip) -> str:
    """Who let this trip in, where and when: for the officer who comes second."""
    check = _last_check(trip, Direction.ENTRY)
    return _("Entered at %(time)s through %(place)s, checked by %(name)s.") % {
        "time": short_moment(trip.entered_at),
        "place": place_name(trip.entered_through),
        "name": check.officer.name if check else "?",
    }


def left_words(trip: Trip) -> str:
    """The same for its exit."""
    check = _last_check(trip, Direction.EXIT)
    return _("Left at %(time)s through %(place)s, checked by %(name)s.") % {
        "time": short_moment(trip.closed_at),
        "place": place_name(trip.closed_through),
        "name": check.officer.name if check else "?",
    }


def _last_check(trip: Trip, direction: str) -> Check | None:
    return (
        trip.checks.filter(direction=direction, undone_at=None)
        .exclude(disposition=Disposition.TURN_BACK)
        .select_related("officer")
        .first()
    )


def answer_tag(scan: RefusedScan) -> Tag:
    """What the gate said, in the colour that this answer has on this way, whoever gave it."""
    return Tag(answer_words(scan.verdict_code), TONES[_level_of(scan)])


def _level_of(scan: RefusedScan) -> str:
    """Of an answer that this version does not know, the colour that was told."""
    checks = TABLE["ways"].get(scan.direction, [])
    levels = (check["level"] for check in checks if check["code"] == scan.verdict_code)
    return str(next(levels, scan.verdict_level))


def describe_scan(scan: RefusedScan) -> list[tuple[Words, object]]:
    """Everything about a refused scan but what was scanned, in pairs."""
    colour = PlateColour(scan.plate_colour).label if scan.plate_colour in PlateColour else ""
    return [
        (_("Plate"), f"{scan.plate} {colour}".strip()),
        (_("What was shown"), scan.get_code_kind_display()),
        (_("Checkpoint"), place_name(scan.premises_number)),
        (_("Way"), scan.get_direction_display()),
        (_("Officer"), scan.officer.name),
        (_("When"), f"{localtime(scan.happened_at):%Y-%m-%d %H:%M:%S}"),
        (_("Device"), scan.device_number),
        (_("Known here since"), f"{localtime(scan.learned_at):%Y-%m-%d %H:%M:%S}"),
        (_("Note"), scan.note),
    ]


def standing_of(check: Check) -> Tag:
    """How a check stands now, as a tag."""
    if check.undone_at:
        return Tag(_("Undone"), Tone.IDLE)
    if check.disposition != Disposition.TURN_BACK:
        return Tag(_("Let out") if check.direction == Direction.EXIT else _("Let in"), Tone.GOOD)
    if check.confirmed_at:
        return Tag(_("Turned back"), Tone.BAD)
    if check.overruled_at:
        return Tag(_("Not to be turned back"), Tone.SOON)
    return Tag(_("Waits for the lead"), Tone.SOON)


def describe_check(check: Check) -> list[tuple[Words, object]]:
    """Everything about one stop, in pairs. Expects the trip's pass and the officer loaded."""
    vehicle_pass = check.trip.vehicle_pass if check.trip else None
    number = (vehicle_pass.pass_number or vehicle_pass.number) if vehicle_pass else "—"
    return [
        (_("Plate"), check.shown_plate),
        (_("Pass"), number),
        (_("Checkpoint"), place_name(check.premises_number)),
        (_("Way"), check.get_direction_display()),
        (_("Decision"), check.get_disposition_display()),
        (_("Answer of the system"), LEVEL_WORDS[check.verdict_level]),
        (_("People counted"), check.people_count),
        (_("Temperatures"), _readings_of(check)),
        (_("Seal"), f"{check.seal_number} {check.get_seal_state_display()}".strip()),
        (_("Escort"), check.escort_name),
        (_("Note"), check.note),
    ]


def describe_turn_back(check: Check) -> list[tuple[Words, object]]:
    """What a lead weighs before a vehicle is turned back; plate and reason stand above it."""
    vehicle_pass = check.trip.vehicle_pass if check.trip else None
    goods = vehicle_pass.goods_name or vehicle_pass.get_trip_kind_display() if vehicle_pass else ""
    return [
        (_("Checkpoint"), place_name(check.premises_number)),
        (_("Officer"), check.officer),
        (_("Answer of the system"), LEVEL_WORDS[check.verdict_level]),
        (_("Goods"), goods),
        (_("Visits"), visited_words(vehicle_pass) if vehicle_pass else ""),
        (_("People counted"), check.people_count),
        (_("Temperatures"), _readings_of(check)),
    ]


def limit_words(verdict: Verdict, vehicle_pass: VehiclePass) -> str:
    """From when a pass counts, where it does not yet; until when, where it does no more."""
    limits = {
        "passes.not_yet_valid": vehicle_pass.valid_from,
        "passes.expired": vehicle_pass.valid_until,
    }
    limit = limits.get(verdict.code)
    return short_moment(limit) if limit else ""


def visited_words(vehicle_pass: VehiclePass) -> str:
    """Where the vehicle is bound for within the district, also when it comes to fetch goods."""
    return f"{vehicle_pass.visited_name} · {area_name(vehicle_pass.area_code)}"


def _readings_of(check: Check) -> str:
    return " · ".join(f"{value:.1f} ℃" for value in check.temperatures)


def _told_at(check: Check) -> datetime | None:
    """When a device told of it, if that was later than it happened."""
    return check.learned_at if check.learned_at - check.at >= TOLD_LATER else None


def moments_of_check(check: Check) -> list[Moment]:
    """Who did what with it, for a timeline."""
    said = [
        (_("Recorded"), check.at, check.officer, "", Tone.INFO),
        (_("Became known"), _told_at(check), check.device_number, "", Tone.SOON),
        (_("Turning back confirmed"), check.confirmed_at, check.confirmed_by, "", Tone.BAD),
        (
            _("Turning back overruled"),
            check.overruled_at,
            check.overruled_by,
            check.overruled_why,
            Tone.GOOD,
        ),
        (_("Undone"), check.undone_at, check.undone_by, check.undone_why, Tone.IDLE),
    ]
    return [Moment(label, at, str(who), words, tone) for label, at, who, words, tone in said if at]
