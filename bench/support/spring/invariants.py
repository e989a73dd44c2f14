"""What is true on every evening. Each function reads rows and says what is wrong, and with whom.

Written plainly and a second time: nothing is compared with itself.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from longgang.accounts.api import Permission, User
from longgang.audit.api import verify_chain
from longgang.core.clock import now, today
from longgang.isolation.models import BedUse, Room, Site, SiteFigures, Stay
from longgang.isolation.overview import AHEAD, read_overview
from longgang.measures.api import HandOver, Measure
from longgang.measures.duties import kinds_due
from longgang.measures.models import Term
from longgang.measures.queries import read_watch
from longgang.measures.standing import with_open_duty

from .district import District

OPEN = ("running", "suspended")
Invariant = Callable[[District], Iterator[str]]


def each_person_is_on_one_list(district: District) -> Iterator[str]:
    """Of all lists that the pages of a site, a grid, a community, a street and the district show,
    everybody under a measure is on exactly one: that of whom the rows name.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    for owner, people in _lists(district).items():
        for measure in people:
            found[measure].append(owner)
    known = {code for code, *_rest in _areas(district)}
    rows = Measure.objects.filter(status__in=OPEN).select_related("held_at")
    for measure in rows.order_by("pk"):
        code = measure.area_code
        while code not in known and len(code) > len(settings.DISTRICT_CODE):
            code = code[:-1]
        owner = measure.held_at.number if measure.held_at else code
        if found[measure.pk] != [owner]:
            yield f"{measure}: is on the lists of {found[measure.pk]} and belongs to {owner}"


def _areas(district: District) -> Iterator[tuple[str, User, Permission]]:
    """Every area with somebody who sees its list today, the smallest first."""
    for each in district.communities:
        for code, worker in each.workers.items():
            if worker.live_posts:
                yield code, worker, Permission.VISIT_RECORD
    for each in district.communities:
        yield each.code, each.officer, Permission.VISIT_RECORD
    for code, officer in district.streets.items():
        yield code, officer, Permission.VISIT_RECORD
    yield str(settings.DISTRICT_CODE), district.health, Permission.MEASURE_VIEW


def _lists(district: District) -> dict[str, set[int]]:
    """The lists, each without those of the smaller areas in it: who is there is named there."""
    found: dict[str, set[int]] = {}
    for place in district.places:
        rows = Measure.objects.owned_by(place.lead).open()
        found[place.site.number] = set(rows.values_list("pk", flat=True))
    shown: dict[str, set[int]] = {}
    for code, user, permission in _areas(district):
        shown[code] = set(
            Measure.objects.owned_by(user, permission).open().values_list("pk", flat=True)
        )
    for code, people in shown.items():
        within = [shown[each] for each in shown if each != code and each.startswith(code)]
        sites = list(found.values()) if code == settings.DISTRICT_CODE else []
        found[code] = people.difference(*within, *sites)
    return found


def each_guest_belongs_to_the_site(_district: District) -> Iterator[str]:
    """Who is here belongs to the site and has a bed, unless it was given up for hospital; who
    belongs to a site is here, or on the way from another one.
    """
    beds = Counter(BedUse.objects.filter(until=None).values_list("stay", flat=True))
    held: dict[int, Stay] = {}
    for stay in Stay.objects.filter(status__in=["reserved", "in", "away"]).select_related(
        "measure", "site"
    ):
        held[stay.measure_id] = stay
        is_here = stay.status != "reserved"
        if is_here and stay.measure.held_at_id != stay.site.premises_id:
            yield f"{stay}: is at {stay.site_id}, the measure is held at {stay.measure.held_at_id}"
        if is_here and stay.measure.status not in OPEN:
            yield f"{stay}: is here without a measure"
        if beds[stay.pk] != 1 and not (stay.status == "away" and beds[stay.pk] == 0):
            yield f"{stay}: has {beds[stay.pk]} beds"
    for measure in Measure.objects.filter(status__in=OPEN).exclude(held_at=None):
        stay = held.get(measure.pk)
        if stay is None or stay.site.premises_id != measure.held_at_id:
            yield f"{measure}: belongs to a site at which nobody has a stay for it"


def each_hand_over_waits_for_somebody(district: District) -> Iterator[str]:
    """Who is handed over belongs to the receiver already, and somebody there may accept."""
    seen: set[int] = set()
    for user in district.staff:
        seen |= set(HandOver.objects.waiting_for(user).values_list("pk", flat=True))
    for row in HandOver.objects.filter(status="offered").select_related("measure"):
        measure = row.measure
        if measure.held_at_id or measure.area_code != row.to_area_code:
            yield f"{measure}: is handed to {row.to_area_code} and belongs to {measure.area_code}"
        if row.pk not in seen:
            yield f"{measure}: is handed to {row.to_area_code}, where nobody can accept"


def no_bed_is_given_twice(_district: District) -> Iterator[str]:
    """A sweep over the times of every bed."""
    uses: defaultdict[int, list[BedUse]] = defaultdict(list)
    for use in BedUse.objects.order_by("since", "pk").select_related("stay"):
        if use.until is None or use.until > use.since:
            uses[use.bed_id].append(use)
    for bed, times in uses.items():
        for earlier, later in itertools.pairwise(times):
            if earlier.until is None or earlier.until > later.since:
                yield f"bed {bed}: {earlier.stay} and {later.stay} at {later.since}"


def nobody_is_under_two_measures(_district: District) -> Iterator[str]:
    """Counted by person."""
    rows = Measure.objects.filter(status__in=OPEN).values_list("person__number", flat=True)
    for person, count in Counter(rows).items():
        if count > 1:
            yield f"{person}: is under {count} measures"


def each_end_is_that_of_the_last_term(_district: District) -> Iterator[str]:
    """What a measure keeps of its days is what its terms add up to."""
    last = {term.measure_id: term for term in Term.objects.order_by("place")}
    for measure in Measure.objects.filter(status__in=OPEN):
        term, day, central = last[measure.pk], None, None
        for phase in term.phases:
            day = (day or term.day_one_on - timedelta(days=1)) + timedelta(days=phase["days"])
            central = day if phase["kind"] == "central" else central
        kept = (measure.day_one_on, measure.ends_on, measure.central_ends_on)
        if kept != (term.day_one_on, day, central):
            yield f"{measure}: keeps {kept}, its terms say {(term.day_one_on, day, central)}"


def nothing_is_due_after_the_end(district: District) -> Iterator[str]:
    """Neither on the day after the last nor on that of lifting; nor does a list ask for it."""
    day = today()
    rows = Measure.objects.filter(status__in=OPEN) | Measure.objects.filter(
        lifted_at__gte=now() - timedelta(days=1)
    )
    for measure in rows.select_related("rule").prefetch_related("terms", "absences"):
        watch = read_watch(measure)
        # A shorter rule may end it in the past: what was due then was due by the rule before.
        for after in (max(measure.ends_on + timedelta(days=1), day), measure.closed_on):
            if after is not None and kinds_due(after, watch):
                yield f"{measure}: something is due on {after}"
    seen = Measure.objects.owned_by(district.health).open()
    for is_overdue in (False, True):
        for measure in with_open_duty(seen, now=localtime(now()), is_overdue=is_overdue):
            if measure.ends_on < day:
                yield f"{measure}: is asked for something after {measure.ends_on}"


def figures_are_those_of_the_rows(district: District) -> Iterator[str]:
    """What stands with each site, and what the page forecasts for two weeks from it."""
    plain = {site.pk: _plain_figures(site) for site in Site.objects.filter(closed_on=None)}
    for kept in SiteFigures.objects.filter(site__in=plain).select_related("site__premises"):
        for name, value in plain[kept.site_id].items():
            if getattr(kept, name) != value:
                yield f"{kept.site}: {name} is {getattr(kept, name)}, the rows say {value}"
    day = today()
    for shown in read_overview(district.health, today=day).days:
        both = (shown.leaving, shown.free)
        rows = (_leaving(plain, shown.day, day), _free(plain, shown.day, day))
        if both != rows:
            yield f"all sites on {shown.day}: {both} leave and are free, the rows say {rows}"
    assert AHEAD == 14


def _plain_figures(site: Site) -> dict[str, Any]:
    """Room by room, person by person."""
    found: Counter[str] = Counter()
    leaving: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for room in Room.objects.filter(site=site, floor__zone="contaminated"):
        uses = list(
            BedUse.objects.filter(bed__room=room, until=None).select_related("stay__measure")
        )
        if room.condition == "out_of_use" and not uses:
            found["out_of_use"] += 1
            continue
        found["rooms"] += 1
        found["taken"] += any(not use.is_reservation for use in uses)
        found["reserved"] += bool(uses) and all(use.is_reservation for use in uses)
        found["to_disinfect"] += not uses and room.condition == "to_disinfect"
        lasts = [use.stay.measure.central_ends_on for use in uses]
        if lasts and None not in lasts:
            leaving[(max(lasts) + timedelta(days=1)).isoformat()][1] += 1
    for stay in Stay.objects.filter(site=site).select_related("measure"):
        found["expected"] += stay.status == "reserved"
        found["here"] += stay.status in {"in", "away"}
        found["away"] += stay.status == "away"
        last = stay.measure.central_ends_on
        if stay.status in {"in", "away"} and last is not None:
            leaving[(last + timedelta(days=1)).isoformat()][0] += 1
    names = ("rooms", "taken", "reserved", "to_disinfect", "out_of_use", "expected", "here", "away")
    return {name: found[name] for name in names} | {"leaving": dict(leaving)}


def _leaving(plain: dict[int, dict[str, Any]], day: date, today_: date) -> int:
    """People who may go on this day; today also who could have gone before."""
    count = 0
    for figures in plain.values():
        for when, (people, _rooms) in figures["leaving"].items():
            on = max(date.fromisoformat(when), today_)
            count += people if on == day else 0
    return count


def _free(plain: dict[int, dict[str, Any]], day: date, today_: date) -> int:
    """Rooms for somebody new: today what is ready, later also what was left the day before."""
    count = 0
    for figures in plain.values():
        used = figures["taken"] + figures["reserved"]
        count += figures["rooms"] - used - figures["to_disinfect"]
        if day > today_:
            count += figures["to_disinfect"]
            left = figures["leaving"].items()
            count += sum(rooms for when, (_p, rooms) in left if date.fromisoformat(when) < day)
    return count


INVARIANTS: tuple[Invariant, ...] = (
    each_person_is_on_one_list,
    each_guest_belongs_to_the_site,
    each_hand_over_waits_for_somebody,
    no_bed_is_given_twice,
    nobody_is_under_two_measures,
    each_end_is_that_of_the_last_term,
    nothing_is_due_after_the_end,
    figures_are_those_of_the_rows,
)


def find_wrong(district: District) -> list[str]:
    """Whatever is not as it should be at this moment."""
    return [
        f"{today()} {invariant.__name__}: {words}"
        for invariant in INVARIANTS
        for words in invariant(district)
    ]


def find_breaks() -> list[str]:
    """Where the books do not say what was written in them."""
    return [str(each) for each in verify_chain()]
