"""Many quarantine sites full of people: one guest made by the real actions, the rest copied."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Model

from longgang.accounts.api import User
from longgang.areas.api import add_premises
from longgang.areas.models import Premises
from longgang.core.clock import today
from longgang.demo.cast import find_account
from longgang.health.api import LabTest
from longgang.isolation.actions.sites import add_rooms, open_site
from longgang.isolation.actions.stays import check_in_guest, reserve_bed
from longgang.isolation.counting import begin_to_count, recount_all
from longgang.isolation.models import Bed, BedUse, Building, Floor, Room, Site, Stay
from longgang.measures.api import Measure, open_measure
from longgang.people.models import Person

from .rows import COPIES, NUMBER, Copies

STAYS_A_SITE = 200
ROOMS_A_SITE = 240


def found_site(by: User) -> None:
    """One site with a guest: what the copies are made of."""
    rules = find_account("rules")
    assert rules is not None, "the demo has a rules officer"
    place = add_premises(kind="site", name="样板站", area_code="211403005", address="1", by=rules)
    site = open_site(place, phone="0429-3110001", by=by)
    add_rooms(site, building="A", level=3, zone="contaminated", first=301, last=302, by=by)
    untested = Person.objects.exclude(pk__in=LabTest.objects.values("person"))
    free = untested.filter(measures=None, area_code__startswith="211403").first()
    assert free is not None, "the demo has people"
    measure = open_measure(
        free, "close_contact", base_on=today() - timedelta(days=1), area_code=free.area_code, by=by,
        reason="样板",
    )  # fmt: skip
    bed = Bed.objects.filter(room__site=site).first()
    assert bed is not None, "its rooms have beds"
    stay = reserve_bed(measure, bed, planned_on=today(), by=by)
    check_in_guest(stay, signed_by=free.name, by=by)


def _id_of(table: str, which: str) -> str:
    """The row of this table, or its rows, in SQL."""
    return f"(SELECT id FROM {table} WHERE {which})"  # noqa: S608 - nobody else's words are in it


def _in(model: type[Model], site: int) -> str:
    """Rows that belong to one of this table at the site."""
    found = _id_of(model._meta.db_table, f"site_id = {site}")
    return f"{model._meta.model_name}_id IN {found}"


def add_sites(sites: int, moment: datetime) -> None:
    """So many sites, each with its rooms and people, and their figures."""
    rooms, stays = sites * ROOMS_A_SITE, sites * STAYS_A_SITE
    mine = "number = 'B' || g"
    premises = _id_of("areas_premises", f"number = 'B' || (g % {sites} + 1)")
    held = _id_of("isolation_site", f"premises_id = {premises}")
    house = _id_of("isolation_building", f"site_id = {held}")
    floor = _id_of("isolation_floor", f"building_id = {house}")
    room, person = _id_of("isolation_room", mine), _id_of("people_person", mine)
    measure, stay = _id_of("measures_measure", mine), _id_of("isolation_stay", mine)
    bed = _id_of("isolation_bed", f"room_id = {room}")
    last = "(now::date + (g * 7919 % 14)::int)"
    whose = next(each.differs for each in COPIES if each.model is Person)
    sample = Stay.objects.here().select_related("measure", "site").latest("pk")
    site = sample.site_id
    copied = [
        (sites, Premises, {**NUMBER, "name": "'站' || g"}, f"id = {sample.site.premises_id}"),
        (sites, Site, {"premises_id": premises}, f"id = {site}"),
        (sites, Building, {"site_id": held}, f"site_id = {site}"),
        (sites, Floor, {"building_id": house}, _in(Building, site)),
        (rooms, Room, {**NUMBER, "site_id": held, "floor_id": floor, "label": "g::text"},
         f"site_id = {site}"),
        (rooms, Bed, {"room_id": room, "place": "1"}, _in(Room, site)),
        (stays, Person, whose, "TRUE"),
        (stays, Measure,
         {**NUMBER, "person_id": person, "held_at_id": premises, "central_ends_on": last,
          "ends_on": f"{last} + 3"}, f"id = {sample.measure_id}"),
        (stays, Stay,
         {**NUMBER, "person_id": person, "measure_id": measure, "site_id": held},
         f"id = {sample.pk}"),
        (stays, BedUse,
         {"bed_id": bed, "stay_id": stay},
         f"stay_id = {sample.pk} AND until IS NULL"),
    ]  # fmt: skip
    for many, model, differs, which in copied:
        Copies(model, differs, which).make(0, many, moment)
    for site in Site.objects.filter(figures=None):
        begin_to_count(site)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    recount_all()
