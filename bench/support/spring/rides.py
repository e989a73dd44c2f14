"""Cars through the checkpoint: applied for, approved, let in and out."""

from datetime import datetime, timedelta

from longgang.core.clock import as_if, now
from longgang.passes.api import (
    Application,
    Disposition,
    GoodsClass,
    Party,
    Rider,
    RiderRole,
    Stop,
    Trip,
    TripKind,
    issue_pass,
    record_entry,
    record_exit,
    submit_application,
)
from longgang.people.api import Person

from .world import World

NO_FEVER = 36.5
TESTED = timedelta(hours=12)  # before they apply


def drive(world: World, *people: int, since: datetime, until: datetime) -> None:
    """The first of these people applies and drives; the street approves. In and out again."""
    riders = [Person.objects.select_related("user").get(pk=person) for person in people]
    driver = riders[0]
    assert driver.user is not None
    community = world.district.communities[world.who[driver.pk].community]
    gate = world.district.gate
    application = Application(
        trip_kind=TripKind.PRIVATE,
        goods_class=GoodsClass.NONE,
        plate=f"辽P{driver.pk % 100_000:05d}",
        plate_colour="2",
        riders=tuple(
            _rider(person, RiderRole.PASSENGER if place else RiderRole.DRIVER)
            for place, person in enumerate(riders)
        ),
        consignor=None,
        consignee=Party("王建国家", community.code, "锦山路1号", "王建国", "13600000002"),
        checkpoint_number=gate.premises.number,
        expected_entry_at=since,
        signature=driver.name,
    )
    row = world.do(submit_application, application, by=driver.user)
    assert row is not None
    world.do(issue_pass, row, by=world.district.streets[community.street])
    trip = Trip.objects.get(vehicle_pass=row)
    for deed, at in ((record_entry, since), (record_exit, until)):
        with as_if(at):
            stop = Stop(
                nonce=f"{deed.__name__}-{trip.number}",
                disposition=Disposition.LET_PASS,
                people_count=len(riders),
                temperatures=(NO_FEVER,) * len(riders),
            )
            world.do(deed, trip, premises=gate.premises, stop=stop, by=gate.officer)


def _rider(person: Person, role: RiderRole) -> Rider:
    """As the register has them, with a test."""
    return Rider(
        role=role,
        name=person.name,
        id_kind=person.id_kind,
        id_number=person.id_number,
        phone=person.phone,
        sampled_at=now() - TESTED,
    )
