"""Where a person may go: one list for the top menu, the phone's tabs and the home page."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import Permission, holds, scope_of
from longgang.measures.api import is_under_measure
from longgang.notices.api import unread_count

TABS = 4
RESIDENTS_TABS = 5  # which of theirs, and in which order, they say themselves


class For(StrEnum):
    """Who an entry without a permission is for."""

    EVERYBODY = "everybody"
    RESIDENTS = "residents"
    STAFF = "staff"


@dataclass(frozen=True)
class Entry:
    """A place in the product: who may go there, and how it is drawn. `short` is for narrow tabs.

    Those of one `group` are one place of the menu, and on their pages a row of neighbours.
    """

    label: Promise
    icon: str
    url_name: str
    needs: Permission | For
    short: Promise | None = None
    is_by_area: bool = False  # of what it lists, a post at one checkpoint or site sees nothing
    tab: int | None = None  # its place among the tabs of residents
    suits: Callable[[Any], bool] | None = None  # whether it is a tab now
    group: Promise | None = None

    def tab_of(self, user: Any) -> int | None:
        """Its place among the tabs of this person; None: it stands in the menu only."""
        is_one = self.tab is not None and (self.suits is None or self.suits(user))
        return self.tab if is_one and not user.is_staff_member else None

    def is_for(self, user: Any) -> bool:
        """Whether this person sees it."""
        if isinstance(self.needs, Permission):
            scope = scope_of(user, self.needs)
            return bool(scope.areas or scope.desks) if self.is_by_area else holds(user, self.needs)
        is_staff = bool(user.is_staff_member)
        return self.needs is For.EVERYBODY or (self.needs is For.STAFF) == is_staff


@dataclass(frozen=True)
class Place:
    """An entry as one person sees it on one page."""

    label: str
    short_label: str
    icon: str
    url: str
    is_here: bool
    tab: int | None = None

    @property
    def link(self) -> SafeString:
        """The link as it stands in the menus of every page, which are half of what a page draws."""
        return _draw_link(self)


@lru_cache(maxsize=1000)
def _draw_link(place: Place) -> SafeString:
    return render_to_string("site/_place.html", {"place": place})


class Menu(list[Place]):
    """All places of a person; a few are the tabs on a phone: the first of staff, chosen ones of
    residents, whose menu is in another order.
    """

    @property
    def tabs(self) -> list[Place]:
        """What fits on a narrow screen."""
        chosen = [(place.tab, place) for place in self if place.tab is not None]
        if not chosen:
            return self[:TABS]
        return [place for _tab, place in sorted(chosen, key=itemgetter(0))][:RESIDENTS_TABS]


RULES = pgettext_lazy("menu", "Rules")
ENTRIES = [
    Entry(_("Home"), "home", "site:home", For.EVERYBODY, tab=0),
    Entry(_("Apply for a pass"), "file-plus", "passes:apply", For.RESIDENTS, _("Apply"), tab=3),
    Entry(_("My passes"), "truck", "passes:mine", For.RESIDENTS, _("Passes"), tab=4),
    Entry(
        _("My company"),
        "building-factory-2",
        "people:companies",
        For.RESIDENTS,
        _("Company"),
        tab=5,
    ),
    Entry(_("Many at once"), "file-spreadsheet", "passes:fleet", For.RESIDENTS),
    Entry(_("My vehicles"), "steering-wheel", "people:vehicles", For.RESIDENTS),
    Entry(
        _("Declare a journey"), "map-pin", "arrivals:declare", For.RESIDENTS, _("Declare"), tab=2
    ),
    Entry(_("My journeys"), "route", "arrivals:mine", For.RESIDENTS),
    Entry(
        _("My isolation"),
        "stethoscope",
        "measures:mine",
        For.RESIDENTS,
        tab=1,
        suits=is_under_measure,
    ),
    Entry(_("My details"), "id", "people:me", For.RESIDENTS),
    Entry(_("My queue"), "clipboard-check", "passes:queue", Permission.PASS_REVIEW, _("Queue")),
    Entry(_("Check vehicles"), "scan", "passes:gate", Permission.CHECK_RECORD, _("Check")),
    Entry(
        _("Turning back"),
        "arrow-back-up",
        "passes:turn_backs",
        Permission.CHECK_TURN_BACK,
        _("Turn back"),
    ),
    Entry(
        _("Declare for somebody"),
        "map-pin",
        "arrivals:declare",
        Permission.CHECK_RECORD,
        _("Declare"),
    ),
    Entry(_("Conflicts"), "alert-triangle", "checkpoints:conflicts", Permission.CONFLICT_VIEW),
    Entry(_("Devices"), "device-mobile", "checkpoints:devices", Permission.DEVICE_MANAGE),
    Entry(
        _("Who comes and goes"),
        "map-pin",
        "arrivals:queue",
        Permission.DECLARATION_VIEW,
        _("Arrivals"),
    ),
    Entry(_("My people today"), "users", "measures:today", Permission.VISIT_RECORD, _("Today")),
    Entry(
        _("People under a measure"),
        "stethoscope",
        "measures:list",
        Permission.MEASURE_VIEW,
        _("Measures"),
    ),
    Entry(
        _("Quarantine sites"),
        "building-warehouse",
        "isolation:sites",
        Permission.SITE_VIEW,
        _("Sites"),
    ),
    Entry(_("Declare for a resident"), "file-plus", "arrivals:declare", Permission.VISIT_RECORD),
    Entry(_("Tracing"), "route", "tracing:cases", Permission.CASE_INVESTIGATE),
    Entry(_("Test results"), "test-pipe", "health:results", Permission.RESULT_IMPORT, _("Results")),
    Entry(_("Visits from a file"), "map-pin", "trail:uploads", Permission.TRAIL_IMPORT),
    Entry(_("Passes"), "file-certificate", "passes:list", Permission.PASS_VIEW),
    Entry(_("Trips"), "route", "passes:trips", Permission.PASS_VIEW),
    Entry(_("Board"), "dashboard", "passes:board", Permission.BOARD_VIEW),
    Entry(_("Refused scans"), "barrier-block", "passes:refused_scans", Permission.BOARD_VIEW),
    Entry(_("Blocklist"), "ban", "passes:blocklist", Permission.BLOCKLIST_VIEW),
    Entry(_("Rules of passes"), "gavel", "passes:rules", Permission.RULE_VIEW, group=RULES),
    Entry(_("Rules of measures"), "gavel", "measures:rules", Permission.RULE_VIEW, group=RULES),
    Entry(_("Rules of sites"), "gavel", "isolation:rules", Permission.RULE_VIEW, group=RULES),
    Entry(_("Rules of tracing"), "gavel", "tracing:rules", Permission.RULE_VIEW, group=RULES),
    Entry(_("Risk areas"), "map-pin", "arrivals:risk_areas", Permission.RULE_VIEW),
    Entry(_("People"), "users", "people:people", Permission.PERSON_VIEW, is_by_area=True),
    Entry(_("Companies"), "building", "people:companies", Permission.COMPANY_VIEW),
    Entry(_("Vehicles"), "steering-wheel", "people:vehicles", Permission.VEHICLE_VIEW),
    Entry(_("Duty"), "calendar", "accounts:duty", Permission.DUTY_VIEW),
    Entry(_("Areas"), "map-2", "areas:areas", Permission.AREA_EDIT),
    Entry(_("Premises"), "building-warehouse", "areas:premises", Permission.PREMISES_EDIT),
    Entry(_("Accounts"), "users-group", "accounts:accounts", Permission.ACCOUNT_MANAGE),
    Entry(_("Messages"), "message", "notices:deliveries", Permission.DELIVERY_MANAGE),
    Entry(_("Posts"), "id-badge-2", "accounts:posts", Permission.POST_GRANT),
    Entry(_("Keys for passes"), "key", "passes:signing_keys", Permission.KEY_MANAGE, _("Keys")),
    Entry(_("Events"), "history", "audit:events", Permission.EVENT_VIEW),
    Entry(_("Disclosures"), "eye", "audit:disclosures", Permission.DISCLOSURE_VIEW),
]
OWN_PAGES = [
    Entry(_("My account"), "id", "accounts:me", For.EVERYBODY),
    Entry(_("Password"), "key", "account_change_password", For.STAFF),
    Entry(_("Second factor"), "shield-lock", "mfa_activate_totp", For.STAFF),
]


def menu_for(user: Any, path: str) -> Menu:
    """The places this person may go to; nobody who is not signed in has any."""
    return places(ENTRIES, user, path)


def own_pages_for(user: Any, path: str) -> Menu:
    """The pages about the person's own account."""
    return places(OWN_PAGES, user, path)


def neighbours_for(user: Any, path: str) -> Menu:
    """What stands in one group with the page's place; nothing where it stands alone."""
    open_to_them = _open_to(ENTRIES, user)
    here = _find_here(open_to_them, path)
    if here is None or here.group is None:
        return Menu()
    group = [(entry, url) for entry, url in open_to_them if entry.group is here.group]
    return Menu(_place(entry, url, user, is_here=entry is here) for entry, url in group)


def places(entries: list[Entry], user: Any, path: str) -> Menu:
    """The entries that exist and that this person may use, the first of a group in its name; the
    page's own place is marked.
    """
    open_to_them = _open_to(entries, user)
    here = _find_here(open_to_them, path)
    menu, groups = Menu(), set()
    for entry, url in open_to_them:
        if entry.group is not None and entry.group in groups:
            continue
        groups.add(entry.group)
        is_near = here is not None and here.group is not None and here.group is entry.group
        menu.append(_place(entry, url, user, is_here=entry is here or is_near, name=entry.group))
    return menu


def _open_to(entries: list[Entry], user: Any) -> list[tuple[Entry, str]]:
    if user is None or not user.is_authenticated:
        return []
    return [
        (entry, url)
        for entry in entries
        if (url := address_of(entry.url_name)) and entry.is_for(user)
    ]


def _find_here(open_to_them: list[tuple[Entry, str]], path: str) -> Entry | None:
    """The entry whose address leads farthest towards the page."""
    leading = [(entry, url) for entry, url in open_to_them if leads_to(url, path)]
    return max(leading, key=lambda found: len(found[1]), default=(None, ""))[0]


def _place(
    entry: Entry, url: str, user: Any, *, is_here: bool, name: Promise | None = None
) -> Place:
    return Place(
        label=str(name or entry.label),
        short_label=str(name or entry.short or entry.label),
        icon=entry.icon,
        url=url,
        is_here=is_here,
        tab=entry.tab_of(user),
    )


def leads_to(url: str, path: str) -> bool:
    """Whether the page lies at or below the address; home is only itself."""
    return path == url or (url != "/" and path.startswith(url))


def address_of(url_name: str) -> str:
    """The address, or nothing when this installation has no such page."""
    return _address_among(settings.ROOT_URLCONF, url_name)


@lru_cache(maxsize=1000)
def _address_among(_pages: str, url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def unread_for(user: Any) -> int:
    """How many notices wait; none for strangers."""
    return unread_count(user) if user is not None and user.is_authenticated else 0
