"""The story of the product: tomorrow's acid tankers, from the workbook to the closed loop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F
from PIL import Image

from longgang.accounts.api import User
from longgang.passes.models import Trip, VehiclePass
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.screens import FleetDesk, Gate, Queue, Screen
from tests.browser.workbooks import tanker_row
from tests.browser.world import a_checkpoint_with_its_people, a_tanker_with_crew, an_acid_works
from tests.passes import build


@dataclass
class Story:
    """Everybody at their screen, in the order of the day."""

    open_browser: Callable[..., Visit]
    people: dict[str, User]
    photo: Path

    @property
    def tanker(self) -> VehiclePass:
        """The first of them, as the database has it now."""
        return VehiclePass.objects.order_by("plate")[0]

    @property
    def trip(self) -> Trip:
        return Trip.objects.get(vehicle_pass=self.tanker)

    def given_a_workbook_with_a_faulty_row(self, tankers, checkpoint) -> None:
        self.plates = [plate for plate, _driver, _escort in tankers]
        self.dispatcher = FleetDesk(self.open_browser(self.people["wen"], DESK))
        rows = [tanker_row(crew, checkpoint.name) for crew in tankers]
        wrong = tanker_row(("辽P1", *tankers[0][1:]), checkpoint.name)
        self.dispatcher.fills_in_and_uploads(
            self.dispatcher.downloads_the_template(), [*rows, wrong]
        )
        assert self.dispatcher.counts == ["3", "0", "1"]
        assert self.dispatcher.reads("辽P1", *self.plates)

    def when_the_dispatcher_submits(self) -> None:
        self.dispatcher.submits()
        assert self.dispatcher.reads(*self.plates)
        self.dispatcher.visit.go("/passes/mine/")
        assert self.dispatcher.reads(*self.plates)

    def when_the_reviewer_approves_on_a_phone(self) -> None:
        reviewer = Queue(self.open_browser(self.people["lin"], PHONE)).opens()
        assert sorted(reviewer.plates) == self.plates
        for plate in self.plates:
            reviewer.chooses(plate)
            reviewer.approves()
        assert reviewer.plates == []

    def then_the_driver_has_a_card_without_signing_in(self) -> None:
        driver = Screen(self.open_browser(None, PHONE))
        driver.visit.go(f"/passes/p/{self.tanker.token}/")
        assert driver.reads(self.tanker.plate, self.tanker.pass_number)
        code = driver.page.locator("main img").first
        assert code.evaluate("image => image.complete && image.naturalWidth > 0")

    def when_the_officer_scans_seals_and_lets_it_in(self) -> None:
        self.officer = Gate(self.open_browser(self.people["hai"], PHONE)).stands_at("入区")
        self.officer.scans(f"http://127.0.0.1:8000/passes/p/{self.tanker.token}/")
        assert self.officer.colour == "good"
        assert self.officer.reads(self.tanker.plate)
        self.officer.takes_temperatures("36.5", "36.7")
        self.officer.seals_with("FQ000123", self.photo)
        self.officer.lets_go()

    def when_the_site_confirms_by_its_link(self) -> None:
        site = Screen(self.open_browser(None, PHONE))
        for verb in ("arrive", "leave"):
            site.visit.go(f"/passes/confirm/{self.trip.token}/")
            with site.page.expect_navigation():
                site.page.locator(f"main form button[value={verb}]").click()
            site.visit.look_over()
            self.minutes_pass()
        assert (self.trip.status, self.trip.is_confirmed_by_site) == ("left", True)

    def minutes_pass(self) -> None:
        """The truck is unloaded: nobody leaves in the minute in which they came."""
        ago = {name: F(name) - timedelta(minutes=1) for name in ("entered_at", "arrived_at")}
        Trip.objects.filter(pk=self.trip.pk).update(**ago)

    def when_the_seal_is_checked_on_the_way_out(self) -> None:
        self.officer.stands_at("出区")
        self.officer.scans(self.tanker.plate)
        assert self.officer.reads("FQ000123")
        self.officer.finds_the_seal("intact")
        self.officer.lets_go()

    def then_the_loop_is_closed_for_everybody(self) -> None:
        assert self.trip.status == "closed"
        command = Screen(self.open_browser(self.people["ling"], DESK))
        command.searches("/passes/trips/", self.tanker.plate)
        assert command.reads(self.tanker.plate, "闭环")
        command.visit.go("/passes/board/")
        assert command.page.locator("main .stat").count() > 3

    def then_the_auditor_sees_every_deed(self) -> None:
        auditor = Screen(self.open_browser(self.people["sam"], DESK))
        deeds_of = {
            self.tanker.number: ["提交", "签发"],
            self.trip.number: ["车辆入区", "车辆到达", "行程闭环"],
        }
        for number, deeds in deeds_of.items():
            auditor.searches("/audit/events/", number)
            assert auditor.reads(*deeds)


@pytest.fixture
def district(divisions):
    build.the_rules()
    return a_checkpoint_with_its_people()


@pytest.fixture
def people(district):
    return district[1]


@pytest.fixture
def tankers(people):
    """Three, with drivers and escorts the register knows."""
    works = an_acid_works(people["wen"], people["mei"])
    return [a_tanker_with_crew(works, people["wen"], place) for place in range(3)]


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "cab.jpg"
    Image.new("RGB", (1200, 900), "#5a6b58").save(path)
    return path


def test_from_the_workbook_to_the_closed_loop(open_browser, district, people, tankers, photo):
    story = Story(open_browser, people, photo)
    story.given_a_workbook_with_a_faulty_row(tankers, district[0])
    story.when_the_dispatcher_submits()
    story.when_the_reviewer_approves_on_a_phone()
    story.then_the_driver_has_a_card_without_signing_in()
    story.when_the_officer_scans_seals_and_lets_it_in()
    story.when_the_site_confirms_by_its_link()
    story.when_the_seal_is_checked_on_the_way_out()
    story.then_the_loop_is_closed_for_everybody()
    story.then_the_auditor_sees_every_deed()
