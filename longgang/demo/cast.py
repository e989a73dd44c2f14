"""Who works in the demo district: one login for each role, and how it signs in."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop

from longgang.accounts.api import Role, User, create_staff, grant_post
from longgang.areas.api import list_premises
from longgang.audit.api import SYSTEM
from longgang.core.sealed import blind_index

PASSWORD = "longgang-demo"  # noqa: S105 - printed for everybody who starts the demo

DISPATCHER_PHONE = "19900000001"
DRIVER_PHONE = "19900000101"
RESIDENT_PHONE = "19900000099"
ISOLATED_PHONE = "19900000102"
STUDENT_PHONE = "19900000103"


@dataclass(frozen=True)
class Staff:
    """One member of staff: name, role, and the desk, or the place in the list of checkpoints or
    quarantine sites.
    """

    key: str
    name: str
    role: Role
    desk: str = ""
    checkpoint: int | None = None
    site: int | None = None
    area: str = ""


STREETS = [f"211403{code}" for code in "001 003 005 006 007 008 009 010 201".split()]
COMMUNITY = "211403005001"  # whose officer is shown; in the street shown
GRIDS = {f"{COMMUNITY}001": "第一网格", f"{COMMUNITY}002": "第二网格"}
GRID = f"{COMMUNITY}001"  # whose worker is shown; the second has none
NEIGHBOUR = "211403003002"  # to which the shown community hands somebody over
ZONES = [f"211403{code}" for code in ("400", "401", "402")]

_STREET_OFFICERS = (
    "葛海生 葛春梅 葛德胜 葛玉兰 葛国栋 葛永福 葛晓峰 葛长江 葛桂英 葛文斌 葛秀荣 葛宝山"
).split()

STAFF = [
    Staff("industry", "林岚", Role.REVIEWER, desk="211403-industry"),
    Staff("industry_night", "沈建业", Role.REVIEWER, desk="211403-industry"),
    Staff("transport", "薄文远", Role.REVIEWER, desk="211403-transport"),
    Staff("commerce", "商玉珍", Role.REVIEWER, desk="211403-commerce"),
    Staff("supervisor", "梅国华", Role.DESK_SUPERVISOR),
    Staff("supervisor_deputy", "梅晓峰", Role.DESK_SUPERVISOR),
    Staff("officer_east", "海振东", Role.CHECKPOINT_OFFICER, checkpoint=0),
    Staff("officer_west", "海立新", Role.CHECKPOINT_OFFICER, checkpoint=1),
    Staff("officer_port", "海春燕", Role.CHECKPOINT_OFFICER, checkpoint=2),
    Staff("officer_road", "海长路", Role.CHECKPOINT_OFFICER, checkpoint=3),
    Staff("lead", "关永胜", Role.CHECKPOINT_LEAD),
    Staff("duty", "卫常宁", Role.DUTY_OFFICER),
    Staff("command", "令狐先", Role.COMMAND),
    Staff("health", "郝康宁", Role.HEALTH_OFFICER),
    Staff("investigator", "明知远", Role.INVESTIGATOR),
    Staff("community", "佘望海", Role.COMMUNITY_OFFICER, area=COMMUNITY),
    Staff("neighbour", "林北河", Role.COMMUNITY_OFFICER, area=NEIGHBOUR),
    Staff("grid", "万格新", Role.GRID_WORKER, area=GRID),
    Staff("site", "佟海宁", Role.SITE_OFFICER, site=0),
    Staff("site_lead", "佟立志", Role.SITE_LEAD, site=0),
    Staff("site_second", "佟秀兰", Role.SITE_LEAD, site=1),
    Staff("site_third", "佟国强", Role.SITE_LEAD, site=2),
    Staff("rules", "芮文规", Role.RULES_OFFICER),
    Staff("auditor", "申明鉴", Role.AUDITOR),
    Staff("security", "颜守安", Role.SECURITY_ADMINISTRATOR),
    Staff("administrator", "祝志强", Role.ADMINISTRATOR),
    *(
        Staff(f"street_{code}", name, Role.STREET_OFFICER, area=code)
        for code, name in zip([*STREETS, *ZONES], _STREET_OFFICERS, strict=True)
    ),
]

# What the person who starts the demo reads, in the order of the story.
SHOWN = [
    "industry", "transport", "commerce", "supervisor", "officer_east", "lead", "duty",
    "command", "street_211403005", "community", "neighbour", "grid", "site", "site_lead",
    "health", "investigator", "rules", "auditor",
    "security", "administrator",
]  # fmt: skip
RESIDENT_KEYS = {
    "dispatcher": DISPATCHER_PHONE,
    "driver": DRIVER_PHONE,
    "resident": RESIDENT_PHONE,
    "isolated": ISOLATED_PHONE,
    "student": STUDENT_PHONE,
}
RESIDENTS = [
    (DISPATCHER_PHONE, gettext_noop("dispatcher of the acid works")),
    (DRIVER_PHONE, gettext_noop("driver of a tanker")),
    (RESIDENT_PHONE, gettext_noop("resident")),
    (ISOLATED_PHONE, gettext_noop("resident in home isolation")),
    (STUDENT_PHONE, gettext_noop("student on the way home")),
]


def appoint_rules_officer(*, since: date) -> User:
    """The first of the staff: without rules and checkpoints nobody else has a place to work."""
    return _appoint(next(each for each in STAFF if each.key == "rules"), since=since)


def appoint_staff(*, since: date) -> dict[str, User]:
    """Everybody else, by key; all share one password."""
    return {each.key: _appoint(each, since=since) for each in STAFF if each.key != "rules"}


@cache
def _password_hash() -> str:
    """Hashed once: a slow hash is slow on purpose."""
    return make_password(PASSWORD)


def _appoint(each: Staff, *, since: date) -> User:
    user = create_staff(
        each.name, password_hash=_password_hash(), must_change_password=False, by=SYSTEM
    )
    grant_post(
        user,
        role=each.role,
        area_code=each.area or settings.DISTRICT_CODE,
        desk_code=each.desk,
        premises_number=_premises_of(each),
        starts_on=since,
        by=SYSTEM,
    )
    return user


def _premises_of(each: Staff) -> str:
    """The checkpoint or the quarantine site somebody works at."""
    for kind, place in (("checkpoint", each.checkpoint), ("site", each.site)):
        if place is not None:
            return str(list(list_premises(kind))[place].number)
    return ""


def staff_by_key() -> dict[str, User]:
    """Everybody of the cast who has an account, by key. Their names differ."""
    accounts = {user.name: user for user in User.objects.staff()}
    return {each.key: accounts[each.name] for each in STAFF if each.name in accounts}


def find_account(key: str) -> User | None:
    """The account of a role on the page: staff by key, residents by their phone."""
    if key in RESIDENT_KEYS:
        phone = RESIDENT_KEYS[key]
        return User.objects.active().filter(phone_index=blind_index("phone", phone)).first()
    return staff_by_key().get(key) if key in SHOWN else None
