"""The pages that are measured: every place in the menu of every role, and what lists are asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import resolve, reverse

from longgang.accounts.api import User
from longgang.demo import cast
from longgang.passes.models import Check, Trip, VehiclePass
from longgang.people.models import Company, Person, Vehicle
from longgang.site.navigation import menu_for

from .asking import LATE, Asked, late_page
from .care_pages import asked_of_care

ROLES = [key for key in (*cast.SHOWN, *cast.RESIDENT_KEYS) if key not in {"transport", "commerce"}]


@dataclass(frozen=True)
class Page:
    """A page as one of its readers opens it; `typed` into its search box is `what`, in words."""

    reader: str
    user: User
    url: str
    typed: str = ""
    what: str = ""

    @property
    def name(self) -> str:
        """Who reads what, called the same however many rows there are."""
        path, _mark, asked = self.url.partition("?")
        words = [f"?{LATE if asked.startswith('page=') else asked}"] if asked else []
        words += [f"“{self.what}”"] if self.what else []
        return " ".join([self.reader, f"/{resolve(path).route}", *words])


def pages_of() -> Iterator[Page]:
    """All of them, as the database stands now."""
    readers = {key: found for key in ROLES if (found := cast.find_account(key))}
    for reader, user in readers.items():
        for place in menu_for(user, ""):
            yield Page(reader, user, place.url)
        yield Page(reader, user, reverse("notices:list"))
    for asked in (*_asked_of_lists(), *_single_things(), *asked_of_care()):
        yield Page(asked.reader, readers[asked.reader], *asked[1:])


def _asked_of_lists() -> Iterator[Asked]:
    """Filters, searches, later pages, and every order in which a large list can be read."""
    passes, trips = reverse("passes:list"), reverse("passes:trips")
    people, vehicles = reverse("people:people"), reverse("people:vehicles")
    companies, events = reverse("people:companies"), reverse("audit:events")
    newest = VehiclePass.objects.latest("submitted_at")
    yield from [
        Asked("command", f"{passes}?status=refused"),
        Asked("command", f"{passes}?status=late"),
        Asked("command", f"{passes}?goods={newest.goods_class}"),
        Asked("command", late_page(passes, VehiclePass.objects.all())),
        Asked("command", passes, newest.plate, "a plate"),
        Asked("command", passes, newest.plate[1:], "a plate without its province"),
        Asked("command", passes, newest.plate[-3:], "its end"),
        Asked("command", passes, newest.plate[3:6], "its middle"),
        Asked("command", passes, newest.pass_number or newest.number, "a number"),
        Asked("command", f"{trips}?status=inside"),
        Asked("command", f"{trips}?status=overdue"),
        Asked("command", f"{trips}?of=turned_back"),
        Asked("command", late_page(trips, Trip.objects.all())),
        Asked("command", trips, newest.plate, "a plate"),
        Asked("command", trips, newest.plate[1:], "a plate without its province"),
        Asked("command", trips, newest.plate[3:6], "its middle"),
        Asked("dispatcher", f"{trips}?status=inside"),
        Asked("dispatcher", reverse("passes:mine"), newest.plate, "a plate"),
        Asked("supervisor", people, "wang", "letters"),
        Asked("supervisor", people, Person.objects.latest("id").name, "a name"),
        Asked("supervisor", people, "0017", "four digits"),
        Asked("supervisor", vehicles, newest.plate[2:], "most of a plate"),
        Asked("supervisor", f"{vehicles}?hazard=yes"),
        Asked("supervisor", companies, "long", "letters"),
        Asked("auditor", f"{events}?kind=pass.issued"),
        Asked("auditor", events, newest.number, "a number"),
        Asked("auditor", events, newest.plate[1:], "a plate without its province"),
        Asked("administrator", f"{reverse('accounts:accounts')}?role=reviewer"),
        Asked("administrator", f"{reverse('notices:deliveries')}?status=given_up"),
    ]
    for reader, url, orders in [
        ("command", passes, "plate submitted"),
        ("command", trips, "expected entered due"),
        ("dispatcher", reverse("passes:mine"), "plate submitted"),
        ("supervisor", people, "name area"),
        ("supervisor", vehicles, "plate kind"),
        ("supervisor", companies, "name industry area status registered"),
        ("auditor", events, "at"),
    ]:
        yield from (
            Asked(reader, f"{url}?sort={sign}{key}") for key in orders.split() for sign in ("", "-")
        )


def _single_things() -> Iterator[Asked]:
    """One pass, trip, check, person, vehicle and company."""
    used = VehiclePass.objects.filter(status="used").latest("id")
    waiting = VehiclePass.objects.waiting().filter(desk_code__endswith="industry").latest("id")
    inside = Trip.objects.open().exclude(vehicle_pass__company=None).latest("id")
    gate = inside.entered_through
    works = Company.objects.filter(memberships__user=cast.find_account("dispatcher")).get()
    yield from [
        Asked("command", reverse("passes:show", args=[used.number])),
        Asked("command", reverse("passes:trip", args=[inside.number])),
        Asked("industry", reverse("passes:review", args=[waiting.number])),
        Asked("lead", reverse("passes:gate_scan", args=[gate, "exit"])),
        Asked(
            "lead", reverse("passes:gate_check", args=[gate, "exit", inside.vehicle_pass.number])
        ),
        Asked("lead", reverse("passes:check", args=[Check.objects.latest("id").number])),
        Asked("supervisor", Person.objects.latest("id").get_absolute_url()),
        Asked("supervisor", Vehicle.objects.exclude(company=None).latest("id").get_absolute_url()),
        Asked("supervisor", works.get_absolute_url()),
        Asked("supervisor", reverse("people:duplicates")),
        Asked("dispatcher", works.get_absolute_url()),
        Asked("dispatcher", reverse("passes:fleet_repeat")),
    ]
