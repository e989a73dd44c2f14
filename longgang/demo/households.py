"""Residents of the demo with a car of their own, who visit family in one of the streets."""

from dataclasses import dataclass

from longgang.accounts.api import User, open_account
from longgang.passes.api import Party
from longgang.people.api import Person, Vehicle, claim_person, register_vehicle

from . import cast, names

FIRST_RESIDENT = 900  # place in the sequence of invented people
HOUSEHOLDS = 18
NEXT_DOOR = 40  # the host stands this many places further in the sequence
# One community of each street; first that of the street officer whose login is shown.
COMMUNITIES = [
    cast.COMMUNITY, "211403001004", cast.NEIGHBOUR, "211403006001", "211403007001",
    "211403008001", "211403009001", "211403010200", "211403201200",
]  # fmt: skip


def home_of(community: int, place: int) -> str:
    """Where somebody lives: of the community that is shown mostly in its first grid, elsewhere
    nobody knows which.
    """
    if COMMUNITIES[community] != cast.COMMUNITY:
        return COMMUNITIES[community]
    first, second = cast.GRIDS
    return second if place % 4 == 3 else first


@dataclass(frozen=True)
class Household:
    """Somebody with a car, and whom they visit."""

    place: int
    person: Person
    user: User
    vehicle: Vehicle
    host: Party

    @property
    def street(self) -> str:
        """The street that decides and confirms."""
        return self.host.area_code[:9]


def welcome_households(wanted: int = HOUSEHOLDS) -> list[Household]:
    """Accounts, entries and cars, two for each street; the first one's login is shown."""
    return [_welcome(number) for number in range(wanted)]


def _welcome(number: int) -> Household:
    place = FIRST_RESIDENT + number
    phone = names.phone(place) if number else cast.RESIDENT_PHONE
    user = open_account(phone, name=names.person_name(place))
    person = claim_person(name=names.person_name(place), id_number=names.id_number(place), by=user)
    vehicle = register_vehicle(names.plate(place), "1", owner=person, kind="car", by=user)
    host = Party(
        name=names.person_name(place + NEXT_DOOR),
        area_code=COMMUNITIES[number % len(COMMUNITIES)],
        address=f"{number % 9 + 1}号楼{number % 4 + 1}单元{number % 6 + 1}01",
        contact=names.person_name(place + NEXT_DOOR),
        phone=names.phone(place + NEXT_DOOR),
    )
    return Household(place, person, user, vehicle, host)


def welcome_driver() -> None:
    """The driver whose login is shown claims the entry that the acid works made."""
    place = 100
    user = open_account(cast.DRIVER_PHONE, name=names.person_name(place))
    claim_person(name=names.person_name(place), id_number=names.id_number(place), by=user)
