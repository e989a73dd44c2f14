"""What is known fills in a step at one touch, and takes nothing away that was typed in it."""

import pytest

from longgang.passes.models import PassDraft, VehiclePass
from longgang.people.api import add_qualification

from . import build, filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


def shown(answer) -> dict[str, str]:
    """What the fields of a page hold."""
    assert answer.status_code == 200
    return {field.name: field.value() for field in answer.context["form"]}


def offered(client, draft, step: str) -> list[str]:
    """What the buttons of a step send."""
    answer = client.get(f"/passes/drafts/{draft.number}/{step}/")
    values = [pick.value for pick in answer.context["picks"]]
    assert all(f'name="pick" value="{value}"' in answer.content.decode() for value in values)
    return values


def pick(client, draft, step: str, value: str, **typed: str):
    """Press one of them, with what is typed in the step."""
    before = PassDraft.objects.get(pk=draft.pk).answers
    answer = client.post(f"/passes/drafts/{draft.number}/{step}/", {"pick": value, **typed})
    assert PassDraft.objects.get(pk=draft.pk).answers == before, "a pick only fills in"
    return answer


def an_acid_beginning(client):
    return filling.begin(client, is_hazardous="on", goods_class="raw_material")


def test_a_substance_goes_over_what_is_typed_and_leaves_the_rest(client):
    draft = an_acid_beginning(client)
    assert "1831" in offered(client, draft, "hazard")
    typed = {"un_number": "1", "waybill_number": "WB77", "emergency_phone": "0429-2112345"}
    fields = shown(pick(client, draft, "hazard", "1831", **typed))
    assert (fields["un_number"], fields["hazard_class"]) == ("1831", "8 (6.1)")
    assert fields["proper_name"] == "发烟硫酸"
    assert (fields["waybill_number"], fields["emergency_phone"]) == ("WB77", "0429-2112345")


def test_a_pick_leaves_what_is_filled_in_from_the_beginning(client, ada):
    draft = an_acid_beginning(client)
    assert shown(pick(client, draft, "hazard", "1830"))["emergency_phone"] == ada.phone


def test_what_was_emptied_by_hand_stays_empty(client):
    draft = an_acid_beginning(client)
    assert shown(pick(client, draft, "hazard", "1830", emergency_phone=""))["emergency_phone"] == ""


def test_a_pick_after_a_refusal_leaves_what_was_typed(client):
    draft = an_acid_beginning(client)
    typed = {"waybill_number": "WB77", "un_number": "18"}
    refused = client.post(f"/passes/drafts/{draft.number}/hazard/", typed)
    assert refused.status_code == 422
    assert 'name="pick" value="1830"' in refused.content.decode()
    fields = shown(pick(client, draft, "hazard", "1830", **typed))
    assert (fields["waybill_number"], fields["un_number"]) == ("WB77", "1830")


def test_a_vehicle_leaves_the_trailer_that_is_typed(client, ada):
    before = build.a_submitted_pass(ada)
    draft = filling.begin(client)
    assert offered(client, draft, "vehicle") == [before.vehicle.number]
    typed = {"plate": "辽", "trailer_plate": "辽P1234挂", "vehicle_kind": "tanker"}
    fields = shown(pick(client, draft, "vehicle", before.vehicle.number, **typed))
    assert (fields["plate"], fields["trailer_plate"]) == ("辽P12345", "辽P1234挂")
    assert fields["vehicle_kind"] == before.vehicle.kind


def test_a_party_of_an_earlier_trip_is_filled_in(client, ada):
    before = build.a_submitted_pass(ada)
    draft = filling.begin(client)
    assert offered(client, draft, "sender") == [before.number]
    fields = shown(pick(client, draft, "sender", before.number, consignor_name="旧"))
    assert fields["consignor_name"] == "海港物资有限公司"


@pytest.mark.parametrize("step", ["vehicle", "sender", "hazard", "people/1"])
def test_what_nobody_offered_fills_in_nothing(client, wen, step):
    stranger = build.a_submitted_pass(wen)
    draft = an_acid_beginning(client)
    person = stranger.aboard.get().person
    for value in (stranger.number, stranger.vehicle.number, person.number, "9999", ""):
        answer = pick(client, draft, step, value, name="王")
        assert answer.status_code == 200
        assert not {person.name, stranger.plate, stranger.consignor_name} & set(
            shown(answer).values()
        )


# --- people


def test_a_known_person_is_masked_and_never_spelled_out(client, ada):
    build.a_submitted_pass(ada)
    draft = filling.begin(client)
    person = VehiclePass.objects.get().aboard.get().person
    assert offered(client, draft, "people/1") == [person.number]
    picked = pick(client, draft, "people/1", person.number, role="driver").content.decode()
    assert "张*" in picked
    assert person.id_number not in picked
    assert person.phone not in picked
    filling.add_people(client, draft, {"person_number": person.number, "role": "driver"})
    assert person.id_number not in PassDraft.objects.get().answers


def test_a_person_leaves_role_test_and_certificate_that_are_typed(client, ada):
    build.a_submitted_pass(ada)
    build.a_rule("freight", "raw_material", test_max_hours=48)
    draft = an_acid_beginning(client)
    person = VehiclePass.objects.get().aboard.get().person
    typed = {"role": "escort", "sampled_at": "2026-04-01T08:00", "certificate_number": "77"}
    fields = shown(pick(client, draft, "people/1", person.number, **typed))
    assert fields["person_number"] == person.number
    assert {name: fields[name] for name in typed} == typed


def test_somebody_elses_certificate_does_not_stay(client, ada):
    build.a_submitted_pass(ada)
    draft = an_acid_beginning(client)
    person = VehiclePass.objects.get().aboard.get().person
    add_qualification(
        person, kind="hazard_driver", number="88", expires_on=build.in_days(30), by=ada
    )
    picked = shown(pick(client, draft, "people/1", person.number, role="driver"))
    assert picked["certificate_number"] == "88"
    other = pick(client, draft, "people/1", "", **{key: str(text) for key, text in picked.items()})
    assert not shown(other)["certificate_number"]
    assert shown(other)["role"] == "driver"
    assert other.context["form"].person is None
