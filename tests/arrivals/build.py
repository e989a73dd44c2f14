"""Ways and travels of the arrivals' tests."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from longgang.accounts.api import User
from longgang.arrivals.actions.declaring import DeclaredPlace, Travel, Traveller, declare
from longgang.arrivals.models import Declaration
from longgang.arrivals.triage import Stay
from longgang.people.api import Person
from tests.measures.build import DAY, WANGHAISI, local

SANYA, HARBIN = "460203", "230102"
ARRIVES_AT = local(2024, 2, 27, 18, 40)


def day(offset: int) -> date:
    """So many days after the day on which the tests play."""
    return DAY + timedelta(days=offset)


def place(code: str = HARBIN, since: int = -20, until: int = 1, *named: str) -> DeclaredPlace:
    """A stay, by days from today."""
    return DeclaredPlace(Stay(code, day(since), day(until), frozenset(named)))


TRAVEL = Travel(
    kind="return",
    area_code=WANGHAISI,
    address="望海小区 3 号楼 2 单元 501",
    housing="own",
    reason="study",
    arrives_at=ARRIVES_AT,
    transport="train",
    service_number="g1234",
    places=(place(),),
)


# Away from the district, so that nobody asks where the way led.
LEAVING: dict[str, Any] = {"kind": "departure", "places": (), "destination_code": HARBIN}


def travel(*places: DeclaredPlace, **changes: Any) -> Travel:
    """The ordinary one, with other places or other values."""
    return replace(TRAVEL, **({"places": places} if places else {}), **changes)


def declares(
    by: User, *people: Person, way: str = "self", how: Travel = TRAVEL, **own: Any
) -> Declaration:
    """Declare these people; the first's declaration comes back."""
    travellers = [Traveller(each, **{"seat": "05车12F", **own}) for each in people]
    return declare(how, travellers, way=way, signature=by.name, by=by)[0]
