"""The wrong number, the wrong moment, the wrong person: said clearly, and nothing is lost."""

from datetime import timedelta

import pytest
from django.test import Client

from longgang.accounts.api import Role
from longgang.core.clock import now
from longgang.passes.gate_rules import Level
from longgang.passes.lifecycle import PassStatus, TripStatus
from longgang.passes.models import Check, FleetUpload, PassDraft, VehiclePass
from tests.cast import INDUSTRY_DESK, TRANSPORT_DESK, appoint, sign_in
from tests.passes import build, filling
from tests.passes.gate import the_trip

pytestmark = pytest.mark.django_db


# --- what is typed


@pytest.fixture
def ada_at_a_step(world):
    """`ada_at_a_step("vehicle", plate="…")`: what the wizard says to it."""
    client, draft = sign_in(world.ada), PassDraft.objects.get(user=world.ada)

    def send(step: str, **texts: str):
        known = {
            "vehicle": filling.VEHICLE,
            "people/1": filling.DRIVER | filling.certificate(),
            "sender": filling.SENDER,
        }
        return client.post(f"/passes/drafts/{draft.number}/{step}/", known[step] | texts)

    return send


def test_a_wrong_check_digit_is_told_at_its_field_and_the_rest_is_kept(ada_at_a_step):
    good = build.id_number(1)
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    answer = ada_at_a_step("people/1", id_number=wrong, name="张伟")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["id_number"]
    assert "校验位" in str(answer.context["form"].errors["id_number"])
    assert 'value="张伟"' in answer.content.decode()


@pytest.mark.parametrize(
    ("plate", "colour"),
    [("辽PD12345", "94"), ("京AF00001", "94"), ("辽P12345F", "93"), ("辽P02345D", "93")],
)
def test_new_energy_plates_are_accepted(ada_at_a_step, plate, colour):
    answer = ada_at_a_step("vehicle", plate=plate, plate_colour=colour)
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize("text", ["x" * 200_000, "张\0伟"], ids=["200 KB", "NUL"])
def test_an_impossible_name_is_told_at_its_field(ada_at_a_step, text):
    answer = ada_at_a_step("sender", consignor_name=text)
    assert answer.status_code == 422
    assert "consignor_name" in answer.context["form"].errors


@pytest.mark.parametrize("text", ["司机🚚", "\u202eمحمد\u202c علي"])
def test_unusual_letters_are_words_like_others(ada_at_a_step, text):
    answer = ada_at_a_step("sender", consignor_contact=text)
    assert answer.status_code in {302, 422}


# --- when it is sent


def test_a_form_from_before_the_last_login_is_explained_and_loses_nothing(world):
    """Signing in again in another window gives every form of this window an old token."""
    draft = PassDraft.objects.get(user=world.ada)
    before = draft.answers
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ada)
    address = f"/passes/drafts/{draft.number}/vehicle/"
    old = client.get(address).context["csrf_token"]
    client.cookies["csrftoken"] = "n" * 32
    answer = client.post(address, filling.VEHICLE | {"csrfmiddlewaretoken": str(old)})
    assert answer.status_code == 403
    assert "表单已失效" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.answers == before


def test_a_form_sent_after_signing_out_leads_to_the_login_and_keeps_the_draft(world):
    draft = PassDraft.objects.get(user=world.ada)
    client = sign_in(world.ada)
    client.post("/logout/")
    answer = client.post(f"/passes/drafts/{draft.number}/vehicle/", filling.VEHICLE)
    assert answer.status_code == 302
    assert answer.url.startswith("/login/")
    assert PassDraft.objects.filter(pk=draft.pk).exists()


def test_a_decision_sent_twice_is_made_once_and_told_the_second_time(world):
    client, waiting = sign_in(world.lin), world.passes["waiting"]
    first, second = (client.post(f"/passes/queue/{waiting.number}/issue/") for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert VehiclePass.objects.filter(number=waiting.number, status=PassStatus.ISSUED).count() == 1


# --- who sends it


def pages_of_others(world) -> list[str]:
    """What belongs to the acid works and its dispatcher."""
    mine, upload = (
        world.passes["issued"],
        FleetUpload.objects.filter(company=world.company).latest("pk"),
    )
    check = Check.objects.latest("pk")
    return [
        f"/passes/application/{mine.number}/",
        f"/passes/application/{mine.number}/sheet/",
        f"/passes/fleet/{upload.number}/",
        f"/passes/fleet/{upload.number}/faults/",
        f"/passes/trips/{the_trip(mine).number}/",
        f"/register/companies/{world.company.number}/",
        f"/passes/checks/{check.number}/photo/",
    ]


def test_a_resident_finds_nothing_of_others_however_well_they_guess(world):
    client = sign_in(world.ada)
    answers = {page: client.get(page).status_code for page in pages_of_others(world)}
    assert set(answers.values()) <= {403, 404}, answers


def test_a_stranger_is_sent_to_the_login_for_what_is_and_for_what_is_not(world):
    """Nobody learns from the answer which numbers exist."""
    client, number = Client(), world.passes["issued"].number
    real = client.get(f"/passes/application/{number}/")
    guess = client.get(f"/passes/application/{number[:-1]}X/")
    assert (real.status_code, guess.status_code) == (302, 302)
    assert client.get("/passes/p/aaaaaaaaaaaaaaaaaaaaaa/").status_code == 404
    assert client.get("/passes/confirm/aaaaaaaaaaaaaaaaaaaaaa/").status_code == 404


def test_another_desk_sees_nothing_and_the_command_decides_nothing(world):
    waiting = world.passes["waiting"]
    assert waiting.desk_code == INDUSTRY_DESK
    stranger = appoint("运", Role.REVIEWER, desk_code=TRANSPORT_DESK)
    for user, seen, sent in ((stranger, 404, 404), (world.ling, 403, 403)):
        client = sign_in(user)
        assert client.get(f"/passes/queue/{waiting.number}/").status_code == seen
        assert client.post(f"/passes/queue/{waiting.number}/issue/").status_code == sent
    waiting.refresh_from_db()
    assert waiting.status == PassStatus.SUBMITTED


# --- while nobody works in the background


def test_without_a_worker_no_expired_pass_goes_through_and_the_overdue_are_seen(
    world, time_machine
):
    """Two days later, and no job has run: what is shown is computed from the dates."""
    issued, inside = world.passes["issued"], the_trip(world.passes["inside"])
    time_machine.move_to(now() + timedelta(days=2), tick=False)
    card = Client().get(f"/passes/p/{issued.token}/").content.decode()
    issued.refresh_from_db()
    assert issued.status == PassStatus.ISSUED
    assert "verdict-green" not in card
    gate = f"/passes/gate/{world.east_exit.number}/entry/{issued.number}/"
    page = sign_in(world.hai).get(gate)
    assert page.status_code == 404 or page.context["vehicle"].verdict.level != Level.GREEN
    inside.refresh_from_db()
    assert inside.status == TripStatus.ENTERED
    overdue = sign_in(world.mei).get("/passes/trips/?status=overdue").content.decode()
    assert inside.vehicle_pass.plate in overdue
