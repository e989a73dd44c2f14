"""The pages that are measured: every place in the menu of every role, and what lists are asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from longgang.accounts.api import User
from longgang.demo import cast
from longgang.passes.models import Check, Trip, VehiclePass
from longgang.people.models import Company, Person, Vehicle
from longgang.site.navigation import menu_for

ROLES = [key for key in (*cast.SHOWN, *cast.RESIDENT_KEYS) if key not in {"transport", "commerce"}]


@dataclass(frozen=True)
class Page:
    """A page as one of its readers opens it."""

    reader: str
    user: User
    url: str
    typed: str = ""  # into its search box

    @property
    def name(self) -> str:
        """Who reads which address."""
        return f"{self.reader} {self.url}" + (f" “{self.typed}”" if self.typed else "")


def pages_of() -> Iterator[Page]:
    """All of them, as the database stands now."""
    readers = {key: found for key in ROLES if (found := cast.find_account(key))}
    for reader, user in readers.items():
        for place in menu_for(user, ""):
            yield Page(reader, user, place.url)
        yield Page(reader, user, reverse("notices:list"))
    for reader, url, typed in [*_asked_of_lists(), *_single_things()]:
        yield Page(reader, readers[reader], url, typed)


def _asked_of_lists() -> Iterator[tuple[str, str, str]]:
    """Filters, searches, later pages, and every order in which a large list can be read."""
    passes, trips = reverse("passes:list"), reverse("passes:trips")
    people, vehicles = reverse("people:people"), reverse("people:vehicles")
    companies, events = reverse("people:companies"), reverse("audit:events")
    newest = VehiclePass.objects.latest("submitted_at")
    yield from [
        ("command", f"{passes}?status=refused", ""),
        ("command", f"{passes}?status=late", ""),
        ("command", f"{passes}?goods={newest.goods_class}", ""),
        ("command", f"{passes}?page=100", ""),
        ("command", passes, newest.plate),
        ("command", passes, newest.plate[1:]),
        ("command", passes, newest.plate[-3:]),
        ("command", passes, newest.plate[3:6]),
        ("command", passes, newest.pass_number or newest.number),
        ("command", f"{trips}?status=inside", ""),
        ("command", f"{trips}?status=overdue", ""),
        ("command", f"{trips}?of=turned_back", ""),
        ("command", f"{trips}?page=100", ""),
        ("command", trips, newest.plate),
        ("command", trips, newest.plate[1:]),
        ("command", trips, newest.plate[3:6]),
        ("dispatcher", f"{trips}?status=inside", ""),
        ("dispatcher", reverse("passes:mine"), newest.plate),
        ("supervisor", people, "wang"),
        ("supervisor", people, Person.objects.latest("id").name),
        ("supervisor", people, "0017"),
        ("supervisor", vehicles, newest.plate[2:]),
        ("supervisor", f"{vehicles}?hazard=yes", ""),
        ("supervisor", companies, "long"),
        ("auditor", f"{events}?kind=pass.issued", ""),
        ("auditor", events, newest.number),
        ("auditor", events, newest.plate[1:]),
        ("administrator", f"{reverse('accounts:accounts')}?role=reviewer", ""),
        ("administrator", f"{reverse('notices:deliveries')}?status=given_up", ""),
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
            (reader, f"{url}?sort={sign}{key}", "") for key in orders.split() for sign in ("", "-")
        )


def _single_things() -> Iterator[tuple[str, str, str]]:
    """One pass, trip, check, person, vehicle and company."""
    used = VehiclePass.objects.filter(status="used").latest("id")
    waiting = VehiclePass.objects.waiting().filter(desk_code__endswith="industry").latest("id")
    inside = Trip.objects.open().exclude(vehicle_pass__company=None).latest("id")
    gate = inside.entered_through
    works = Company.objects.filter(memberships__user=cast.find_account("dispatcher")).get()
    yield from [
        ("command", reverse("passes:show", args=[used.number]), ""),
        ("command", reverse("passes:trip", args=[inside.number]), ""),
        ("industry", reverse("passes:review", args=[waiting.number]), ""),
        ("lead", reverse("passes:gate_scan", args=[gate, "exit"]), ""),
        ("lead", reverse("passes:gate_check", args=[gate, "exit", inside.vehicle_pass.number]), ""),
        ("lead", reverse("passes:check", args=[Check.objects.latest("id").number]), ""),
        ("supervisor", Person.objects.latest("id").get_absolute_url(), ""),
        ("supervisor", Vehicle.objects.exclude(company=None).latest("id").get_absolute_url(), ""),
        ("supervisor", works.get_absolute_url(), ""),
        ("supervisor", reverse("people:duplicates"), ""),
        ("dispatcher", works.get_absolute_url(), ""),
        ("dispatcher", reverse("passes:fleet_repeat"), ""),
    ]
