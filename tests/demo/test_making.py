"""The demo district: what stands in it, and what becomes of one that is not made to its end."""

import signal
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from longgang.accounts.api import User
from longgang.audit.api import verify_chain
from longgang.core.clock import local_day, now
from longgang.demo import making
from longgang.demo.journeys import RETURNED
from longgang.demo.story import Size
from longgang.notices.models import Notice
from longgang.passes.codes import CodeState
from longgang.passes.drafting import STEPS
from longgang.passes.models import BlockEntry, VehiclePass
from longgang.passes.queries import pass_verdict
from longgang.passes.signing import address_in_code, read_pass_code
from longgang.people.models import Company, Person
from longgang.people.queries import probable_people

from .conftest import SMALL

pytestmark = pytest.mark.django_db


def make() -> None:
    making.make_demo(Size(days=0, trips_a_day=14, vehicles=106), now(), together=False, tell=print)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"vehicles": 80}, "80 vehicles: it can be 106 to 689"),
        ({"vehicles": 690}, "690 vehicles"),
        ({"vehicles": 150}, "400 trips a day: with 150 vehicles it can be 3 to 168"),
        ({"trips": 0}, "0 trips a day"),
        ({"days": -1}, "-1 days"),
    ],
)
def test_a_size_that_cannot_be_lived_is_refused_in_words(db, wanted, words):
    with pytest.raises(CommandError, match=words):
        call_command("demo", **wanted)
    assert not User.objects.exists()


def test_who_is_refused_as_blocked_is_on_the_blocklist(small_demo):
    blocked = BlockEntry.objects.in_force(local_day(now())).get()
    refused = VehiclePass.objects.get(status="refused", reason_code="blocklisted")
    assert (refused.plate, refused.plate_colour) == (blocked.plate, blocked.plate_colour)


def test_offices_have_work(small_demo):
    assert BlockEntry.objects.filter(confirmed_at=None).count() == 1
    assert BlockEntry.objects.in_force(local_day(now())).count() == 1
    assert Company.objects.filter(status="pending").count() == 1
    assert len(probable_people(Person.objects.current())) == 1
    assert verify_chain() == []


def test_people_have_read_what_they_were_told_long_ago(small_demo):
    unread = Notice.objects.unread()
    assert Notice.objects.exclude(read_at=None).filter(user__is_staff_member=False).exists()
    assert not unread.filter(created_at__lt=now() - timedelta(hours=5)).exists()


def test_nothing_is_announced_of_the_tankers_of_tomorrow(small_demo):
    tankers = VehiclePass.objects.filter(is_hazardous=True)
    assert tankers.filter(expected_entry_at__date=local_day(now())).exists()
    at_the_gate = tankers.get(plate="辽PAA000", status="issued")
    assert pass_verdict(at_the_gate, now=now()).code == "passes.valid"
    assert at_the_gate.trips.get().status == "expected"
    tomorrow = local_day(now()) + timedelta(days=1)
    assert not tankers.filter(expected_entry_at__date=tomorrow).exists()


def test_passes_have_codes_that_are_genuine(small_demo):
    passes = VehiclePass.objects.exclude(pass_number="").prefetch_related("aboard")
    codes = [address_in_code(each, now=now()) for each in passes]
    assert len(codes) > 10
    assert {read_pass_code(code).state for code in codes} == {CodeState.SIGNED}


def test_a_database_without_the_mark_is_never_emptied(wen):
    making.begin_anew()
    assert User.objects.filter(pk=wen.pk).exists()


def test_a_database_in_use_gets_no_demo(wen):
    with pytest.raises(CommandError):
        call_command("demo", **SMALL)


def test_the_mark_stands_until_the_demo_is_made(monkeypatch):
    def give_up(_story: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "plan_office_work", give_up)
    with pytest.raises(KeyboardInterrupt):
        make()
    assert making.is_unfinished()


def test_what_reviewers_of_the_demo_mark_is_a_step_that_can_be_corrected():
    marked = {part for parts, _words in RETURNED for part in parts}
    assert marked <= set(STEPS), marked - set(STEPS)


class SecondProcess:
    """What takes the place of the process that lives the other half of the story."""

    def __init__(self, **_words: Any) -> None:
        self.ears = self.end = None

    def start(self) -> None:
        self.ears = signal.getsignal(signal.SIGINT)

    def kill(self) -> None:
        self.end = "killed"

    def join(self) -> None:
        self.end = f"{self.end} and gone"


def test_ctrl_c_ends_the_other_half_and_is_heard_once(db, monkeypatch):
    second, ears = SecondProcess(), signal.getsignal(signal.SIGINT)

    def interrupt(*_words: Any) -> None:
        raise KeyboardInterrupt

    context = SimpleNamespace(Pipe=lambda: (Mock(), Mock()), Process=lambda **_words: second)
    monkeypatch.setattr(making, "get_context", lambda _kind: context)
    monkeypatch.setattr(making, "_found_offices", interrupt)
    with pytest.raises(KeyboardInterrupt):
        making.make_demo(Size(), now(), together=True, tell=print)
    assert (second.ears, second.end) == (signal.SIG_IGN, "killed and gone")
    assert signal.getsignal(signal.SIGINT) == ears
    assert making.is_unfinished()
