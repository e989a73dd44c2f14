"""Telling whoever answers for it where the lists differ."""

from collections import Counter

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, users_with
from longgang.core.clock import today
from longgang.measures.api import Measure
from longgang.notices.api import notify

from ..counting import recount_all
from ..kinds import Mismatch
from ..models import Site, Stay
from ..reconciling import differing, missing


def tell_differences() -> None:
    """Count every site anew, and tell each site and each community of its people once a day."""
    recount_all()
    counts: Counter[int] = Counter()
    for mismatch in Mismatch:
        if mismatch != Mismatch.MISSING:
            rows = differing(Stay.objects.all(), mismatch, today=today())
            counts.update(rows.values_list("site", flat=True))
    for site in Site.objects.filter(pk__in=counts).select_related("premises"):
        _tell_site(site, counts[site.pk])
    homes = missing(Measure.objects.all(), today=today()).values_list("area_code", flat=True)
    for area_code, count in Counter(homes).items():
        _tell_home(area_code, count)


@transaction.atomic
def _tell_site(site: Site, count: int) -> None:
    text = format_lazy(
        _("At {site} the lists differ for {n} people. Set them right today."), site=site, n=count
    )
    people = users_with(Permission.STAY_EDIT, **site.place)
    url = reverse("isolation:reconciliation")
    notify(people, kind="site.differences", text=text, url=url, key=f"{site.number}:{today()}")


@transaction.atomic
def _tell_home(area_code: str, count: int) -> None:
    text = format_lazy(
        _("{n} people of yours should be at a quarantine site and are at none. Find them a room."),
        n=count,
    )
    people = users_with(Permission.MEASURE_EDIT, area_code=area_code)
    url = f"{reverse('measures:list')}"
    notify(people, kind="site.missing", text=text, url=url, key=f"{area_code}:{today()}")
