"""The story in steps: who does what on which page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import ROLES
from longgang.areas.api import area_name, find_desk_by_code, list_premises

from . import cast


@dataclass(frozen=True)
class Workbook:
    """A workbook that the reader downloads and uploads."""

    url_name: str
    label: Promise


@dataclass(frozen=True)
class Chapter:
    """One step of the story: whose turn it is, what they do, and what to watch."""

    key: str
    icon: str
    title: Promise
    text: Promise
    button: Promise
    workbook: Workbook | None = None


CHAPTERS = [
    Chapter(
        "dispatcher",
        "file-spreadsheet",
        _("The dispatcher announces tomorrow's 29 tankers"),
        _(
            "Download the workbook, sign in, choose it under “Many at once”, look at the preview, "
            "submit. Today's trips stand under “My passes”."
        ),
        _("Be the dispatcher"),
        workbook=Workbook("demo:tomorrow", _("Tomorrow's 29 tankers (Excel)")),
    ),
    Chapter(
        "industry",
        "clipboard-check",
        _("The industry desk approves"),
        _(
            "The queue shows the longest waiting first, and the minutes count. Open the first "
            "tanker, 辽PAA000, look, approve. Try on a phone."
        ),
        _("Be the reviewer"),
    ),
    Chapter(
        "driver",
        "qrcode",
        _("The driver shows the code"),
        _(
            "Tomorrow's pass of the first tanker is on his phone, amber until its time comes; "
            "today's is green. Open today's, and keep the page with the code open, or note the "
            "number of the pass."
        ),
        _("Be the driver"),
    ),
    Chapter(
        "officer_east",
        "scan",
        _("The officer at the motorway exit seals the cab"),
        _(
            "The tanker stands at the gate. Scan the code or type the number of the pass. Count, "
            "measure, put a seal on, take a photo, let the truck go."
        ),
        _("Be the officer"),
    ),
    Chapter(
        "dispatcher",
        "building-factory-2",
        _("The works confirms"),
        _("Open the trip from its notice: arrived, and after loading: left."),
        _("Be the dispatcher"),
    ),
    Chapter(
        "officer_east",
        "lock-open",
        _("On the way out the seal is checked: the loop closes"),
        _("Choose “exit”, scan or type the same again, compare the seal, let out."),
        _("Be the officer"),
    ),
    Chapter(
        "command",
        "dashboard",
        _("The command centre sees it at once"),
        _("Who waits how long, what is inside, what is overdue; every figure leads to its list."),
        _("Be the command centre"),
    ),
    Chapter(
        "duty",
        "alert-triangle",
        _("The duty officer looks into what does not fit"),
        _(
            "A truck left with a broken seal, and a phone without network let one in without a "
            "pass. Look at the stops, call, and write down how it ended."
        ),
        _("Be the duty officer"),
    ),
    Chapter(
        "student",
        "map-pin",
        _("A student on the train declares the return"),
        _(
            "For herself and her grandmother, in short steps; known things are filled in. Choose a "
            "time of arrival that has just passed, so that the community can verify it next. Name "
            "Shenyang, Tiexi as the place she was, and see what the rules of today make of it."
        ),
        _("Be the student"),
    ),
    Chapter(
        "community",
        "phone",
        _("The community claims and verifies it"),
        _(
            "Under “Who comes and goes” the declaration appears by itself. Claim it, record a "
            "call, verify it: where the rule asks for it, the measure opens. Another community "
            "has handed one over: accept it or send it back."
        ),
        _("Be the community officer"),
    ),
    Chapter(
        "neighbour",
        "arrow-right",
        _("The community next door accepts"),
        _("What was handed over waits here too: accept it, and it is this community's alone."),
        _("Be the officer next door"),
    ),
    Chapter(
        "community",
        "stethoscope",
        _("The community looks after people under a measure"),
        _(
            "Contacts and returnees, their phase, how many days to go, and what is due or overdue "
            "today. Open one: every deed stands on the page, with what speaks against lifting. Or "
            "open a measure for somebody new, and see first what the rule makes of it."
        ),
        _("Be the community officer"),
    ),
    Chapter(
        "grid",
        "home",
        _("The grid worker's people of today"),
        _(
            "Accept who was handed over from another community. By building: who is new, due or "
            "overdue, and where nobody opened. One tap calls, two record a visit or a temperature. "
            "Somebody asks for help: answer."
        ),
        _("Be the grid worker"),
    ),
    Chapter(
        "health",
        "test-pipe",
        _("The health desk enters a lab's results"),
        _(
            "Download the workbook of a lab, sign in, send it under “Test results”. Each row that "
            "cannot be is named with its reason; who is positive is seen first. Enter the rest: "
            "whoever looks after somebody positive knows it at once."
        ),
        _("Be the health officer"),
        workbook=Workbook("demo:results", _("A lab's results of today (Excel)")),
    ),
    Chapter(
        "investigator",
        "route",
        _("The investigator traces whom they met"),
        _(
            "Open the case: both circles stand there, each contact with where, how long and "
            "through whom. Change a threshold, ask why somebody is a contact, choose a circle and "
            "see what the rules give each before the measures are opened. A second result waits "
            "for a case."
        ),
        _("Be the investigator"),
    ),
    Chapter(
        "site",
        "building-warehouse",
        _("The quarantine site takes people in"),
        _(
            "Every room with who is in it and how long. Under “The day”: begin a round and take a "
            "temperature in two taps, tick the list of the bus, check somebody in, see to what a "
            "guest has asked for. The health officer sees who waits for a room and gives one."
        ),
        _("Be the site officer"),
    ),
    Chapter(
        "site_lead",
        "lock-open",
        _("The lead of the site lets people go home"),
        _(
            "Under “The day”, those whose days are over, each with every item of the check. "
            "Release them: the notice prints, and the grid at home has them at once. A rule may "
            "ask for a second person to confirm; those of the demo do not."
        ),
        _("Be the site lead"),
    ),
    Chapter(
        "isolated",
        "user",
        _("The person at home sees the days that are left"),
        _(
            "Report a temperature, say how you feel, ask for help and read the answer, see whom to "
            "call and who looked at your data."
        ),
        _("Be the person at home"),
    ),
    Chapter(
        "auditor",
        "history",
        _("The auditor finds every step"),
        _(
            "Each of these deeds left an event, bound into a chain whose last link stands below "
            "the list; the command verify_chain shows that nobody has changed one."
        ),
        _("Be the auditor"),
    ),
]

# Where each role's part of the story begins; others begin at home.
START_PAGES = {
    "dispatcher": "passes:fleet",
    "driver": "passes:mine",
    "industry": "passes:queue",
    "transport": "passes:queue",
    "commerce": "passes:queue",
    "officer_east": "passes:gate",
    "lead": "passes:turn_backs",
    "duty": "checkpoints:conflicts",
    "community": "arrivals:queue",
    "neighbour": "arrivals:queue",
    "student": "arrivals:declare",
    "grid": "measures:today",
    "site": "isolation:sites",
    "site_lead": "isolation:sites",
    "health": "health:results",
    "investigator": "tracing:cases",
    "isolated": "measures:mine",
    "command": "passes:board",
    "auditor": "audit:events",
    "rules": "passes:rules",
}


@dataclass(frozen=True)
class Login:
    """One login as the page shows it."""

    key: str
    role: str
    name: str
    number: str
    password: str
    place: str = ""


def roles() -> list[Login]:
    """One login for each role: residents first, then staff. Residents have codes, no passwords."""
    phones = dict(cast.RESIDENTS)
    residents = [
        Login(
            key,
            gettext(phones[phone]),
            "",
            phone,
            gettext("code is shown on the page"),
        )
        for key, phone in cast.RESIDENT_KEYS.items()
    ]
    accounts = cast.staff_by_key()
    staff = [
        Login(
            each.key,
            ROLES[each.role].label,
            each.name,
            accounts[each.key].number,
            cast.PASSWORD,
            _place_of(each),
        )
        for key in cast.SHOWN
        for each in cast.STAFF
        if each.key == key and key in accounts
    ]
    return residents + staff


def _place_of(each: cast.Staff) -> str:
    """The desk, the checkpoint, the quarantine site or the street somebody works at."""
    if each.desk:
        return str(find_desk_by_code(each.desk) or "")
    for kind, place in (("checkpoint", each.checkpoint), ("site", each.site)):
        if place is not None:
            return str(list(list_premises(kind))[place])
    return area_name(each.area) if each.area else ""
