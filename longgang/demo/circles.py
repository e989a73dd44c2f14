"""A case in the demo: a family, a shop and a coach, traced through the real actions; and a second
result that waits for a case.
"""

from datetime import datetime, timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from longgang.accounts.api import User
from longgang.areas.api import list_premises
from longgang.core.clock import local_day
from longgang.core.privacy import Purpose
from longgang.health.api import record_result
from longgang.people.api import Person, find_or_register_person
from longgang.tracing.api import add_contact, add_visit, open_case, set_aside
from longgang.trail.api import (
    Place,
    PlaceType,
    enter_visits_of_file,
    gather_homes,
    read_visits_of_file,
)

from . import cast, names
from .care import LAB
from .sites import CLINIC, MARKET
from .story import Story

FIRST = 1400  # place in the sequence of invented people
FAMILY, CUSTOMERS, PASSENGERS = 3, 6, 5
HOUR = timedelta(hours=1)
COACH = "辽P19872"
ADDRESS = "海韵花园6号楼2单元301"


def plan_tracing(story: Story) -> None:
    """Put the case on the agenda: the result in the last hours, the questions in the last one."""
    story.at(story.until - 3 * HOUR, partial(_begin, story))


def _begin(story: Story) -> None:
    """Who was where: at home as the register knows it, elsewhere as lists tell."""
    staff, until = story.district.staff, story.until
    people = [_welcome(place, staff["health"]) for place in range(FAMILY + CUSTOMERS + PASSENGERS)]
    gather_homes()
    ill, others = people[0], people[FAMILY:]
    customers, passengers = others[:CUSTOMERS], others[CUSTOMERS:]
    rows = [
        *_rows([ill, *customers], PlaceType.PREMISES, MARKET, until - 30 * HOUR),
        *_rows([customers[0], *passengers], PlaceType.COACH, COACH, until - 26 * HOUR),
    ]
    _enter(rows, by=staff["health"])
    for place, person in ((0, ill), (1, customers[1])):
        told = partial(_report, person, until, by=staff["health"])
        story.at(until - 2 * HOUR + place * HOUR, told)
    story.at(until - HOUR / 2, partial(_trace, people, until, by=staff["investigator"]))


def _welcome(place: int, by: User) -> Person:
    who = FIRST + place
    address = ADDRESS if place < FAMILY else f"{place % 9 + 1}号楼1单元{place % 6 + 1}02"
    return find_or_register_person(
        name=names.person_name(who),
        id_number=names.id_number(who),
        phone=names.phone(who),
        area_code=cast.GRID if place % 2 else cast.NEIGHBOUR if place >= FAMILY else cast.GRID,
        address=address,
        by=by,
    )


def _rows(people: list[Person], kind: PlaceType, place: str, since: datetime) -> list[str]:
    """Each came some minutes after the other and stayed an hour, as a list of the place tells."""
    rows = []
    for number, person in enumerate(people):
        start = since + number * timedelta(minutes=7)
        span = f"{start.isoformat()},{(start + HOUR).isoformat()}"
        rows.append(f"{person.name},{person.id_number},{kind},{place},{span}")
    return rows


def _enter(rows: list[str], *, by: User) -> None:
    """Read, judged and recorded, as the health officer does it with a file."""
    head = "姓名,身份证号,场所类型,场所,开始时间,结束时间"
    file = SimpleUploadedFile("早市和客车名单.csv", "\n".join([head, *rows]).encode())
    enter_visits_of_file(read_visits_of_file(file, by=by), by=by)


def _report(person: Person, until: datetime, *, by: User) -> None:
    record_result(
        person,
        sampled_at=until - 10 * HOUR,
        lab=LAB,
        result="positive",
        reported_at=until - 2 * HOUR,
        concerns_area=person.area_code,
        by=by,
    )


def _trace(people: list[Person], until: datetime, *, by: User) -> None:
    """Opened, one visit told in the interview, one contact added and one set aside."""
    day = local_day(until - 10 * HOUR)
    case = open_case(
        people[0],
        sampled_on=day,
        has_symptoms=True,
        onset_on=day,
        purpose=Purpose.TRACE,
        by=by,
        reason="核酸阳性，本人发热",
    )
    evening = {"since": until - 16 * HOUR, "until": until - 15 * HOUR}
    [clinic] = [each for each in list_premises("venue") if each.name == CLINIC]
    where = Place(PlaceType.PREMISES, clinic.number)
    add_visit(case, place=where, **evening, by=by, reason="本人回忆")
    add_contact(case, people[-1], where=CLINIC, **evening, by=by, reason="本人提及")
    set_aside(case, people[FAMILY + 2], degree=1, exposed_on=day, by=by, reason="全程佩戴口罩")
