"""Help for others: who did it is recorded and shown, and the person finds it when they log in."""

import pytest

from longgang.accounts.api import User
from longgang.audit.models import Event
from longgang.notices.models import Notice
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import VehiclePass
from longgang.people.api import claim_person

from . import build, filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
OTHER = {
    "name": "孙丽", "id_kind": "111", "id_number": build.id_number(9), "phone": "13700000009",
}  # fmt: skip


@pytest.fixture
def made(client, ada) -> VehiclePass:
    """`ada` applies for a neighbour, in the browser."""
    client.force_login(ada)
    draft = filling.a_filled_draft(client, trip={"acts_for": "other"})
    filling.fill(client, draft, behalf=OTHER)
    filling.hand_in(client, draft)
    return VehiclePass.objects.get()


@pytest.fixture
def sun(made) -> User:
    """The neighbour, who gets a phone later, logs in and enters their details."""
    user = User.objects.create(name="孙丽", phone=OTHER["phone"])
    facts = {key: OTHER[key] for key in ("name", "id_number", "phone")}
    claim_person(**facts, by=user)
    return user


def test_book_says_who_applied_for_whom(made, ada):
    event = Event.objects.get(kind="pass.submitted")
    assert (event.by_id, event.after["for_person"]) == (ada.number, made.on_behalf_of.number)


def test_page_says_who_applied_for_whom(made, client):
    assert "由艾*代孙*申请。" in client.get(made.get_absolute_url()).content.decode()


def test_person_finds_it_when_they_log_in(made, sun, client):
    client.force_login(sun)
    assert made.plate in client.get("/").content.decode()
    assert made.get_absolute_url() in client.get("/passes/mine/").content.decode()
    assert "由艾*代孙*申请。" in client.get(made.get_absolute_url()).content.decode()


def test_person_sees_it_but_whoever_applied_changes_it(made, sun, client):
    client.force_login(sun)
    assert client.post(f"{made.get_absolute_url()}withdraw/").status_code == 403


def test_person_hears_of_the_decision_too(made, sun, ada, lin):
    issue_pass(VehiclePass.objects.get(), by=lin)
    told = set(Notice.objects.filter(kind="pass.issued").values_list("user", flat=True))
    assert told == {ada.pk, sun.pk}


def test_a_stranger_finds_nothing(made, client, wen):
    client.force_login(wen)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert made.plate not in client.get("/passes/mine/").content.decode()
