"""People and visits of the tests of tracing: a house, an office, a train, who met whom there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from longgang.accounts.api import User
from longgang.core.privacy import Purpose
from longgang.people.api import Person, find_or_register_person
from longgang.tracing.actions.cases import open_case
from longgang.tracing.models import Case
from longgang.trail.api import NewVisit, Place, PlaceType, record_visits
from tests.measures.build import DAY, GONGJIAN, NOW, WANGHAISI, id_number

ELSEWHERE = "130302"  # a county of another province
SOURCE = "tests.visits"
NAMES = "何静 何海 林东 林西 王南 赵北 孙中 李远".split()


def at(hour: float, *, days: int = 0) -> datetime:
    """An hour of the day on which the tests play, or of another."""
    midnight = NOW.replace(hour=0, minute=0)
    return midnight + timedelta(days=days, hours=hour)


def place(name: str) -> Place:
    """`premises:office`."""
    kind, _, key = name.partition(":")
    return Place(PlaceType(kind), key)


@dataclass
class People:
    """`he` is the case. `hai` lives with her; `dong` and `xi` share her office, `xi` longer; `nan`
    rides `dong`'s train and lives elsewhere; `bei` meets `xi`'s circle; `zhong` passes through a
    hall where nobody counts; `yuan` has met nobody.
    """

    he: Person
    hai: Person
    dong: Person
    xi: Person
    nan: Person
    bei: Person
    zhong: Person
    yuan: Person

    def first_circle(self) -> list[Person]:
        """By exposure."""
        return [self.hai, self.xi, self.dong]

    def second_circle(self) -> list[Person]:
        """By exposure."""
        return [self.bei, self.nan]


def the_people(by: User) -> People:
    """Registered, with a home each."""
    people = []
    for serial, name in enumerate(NAMES, 301):
        area = ELSEWHERE if name == "王南" else GONGJIAN if name == "赵北" else WANGHAISI
        facts = {"id_number": id_number(serial), "phone": f"1370030{serial:04d}"}
        people.append(find_or_register_person(name=name, area_code=area, by=by, **facts))
    return People(*people)


def what_happened(people: People) -> None:
    """Yesterday, and the night before it."""
    told = [
        (people.he, "household:h", at(18, days=-2), at(7, days=-1)),
        (people.hai, "household:h", at(20, days=-2), at(7, days=-1)),
        (people.he, "premises:office", at(9, days=-1), at(12, days=-1)),
        (people.dong, "premises:office", at(11, days=-1), at(13, days=-1)),
        (people.xi, "premises:office", at(9.5, days=-1), at(12, days=-1)),
        (people.dong, "carriage:G1@2024-02-25/8", at(15, days=-1), at(16, days=-1)),
        (people.nan, "carriage:G1@2024-02-25/8", at(15, days=-1), at(15.5, days=-1)),
        (people.xi, "premises:shop", at(17, days=-1), at(19, days=-1)),
        (people.bei, "premises:shop", at(17, days=-1), at(18, days=-1)),
        (people.he, "hall:station", at(8, days=-1), at(9, days=-1)),
        (people.zhong, "hall:station", at(8, days=-1), at(9, days=-1)),
        (people.yuan, "premises:shop", at(9, days=-1), at(10, days=-1)),
    ]
    record_visits(
        [
            NewVisit(person.pk, place(where), since, until, f"v{number}")
            for number, (person, where, since, until) in enumerate(told)
        ],
        source=SOURCE,
    )


FACTS: dict[str, Any] = {
    "sampled_on": DAY,
    "has_symptoms": False,
    "purpose": Purpose.TRACE,
    "reason": "核酸阳性",
}


def a_case(person: Person, by: User, **changes: Any) -> Case:
    """Opened this morning."""
    return open_case(person, **(FACTS | changes), by=by)
