"""People under measures, at home and at quarantine sites, their observations and declarations.

The person B1 is under the measure B1, and so on. Of 200 people whom a site has seen 80 are there,
each in a room; the others have gone home. It is evening, and most has been done today.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection

from longgang.accounts.api import grant_post
from longgang.areas.models import Premises
from longgang.arrivals.models import Call, Declaration, DeclaredStay
from longgang.audit.api import SYSTEM
from longgang.demo.cast import find_account
from longgang.health.models import LabTest, Temperature
from longgang.isolation.counting import begin_to_count, recount_all
from longgang.isolation.models import (
    Bed,
    BedUse,
    Building,
    Floor,
    GuestRequest,
    Movement,
    Room,
    Site,
    Stay,
)
from longgang.measures.actions.agendas import count_done
from longgang.measures.models import HandOver, HelpRequest, Measure, Term, Visit

from .rows import COMMUNITIES, COMMUNITY, NUMBER, Copies

SEEN, ROOMS, ROOMS_A_FLOOR = 200, 100, 20  # people and rooms of one site
FLOORS = ROOMS // ROOMS_A_FLOOR
FIRST_SITE = "B1"
SITE_OFFICERS = ("site", "site_lead")

# Of the person, in SQL: whether they are at a site, at which, and in which of all rooms.
IS_HERE = "g % 5 >= 3"
SITE = f"((g - 1) / {SEEN} + 1)"
ROOM = "({0} - 1) / {1} * {2} + ({0} - 1) % {1} / 5 * 2 + {0} % 5 - 2"

LENGTH = "(one.ends_on - one.day_one_on)"
AGO = f"(CASE WHEN g % 50 = 0 THEN {LENGTH} + 1 ELSE g * 7919 % ({LENGTH} + 1) END)::int"
DAY_ONE = f"(now::date - {AGO})"
THIS_MORNING = "now - interval '20 hours' + g * 7919 % 660 * interval '1 minute'"

STATUS = (
    "CASE g % 100 WHEN 0 THEN 'declared' WHEN 1 THEN 'claimed' WHEN 2 THEN 'unreachable' "
    "ELSE 'verified' END"
)


def _id(table: str, which: str) -> str:
    return f"(SELECT id FROM {table} WHERE {which})"  # noqa: S608 - nobody else's words are in it


def _numbered(table: str, number: str = "g") -> str:
    return _id(table, f"number = 'B' || ({number})")


def _site(number: str) -> str:
    return _id("isolation_site", f"premises_id = {_numbered('areas_premises', number)}")


def _house(site: str) -> str:
    return _id("isolation_building", f"site_id = {_site(site)}")


def _floor(room: str) -> str:
    house, level = (
        _house(f"({room} - 1) / {ROOMS} + 1"),
        f"({room} - 1) % {ROOMS} / {ROOMS_A_FLOOR}",
    )
    return _id("isolation_floor", f"building_id = {house} AND level = {level} + 1")


def _room_of(person: str) -> str:
    return _numbered("isolation_room", ROOM.format(person, SEEN, ROOMS))


def _lacking(table: str, of: str, column: str) -> str:
    """Copied rows that have none of the other table's yet."""
    none = f"NOT EXISTS (SELECT FROM {table} WHERE {column} = p.id)"
    return f"{of} p WHERE p.number LIKE 'B%' AND {none}"


PERSON = _numbered("people_person")
OBSERVED = {"person_id": PERSON, "area_code": COMMUNITY, "premises_number": "''"}

SITES = [
    Copies(Premises, {**NUMBER, "name": "'站' || g"}, "kind = 'site'", share=1 / SEEN),
    Copies(Site, {"premises_id": _numbered("areas_premises")}, share=1 / SEEN),
    Copies(Building, {"site_id": _site("g")}, share=1 / SEEN),
    Copies(
        Floor,
        {"building_id": _house(f"(g - 1) / {FLOORS} + 1"), "level": f"(g - 1) % {FLOORS} + 1"},
        "zone = 'contaminated'",
        share=FLOORS / SEEN,
    ),
    Copies(
        Room,
        {
            **NUMBER,
            "site_id": _site(f"(g - 1) / {ROOMS} + 1"),
            "floor_id": _floor("g"),
            "label": "g::text",
        },
        "condition = 'ready'",
        share=ROOMS / SEEN,
    ),
    Copies(Bed, {"room_id": _numbered("isolation_room")}, "place = 1", share=ROOMS / SEEN),
]
PEOPLE = [
    Copies(
        Measure,
        {
            **NUMBER,
            "person_id": PERSON,
            "area_code": COMMUNITY,
            "held_at_id": f"CASE WHEN {IS_HERE} THEN {_numbered('areas_premises', SITE)} END",
            "opened_at": f"now - {AGO} * interval '1 day' - interval '12 hours'",
            "day_one_on": DAY_ONE,
            "ends_on": f"{DAY_ONE} + {LENGTH}",
            "agenda_from": DAY_ONE,
            "central_ends_on": f"CASE WHEN {IS_HERE} THEN {DAY_ONE} + {LENGTH} END",
        },
        "status = 'running' AND term_count = 1 AND held_at_id IS NULL AND agenda_from = day_one_on",
    ),
    Copies(
        Term,
        {
            "measure_id": "p.id",
            "since_on": "p.day_one_on",
            "day_one_on": "p.day_one_on",
            "ends_on": "p.ends_on",
            "phases": _id("measures_measurerule", "id = p.rule_id").replace(" id ", " phases ", 1),
        },
        "place = 1",
        of=_lacking("measures_term", "measures_measure", "measure_id"),
    ),
    Copies(Visit, {"measure_id": _numbered("measures_measure"), "visited_at": THIS_MORNING,
                   "was_met": "g % 20 <> 0"}, share=0.3),
    Copies(HelpRequest, {**NUMBER, "measure_id": _numbered("measures_measure", "g * 5")},
           "answered_at IS NULL", share=0.005),
    Copies(HandOver, {**NUMBER, "measure_id": _numbered("measures_measure", "g * 5"),
                      "to_area_code": f"({COMMUNITIES})[g * 5 % 81 + 1]"},
           "status = 'offered'", share=0.01),
    Copies(
        Stay,
        {
            **NUMBER,
            "person_id": PERSON,
            "measure_id": _numbered("measures_measure"),
            "site_id": _site(SITE),
            "carer_id": "NULL",
            "need": "''",
            "status": f"CASE WHEN {IS_HERE} THEN 'in' ELSE 'left' END",
            "left_at": f"CASE WHEN {IS_HERE} THEN NULL ELSE now END",
            "left_by_id": f"CASE WHEN {IS_HERE} THEN NULL ELSE one.reserved_by_id END",
            "going": f"CASE WHEN {IS_HERE} THEN '' ELSE 'home' END",
        },
        "status = 'in'",
    ),
    Copies(
        BedUse,
        {
            "stay_id": "p.id",
            "bed_id": _id("isolation_bed", f"room_id = {_room_of('substr(p.number, 2)::int')}"),
        },
        "until IS NULL AND NOT is_reservation",
        of=_lacking("isolation_beduse", "isolation_stay", "stay_id") + " AND p.status = 'in'",
    ),
    Copies(Movement, {"stay_id": "p.id"}, "kind = 'checked_in'",
           of=_lacking("isolation_movement", "isolation_stay", "stay_id")),
    Copies(GuestRequest, {**NUMBER, "stay_id": _numbered("isolation_stay", "g * 5 - 1")},
           "settled_at IS NULL", share=0.02),
]  # fmt: skip
OBSERVATIONS = [
    Copies(Temperature, {**NUMBER, **OBSERVED, "taken_at": f"{THIS_MORNING} - interval '1 day'"}),
    Copies(Temperature, {"number": "'BM' || g", **OBSERVED, "taken_at": THIS_MORNING}, share=0.7),
    Copies(Temperature, {"number": "'BE' || g", **OBSERVED, "taken_at": "now"}, share=0.4),
    Copies(LabTest, {**NUMBER, **OBSERVED, "sampled_at": "now - interval '32 hours'",
                     "received_at": "now - interval '28 hours'",
                     "reported_at": "now - interval '20 hours'"},
           "result = 'negative' AND corrected_at IS NULL"),
    Copies(LabTest, {"number": "'BM' || g", **OBSERVED, "sampled_at": THIS_MORNING,
                     "received_at": "NULL", "result": "''", "reported_at": "NULL",
                     "reported_by_id": "NULL"},
           "result = 'negative' AND corrected_at IS NULL", share=0.2),
]  # fmt: skip
DECLARATIONS = [
    Copies(
        Declaration,
        {
            **NUMBER,
            "party": "'B' || g",
            "person_id": PERSON,
            "area_code": COMMUNITY,
            "status": STATUS,
            "declared_at": "now - g * interval '30 seconds'",
            "arrives_at": "now - g * interval '30 seconds' + interval '1 day'",
            "claimed_at": "CASE WHEN g % 100 > 0 THEN now END",
            "claimed_by_id": "CASE WHEN g % 100 > 0 THEN one.claimed_by_id END",
            "closed_at": "CASE WHEN g % 100 > 2 THEN now END",
            "closed_by_id": "CASE WHEN g % 100 > 2 THEN one.closed_by_id END",
            "verified_how": "CASE WHEN g % 100 > 2 THEN one.verified_how ELSE '' END",
        },
        "status = 'verified'",
    ),
    Copies(DeclaredStay, {"declaration_id": "p.id"}, "place = 1",
           of=_lacking("arrivals_declaredstay", "arrivals_declaration", "declaration_id")),
    Copies(Call, {"declaration_id": "p.id"},
           of=_lacking("arrivals_call", "arrivals_declaration", "declaration_id")),
]  # fmt: skip


def add_people(start: int, stop: int, now: datetime) -> None:
    """Bring the people under measures from so many to so many; the register has them already."""
    for copies in SITES:
        copies.make(_whole_sites(start), _whole_sites(stop), now)
    for copies in (*PEOPLE, *OBSERVATIONS, *DECLARATIONS):
        copies.make(start, stop, now)
    for site in Site.objects.filter(figures=None):
        begin_to_count(site)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    recount_all()
    count_done(Measure.objects.open())


def _whole_sites(people: int) -> int:
    """As many as the sites have seen once they are full: a site is built before anybody comes."""
    return -(-people // SEEN) * SEEN


def send_to_site() -> None:
    """Let the officers of the demo's site look after a full one as well."""
    for key in SITE_OFFICERS:
        officer = find_account(key)
        assert officer is not None, "the demo has officers of a site"
        role = officer.posts.get().role
        grant_post(officer, role=role, area_code=settings.DISTRICT_CODE,
                   premises_number=FIRST_SITE, by=SYSTEM)  # fmt: skip
