"""Who comes and goes in the demo: declared by themselves and for others, claimed and verified."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from longgang.accounts.api import User, open_account
from longgang.arrivals.api import (
    Declaration,
    DeclaredPlace,
    RiskArea,
    Stay,
    Travel,
    Traveller,
    accept_declaration,
    call_off_declaration,
    claim_declaration,
    declare,
    hand_over_declaration,
    record_call,
    send_back_declaration,
    verify_declaration,
    withdraw_declaration,
)
from longgang.core.clock import local_day
from longgang.people.api import (
    Person,
    claim_person,
    find_or_register_person,
    person_of,
    represent_person,
)

from . import cast, names
from .households import COMMUNITIES, home_of
from .local_rules import BEIJING, CHANGCHUN, DALIAN, HARBIN, JINZHOU, OVERSEAS, SHENYANG, TIANJIN
from .story import Story

FIRST = 1300  # place in the sequence of invented people
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LOOKED_BACK = timedelta(days=20)


@dataclass(frozen=True)
class Coming:
    """Somebody: declared so many hours before the end of the story, arrives so many after it.

    `turns`: what is done about it, one after the other, in equal steps up to the end.
    """

    declared: float
    arrives: float
    comes_from: str
    turns: str = ""
    community: int = 0
    kind: str = "return"
    reason: str = "home"
    transport: str = "train"
    number: str = "G1234"
    was_there: bool = False  # in the risk area itself
    is_contact: bool = False
    with_family: bool = False
    by_office: bool = False
    symptoms: tuple[str, ...] = ()


COMINGS = [
    # of the community whose login is shown
    Coming(0.2, 6, HARBIN, reason="study"),
    Coming(0.6, 20, BEIJING, reason="work", transport="flight", number="CZ6422", with_family=True),
    Coming(1.1, 4, SHENYANG, was_there=True),
    Coming(2.9, 9, JINZHOU, transport="car", number="辽G5K321"),
    Coming(3.4, 30, TIANJIN, kind="visit", reason="family", transport="coach", number="K2107"),
    Coming(9, -2, SHENYANG, "claim call", was_there=True),
    Coming(10, -1, DALIAN, "claim call", transport="coach", number="D88"),
    Coming(8, 12, HARBIN, "claim", reason="study", number="G1278"),
    Coming(12, 3, BEIJING, "claim miss", reason="work"),
    Coming(14, -4, JINZHOU, "claim miss miss", transport="car", number="辽G7N880"),
    Coming(20, -9, SHENYANG, "claim call verify", was_there=True),
    Coming(22, -10, JINZHOU, "claim call verify", transport="car", number="辽G2C109"),
    Coming(21, -8, DALIAN, "claim call verify", number="D7701"),
    Coming(23, -11, OVERSEAS, "claim call verify", reason="work", transport="flight",
           number="CA882"),
    Coming(24, -12, TIANJIN, "claim call verify", kind="visit", reason="family"),
    Coming(25, -13, BEIJING, "claim verify", with_family=True),
    Coming(18, -5, HARBIN, "claim call hand", reason="work"),
    Coming(19, 8, BEIJING, "claim call_off"),
    Coming(26, 15, HARBIN, "withdraw", reason="study"),
    Coming(7, 5, HARBIN, "claim", kind="departure", reason="study", number="G1279"),
    Coming(16, -6, SHENYANG, "claim call", is_contact=True),
    Coming(5, -1, CHANGCHUN, "claim", by_office=True, transport="coach", number="K553"),
    Coming(30, -20, TIANJIN, "claim call verify", by_office=True, transport="coach", number="K7"),
    Coming(4, 7, JINZHOU, "claim", symptoms=("1", "4"), transport="car", number="辽G31K02"),
    # of others
    Coming(6, -2, BEIJING, "claim hand", 1),  # handed to the community that is shown
    Coming(1.4, 10, HARBIN, "", 1),
    Coming(17, -7, SHENYANG, "claim call verify", 2, was_there=True),
    Coming(13, 2, DALIAN, "claim call", 3),
    Coming(2.5, 5, TIANJIN, "", 4),
    Coming(15, -3, JINZHOU, "claim hand send_back", 5, transport="car", number="辽G9A775"),
    Coming(11, -5, HARBIN, "claim hand accept", 6),
    Coming(28, -16, BEIJING, "claim call verify", 7, kind="departure", reason="work"),
]  # fmt: skip


def plan_returns(story: Story) -> None:
    """Put everybody on the agenda, and let the student have her entry."""
    _welcome_student(story)
    for place, coming in enumerate(COMINGS):
        moment = story.until - coming.declared * HOUR
        story.at(moment, partial(_begin, story, place, coming))


def _welcome_student(story: Story) -> None:
    story.at(story.until - 40 * HOUR, _enter_student)


def _enter_student() -> None:
    """She has told nobody yet: the story's reader declares for her."""
    student = open_account(cast.STUDENT_PHONE, name=names.person_name(FIRST - 1))
    home = {"area_code": cast.COMMUNITY, "address": "望海小区3号楼2单元501"}
    claim_person(name=student.name, id_number=names.id_number(FIRST - 1), by=student, **home)
    represent_person(
        name=names.person_name(FIRST - 2), id_number=names.id_number(FIRST - 2), by=student, **home
    )


@dataclass
class Returning:
    """One declaration under way."""

    story: Story
    place: int
    coming: Coming
    number: str

    @property
    def declaration(self) -> Declaration:
        """As it is now."""
        return Declaration.objects.select_related("person__user", "declared_by").get(
            number=self.number
        )

    def officer_of(self, code: str) -> User:
        """Who handles what lies there."""
        shown = {cast.COMMUNITY: "community", cast.NEIGHBOUR: "neighbour"}
        return self.story.district.staff[shown.get(code, f"street_{code[:9]}")]

    @property
    def officer(self) -> User:
        return self.officer_of(self.declaration.area_code)

    @property
    def other(self) -> str:
        """The community to which it is handed."""
        at = self.coming.community
        return COMMUNITIES[0] if at == 1 else COMMUNITIES[(at + 2) % len(COMMUNITIES)]

    def claim(self) -> None:
        claim_declaration(self.declaration, by=self.officer)

    def call(self) -> None:
        words = "本人接听，行程属实" if self.place % 2 else "家属接听，已告知居家等候"
        record_call(self.declaration, outcome="reached", words=words, by=self.officer)

    def miss(self) -> None:
        record_call(self.declaration, outcome="no_answer", by=self.officer)

    def verify(self) -> None:
        declaration = self.declaration
        home = home_of(self.coming.community, self.place)
        grid = home if home.startswith(declaration.area_code) and home in cast.GRIDS else ""
        verify_declaration(
            declaration, how="phone", who=declaration.who, grid=grid, by=self.officer
        )

    def hand(self) -> None:
        hand_over_declaration(
            self.declaration, to_code=self.other, reason="本人实际居住在贵社区", by=self.officer
        )

    def accept(self) -> None:
        accept_declaration(self.declaration, by=self.officer_of(self.other))

    def send_back(self) -> None:
        by = self.officer_of(self.other)
        send_back_declaration(self.declaration, reason="查无此住址，请再核实", by=by)

    def call_off(self) -> None:
        call_off_declaration(self.declaration, reason="本人来电，行程取消", by=self.officer)

    def withdraw(self) -> None:
        declaration = self.declaration
        withdraw_declaration(declaration, by=declaration.declared_by)


def _begin(story: Story, place: int, coming: Coming) -> None:
    people, by = _people(story, place, coming)
    way = "community" if coming.by_office else "family" if coming.with_family else "self"
    seats = ("05车12F", "05车12D") if coming.transport == "train" else ("", "")
    travellers = [
        Traveller(person, seat=seat, is_contact=coming.is_contact, symptoms=coming.symptoms)
        for person, seat in zip(people, seats, strict=False)
    ]
    travel = _travel(coming, people[0], arrives_at=story.until + coming.arrives * HOUR)
    made = declare(travel, travellers, way=way, signature=by.name, by=by)
    turns = coming.turns.split()
    step = coming.declared * HOUR / (len(turns) + 1)
    after = max(story.until + coming.arrives * HOUR, story.until - coming.declared * HOUR)
    for number, turn in enumerate(turns, 1):
        moment = story.until - coming.declared * HOUR + number * step
        if turn == "verify":
            moment = max(moment, after + 5 * MINUTE)
        for each in made:
            story.at(moment, getattr(Returning(story, place, coming, each.number), turn))


def _people(story: Story, place: int, coming: Coming) -> tuple[list[Person], User]:
    """Who travels, and who declares it."""
    who, area_code = FIRST + 2 * place, COMMUNITIES[coming.community]
    facts = {
        "name": names.person_name(who),
        "id_number": names.id_number(who),
        "area_code": area_code,
        "address": f"{place % 9 + 1}号楼{place % 4 + 1}单元{place % 6 + 1}01",
    }
    if coming.by_office:
        officer = story.district.staff["community"]
        person = find_or_register_person(
            name=facts["name"],
            id_number=facts["id_number"],
            phone=names.phone(who),
            area_code=area_code,
            address=facts["address"],
            by=officer,
        )
        return [person], officer
    user = open_account(names.phone(who), name=names.person_name(who))
    own = person_of(user) or claim_person(by=user, **facts)
    if not coming.with_family:
        return [own], user
    facts |= {"name": names.person_name(who + 1), "id_number": names.id_number(who + 1)}
    return [own, represent_person(by=user, **facts)], user


def _travel(coming: Coming, person: Person, *, arrives_at: datetime) -> Travel:
    is_car = coming.transport == "car"
    return Travel(
        kind=coming.kind,
        area_code=person.area_code,
        address=person.address,
        housing="relatives" if coming.kind == "visit" else "own",
        reason=coming.reason,
        arrives_at=arrives_at,
        transport=coming.transport,
        service_number="" if is_car else coming.number,
        plate=coming.number if is_car else "",
        destination_code=coming.comes_from if coming.kind == "departure" else "",
        places=() if coming.kind == "departure" else (_place(coming, local_day(arrives_at)),),
    )


def _place(coming: Coming, arrives_on: date) -> DeclaredPlace:
    """One place all the while; who was in the risk area says so."""
    named = frozenset(
        {area.number for area in RiskArea.objects.filter(area_code=coming.comes_from)}
        if coming.was_there
        else ()
    )
    words = "日本" if coming.comes_from == OVERSEAS else ""
    return DeclaredPlace(
        Stay(coming.comes_from, arrives_on - LOOKED_BACK, arrives_on, named), words
    )
