"""The pages about people under measures, at sites and on the way, as each of their readers asks."""

from collections.abc import Iterator
from itertools import product

from django.urls import reverse

from longgang.arrivals.models import Declaration
from longgang.demo.cast import COMMUNITY
from longgang.isolation.models import Site
from longgang.measures.models import Measure

from .asking import Asked, late_page
from .care import FIRST_SITE

OWNERS = ("health", "command", "street_211403005", "community", "grid", "site", "site_lead")
AT_HOME = ("health", "street_211403005", "community", "grid")
AT_THE_DOOR = ("community", "grid")
OF_SITES = ("health", "command", "site", "site_lead")
MAY_EDIT_SITES = ("health", "site_lead")
PAGES_OF_A_SITE = (
    "site", "stays", "day", "round", "meals", "requests", "supplies", "shifts", "leaving",
    "transfers",
)  # fmt: skip


def asked_of_care() -> Iterator[Asked]:
    """Every filter, search, order and late page of the lists, and one of each single thing."""
    yield from _of_measures()
    yield from _of_arrivals()
    yield from _of_sites()


def _of_measures() -> Iterator[Asked]:
    rows, handed = reverse("measures:list"), reverse("measures:handed")
    some = Measure.objects.open().filter(held_at=None).latest("pk")
    filters = (
        "today=due", "today=overdue", "phase=central", "phase=home", "phase=monitoring",
        "phase=self", "state=over", "state=suspended", "state=lifted", "state=ever",
        "ends=last_day", "ends=soon", "who=high_risk", f"place={COMMUNITY[:9]}",
        "phase=home&today=overdue", "sort=name", "sort=-name", "sort=-ends", "sort=area",
        "sort=-area",
    )  # fmt: skip
    for reader in OWNERS:
        yield from (Asked(reader, f"{rows}?{each}") for each in filters)
        yield Asked(reader, rows, "wang", "letters")
        yield Asked(reader, rows, some.person.name, "a name")
        yield Asked(reader, rows, some.number, "a number")
        yield from (
            Asked(reader, f"{handed}{which}") for which in ("", "?which=sent", "?which=ever")
        )
    yield Asked("health", late_page(rows, Measure.objects.open()))
    for reader, only in product(AT_THE_DOOR, ("new", "due", "overdue", "unreachable", "waiting")):
        yield Asked(reader, f"{reverse('measures:today')}?only={only}")
    yield Asked("health", some.get_absolute_url())
    yield Asked("health", some.person.get_absolute_url())


def _of_arrivals() -> Iterator[Asked]:
    rows = reverse("arrivals:list")
    filters = (
        "", "?kind=departure", "?who=none", "?who=high_risk", "?state=declared", "?state=verified",
        "?state=ever", "?day=today", "?day=week", "?day=behind", "?sort=arrives", "?sort=-arrives",
        "?sort=declared",
    )  # fmt: skip
    some = Declaration.objects.filter(status="verified").exclude(who="").latest("pk")
    for reader in AT_HOME:
        yield from (Asked(reader, f"{rows}{each}") for each in filters)
        yield Asked(reader, rows, "wang", "letters")
        yield Asked(reader, rows, some.number, "a number")
    yield Asked("health", late_page(rows, Declaration.objects.open()))
    yield Asked("health", some.get_absolute_url())


def _of_sites() -> Iterator[Asked]:
    sites = reverse("isolation:sites")
    for reader in OF_SITES:
        yield from (
            Asked(reader, reverse(f"isolation:{page}")) for page in ("overview", "wall", "sites")
        )
        yield Asked(reader, reverse("isolation:reconciliation"))
    yield from (Asked("health", f"{sites}?{each}") for each in ("state=ever", "sort=-name"))
    yield Asked("health", late_page(sites, Site.objects.open()))
    yield Asked("health", reverse("isolation:find"))
    yield from (
        Asked(reader, reverse("isolation:rooms", args=[FIRST_SITE])) for reader in MAY_EDIT_SITES
    )
    for reader, page in product(("health", "site", "site_lead"), PAGES_OF_A_SITE):
        yield Asked(reader, reverse(f"isolation:{page}", args=[FIRST_SITE]))
