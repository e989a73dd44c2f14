"""Declarations in the district at work: one in each state, a draft, risk areas and a workbook."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from longgang.accounts.api import User
from longgang.arrivals.actions.drafts import start_draft
from longgang.arrivals.actions.risk_uploads import read_risk_workbook
from longgang.arrivals.api import (
    Declaration,
    DeclaredPlace,
    Stay,
    Travel,
    Traveller,
    announce_risk_area,
    claim_declaration,
    declare,
    hand_over_declaration,
    load_rules,
    record_call,
    verify_declaration,
)
from longgang.arrivals.drafting import Answers
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, now, today
from longgang.people.api import find_or_register_person, person_of
from tests.cast import LONGWAN
from tests.passes import build

COMMUNITY, NEXT = f"{LONGWAN}001", f"{LONGWAN}002"
TIEXI = "210106"


def declarations_of(ada: User, people: dict[str, User]) -> dict[str, Declaration]:
    """By what has become of them; `ada` has a draft in which every step is filled in."""
    load_rules(by=SYSTEM)
    she, rui = people["she"], people["rui"]
    village = announce_risk_area(
        area_code=TIEXI, place="工人村街道", level="high", since_on=today() - timedelta(days=4),
        document_number="辽疫防指 117", by=rui,
    )  # fmt: skip
    read_risk_workbook(_workbook(), by=rui)
    start_draft(_answers(ada, village.number), by=ada)
    named = frozenset({village.number})
    with as_if(now() - timedelta(hours=3)):
        found = {
            name: _declared(place, named, she)
            for place, name in enumerate(("new", "claimed", "missed", "handed", "verified"))
        }
    for name in ("claimed", "missed", "handed", "verified"):
        claim_declaration(found[name], by=she)
    record_call(found["claimed"], outcome="reached", words="本人接听，行程属实", by=she)
    record_call(found["missed"], outcome="no_answer", by=she)
    hand_over_declaration(found["handed"], to_code=NEXT, reason="实际居住在贵社区", by=she)
    verify_declaration(found["verified"], how="phone", who="high_risk", by=she)
    return found


def _declared(place: int, named: frozenset[str], by: User) -> Declaration:
    person = find_or_register_person(
        name="周吴郑王冯"[place] + "归来", id_number=build.id_number(90 + place),
        phone=f"1370003{place:04d}", area_code=COMMUNITY, by=by,
    )  # fmt: skip
    day = today()
    way = DeclaredPlace(Stay(TIEXI, day - timedelta(days=20), day, named), "重工社区")
    travel = Travel(
        kind="return", area_code=COMMUNITY, address="锦湾小区 3 号楼", housing="own", reason="work",
        arrives_at=now(), transport="train", service_number="G1234", places=(way,),
    )  # fmt: skip
    traveller = Traveller(person, seat="05车12F", work="沈阳机床厂", symptoms=("1",))
    return declare(travel, [traveller], way="community", signature=by.name, by=by)[0]


def _answers(ada: User, village: str) -> Answers:
    person = person_of(ada)
    assert person is not None
    day = today() + timedelta(days=1)
    stay = {
        "area_code": TIEXI, "words": "", "since_on": str(day - timedelta(days=9)),
        "until_on": str(day),
    }  # fmt: skip
    journey = {
        "arrives_at": f"{day}T18:40", "transport": "train", "service_number": "G1234",
        "plate": "", "seat_1": "05车12F",
    }  # fmt: skip
    return Answers(
        kind="return", reason="study", way="self", people=(person.number,), stays=(stay,),
        steps={
            "journey": journey, "asked": {"named_1": [village]},
            "home": {"area_code": COMMUNITY, "address": "锦湾小区 1 号楼", "housing": "own"},
            "health": {"symptoms_1": [], "contact_1": "no", "work_1": ""},
        },
    )  # fmt: skip


def _workbook() -> SimpleUploadedFile:
    book, content, day = Workbook(), io.BytesIO(), str(today())
    for row in (
        ["县区", "风险区", "风险等级", "划定日期", "文号"],
        ["210703", "", "中风险区", day, "辽疫防指 117"],
        ["无此县", "某处", "高风险区", day, "辽疫防指 117"],
    ):
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile("当日风险区.xlsx", content.getvalue())
