"""The officer's pages: who gets in, what they answer to anything typed, what a form does once."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from longgang.accounts.api import Post
from longgang.audit.api import Disclosure
from longgang.core.clock import now
from longgang.core.days import short_moment
from longgang.passes.actions.gate import confirm_turn_back, overrule_turn_back
from longgang.passes.lifecycle import TripStatus
from longgang.passes.models import Check
from tests.cast import sign_in

from . import build
from .gate import a_turn_back, an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(vehicle_pass):
    return the_trip(vehicle_pass)


def a_photo(**exif):
    data = BytesIO()
    image = Image.new("RGB", (64, 48), "red")
    image.save(data, "JPEG", **exif)
    return SimpleUploadedFile("cab.jpg", data.getvalue(), "image/jpeg")


def entry_form(response, **changes):
    """The form as the officer fills it in: one driver, a seal, no photo and why, let pass."""
    values = {
        "nonce": response.context["form"]["nonce"].value(), "people_count": "1",
        "temperature_0": "365", "seal_number": "fq-0001", "disposition": "let_pass",
        "note": "相机没电",
    }  # fmt: skip
    return values | changes


def test_my_only_checkpoint_opens_by_itself(hai, gate):
    response = sign_in(hai).get(reverse("passes:gate"))
    assert response.url == gate()


def test_a_lead_chooses_and_the_choice_is_remembered(kai, west_exit, port):
    client = sign_in(kai)
    page = client.get(reverse("passes:gate"))
    assert [row[0] for row in page.context["gates"]] == [west_exit, port]
    way = reverse("passes:gate_scan", args=[port.number, "exit"])
    client.get(way)
    assert client.get(reverse("passes:gate")).url == way
    assert client.get(reverse("passes:gate") + "?choose").status_code == 200


def test_a_checkpoint_of_one_direction_offers_no_other(kai, district):
    inward = build.a_checkpoint("KK000000009", "进区口", direction="in")
    outward = build.a_checkpoint("KK000000008", "出区口", direction="out")
    client = sign_in(kai)
    for place, way, status in [(inward, "entry", 200), (inward, "exit", 404),
                               (outward, "exit", 200), (outward, "entry", 404)]:  # fmt: skip
        address = reverse("passes:gate_scan", args=[place.number, way])
        assert client.get(address).status_code == status


def test_an_officer_without_a_checkpoint_is_told_what_to_do(staff, district):
    nobody = staff("空", "checkpoint_officer", premises_number="KK999999999")
    assert sign_in(nobody).get(reverse("passes:gate")).context["gates"] == []


def test_another_checkpoint_is_404(hai, port, vehicle_pass):
    client = sign_in(hai)
    assert client.get(reverse("passes:gate_scan", args=[port.number, "entry"])).status_code == 404
    address = reverse("passes:gate_check", args=[port.number, "entry", vehicle_pass.number])
    assert client.get(address).status_code == 404
    assert client.post(address, {}).status_code == 404
    assert not Check.objects.exists()


@pytest.mark.parametrize("name", ["lin", "mei", "sam", "rui", "ada"])
def test_the_gate_is_closed_to_others(name, request, gate, vehicle_pass):
    client = sign_in(request.getfixturevalue(name))
    for address in (reverse("passes:gate"), gate(), gate(number=vehicle_pass.number)):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "{0.token}",
        "http://old.name/passes/p/{0.token}/",
        "{0.pass_number}",
        "p12345",
        "辽P12345",
        "{0.number}",
    ],
)
def test_every_way_to_name_a_pass_leads_to_it(hai, gate, vehicle_pass, text):
    typed = {"code": text.format(vehicle_pass), "province": "辽"}
    response = sign_in(hai).post(gate(), typed)
    assert response.url == gate(number=vehicle_pass.number)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/x",
        "随便写点什么",
        "x" * 10_240,
        "a\x00b",
        "../../etc/passwd",
        "%s%n",
        "辽P99999",
    ],
)
def test_anything_else_is_answered_grey(hai, gate, text):
    response = sign_in(hai).post(gate(), {"code": text, "province": "bad", "colour": "bad"})
    assert response.status_code == 200
    assert response.context["verdict"].tone == "idle"


def test_an_unknown_plate_is_shown_large_to_compare(hai, gate):
    response = sign_in(hai).post(gate(), {"code": "P99999", "province": "辽"})
    assert response.context["verdict"].plate == "辽P99999"


def test_a_pass_that_does_not_exist_is_404(hai, gate):
    assert sign_in(hai).get(gate(number="SQ0000000000X")).status_code == 404


def test_the_answer_shows_what_the_decision_needs_and_no_more(hai, gate, vehicle_pass):
    text = sign_in(hai).get(gate(number=vehicle_pass.number)).content.decode()
    rider = build.a_driver()
    assert rider.id_number[-4:] in text
    assert "张*" in text
    for hidden in (rider.name, rider.id_number, rider.phone, "13600000002", "锦山路"):
        assert hidden not in text


def test_an_officer_may_judge_every_pass_of_the_district(hai, gate, wen, lin, district, port):
    elsewhere = build.an_issued_pass(wen, reviewer=lin, checkpoint_number=port.number)
    response = sign_in(hai).get(gate(number=elsewhere.number))
    assert response.context["vehicle"].verdict.code == "passes.other_checkpoint"
    assert "柳条沟港卡口" in response.content.decode()


def test_a_used_code_is_red_and_says_where_and_when(hai, gate, trip, vehicle_pass, west_exit):
    an_entry(trip, premises=west_exit, by=hai)
    response = sign_in(hai).get(gate(number=vehicle_pass.number))
    assert response.context["vehicle"].drawn.tone == "bad"
    assert "龙湾高速口" in str(response.context["vehicle"].drawn.lines[0])
    assert 'value="let_pass"' not in response.content.decode()
    assert 'value="turn_back"' in response.content.decode()


def test_turning_back_without_a_reason_is_asked_for_it_where_it_is_written(hai, gate, vehicle_pass):
    address = gate(number=vehicle_pass.number)
    said = {"nonce": "n", "people_count": "1", "disposition": "turn_back", "reason": ""}
    response = sign_in(hai).post(address, said)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["reason"])
    panel = response.content.decode().split("gate-turn-back")[1]
    assert panel.lstrip().startswith('" open>')


def test_at_the_exit_a_finished_trip_offers_nothing(hai, gate, trip, vehicle_pass, west_exit):
    an_entry(trip, premises=west_exit, by=hai)
    an_exit(trip, premises=west_exit, by=hai)
    response = sign_in(hai).get(gate("exit", vehicle_pass.number))
    assert response.context["vehicle"].verdict.code == "passes.already_left"
    assert '<form class="gate-form"' not in response.content.decode()


def test_a_pass_outside_its_time_says_from_and_until_when(hai, gate, wen, lin, district):
    tomorrows = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(30))
    address = gate(number=tomorrows.number)
    shown = sign_in(hai).get(address).context["vehicle"]
    assert (shown.verdict.code, shown.may_record) == ("passes.not_yet_valid", False)
    assert shown.drawn.lines[0] == short_moment(tomorrows.expected_entry_at - timedelta(hours=6))
    with time_machine.travel(tomorrows.valid_until + timedelta(minutes=1)):
        shown = sign_in(hai).get(address).context["vehicle"]
    assert shown.verdict.code == "passes.expired"
    assert shown.drawn.lines[0] == short_moment(tomorrows.valid_until)


def test_a_pass_that_waits_for_its_desk_cannot_be_recorded(hai, gate, wen, district):
    waiting = build.a_submitted_pass(wen)
    client = sign_in(hai)
    response = client.get(gate(number=waiting.number))
    assert response.context["vehicle"].drawn.tone == "idle"
    sent = client.post(gate(number=waiting.number), entry_form(response))
    assert (sent.status_code, Check.objects.count()) == (422, 0)


def test_other_living_passes_of_the_plate_are_offered(hai, gate, wen, lin, vehicle_pass):
    evening = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(9))
    response = sign_in(hai).get(gate(number=vehicle_pass.number))
    assert response.context["vehicle"].others == (evening,)
    assert gate(number=evening.number) in response.content.decode()


def test_hazard_and_trailer_are_shown(hai, gate, wen, lin, district):
    from longgang.passes.actions.applications import submit_application
    from longgang.passes.actions.reviews import issue_pass

    application = build.an_acid_application(trailer_plate="辽P1234挂")
    vehicle_pass = issue_pass(submit_application(application, by=wen), by=lin)
    text = sign_in(hai).get(gate(number=vehicle_pass.number)).content.decode()
    assert "UN 1830" in text
    assert "辽P1234挂" in text


def test_one_form_lets_a_truck_in(
    hai, gate, trip, vehicle_pass, django_capture_on_commit_callbacks
):
    client = sign_in(hai)
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    form = entry_form(client.get(gate(number=vehicle_pass.number)), photo=a_photo(exif=exif))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(gate(number=vehicle_pass.number), form)
    check = Check.objects.get()
    assert response.url == reverse("passes:gate_done", args=[check.number])
    trip.refresh_from_db()
    assert (trip.status, trip.seal_number) == (TripStatus.ENTERED, "FQ0001")
    with check.photo.open("rb") as kept:
        assert not Image.open(kept).getexif()


def test_double_click_and_back_button_make_one_check(hai, gate, vehicle_pass):
    client = sign_in(hai)
    form = entry_form(client.get(gate(number=vehicle_pass.number)))
    first = client.post(gate(number=vehicle_pass.number), form)
    again = client.post(gate(number=vehicle_pass.number), form)
    assert again.url == first.url
    assert Check.objects.count() == 1


def test_more_people_with_their_temperatures(hai, gate, vehicle_pass):
    client = sign_in(hai)
    form = entry_form(
        client.get(gate(number=vehicle_pass.number)),
        people_count="3",
        more_temperatures="36.6、367",
        note="装卸工两名",
    )
    assert client.post(gate(number=vehicle_pass.number), form).status_code == 302
    assert Check.objects.get().temperatures == [36.5, 36.6, 36.7]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"temperature_0": "hot"}, "temperature_0"),
        ({"more_temperatures": "36.5 x"}, "more_temperatures"),
        ({"people_count": "-1"}, "people_count"),
        ({"people_count": "999"}, "people_count"),
        ({"seal_number": "F" * 31}, "seal_number"),
        ({"note": "长" * 301}, "note"),
        ({"nonce": "n" * 41}, "nonce"),
        ({"disposition": ""}, "disposition"),
        ({"disposition": "shoot"}, "disposition"),
        ({"photo": SimpleUploadedFile("x.svg", b"<svg/>", "image/svg+xml")}, "photo"),
        ({"people_count": "2", "more_temperatures": "36.6", "note": ""}, "note"),
        ({"seal_number": "", "note": ""}, "seal_number"),
        ({"note": ""}, "photo"),
        ({"disposition": "escort"}, "escort_name"),
    ],
)
def test_a_fault_is_shown_at_its_field(hai, gate, vehicle_pass, changes, field):
    client = sign_in(hai)
    form = entry_form(client.get(gate(number=vehicle_pass.number)), **changes)
    response = client.post(gate(number=vehicle_pass.number), form)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Check.objects.exists()


def test_the_second_officer_reads_who_was_faster(hai, kai, gate, trip, vehicle_pass, west_exit):
    client = sign_in(kai)
    form = entry_form(client.get(gate(number=vehicle_pass.number)))
    an_entry(trip, premises=west_exit, by=hai)
    response = client.post(gate(number=vehicle_pass.number), form)
    assert response.status_code == 422
    assert "海" in response.content.decode()
    assert Check.objects.count() == 1


def test_an_exit_with_the_seal_looked_at(hai, gate, trip, vehicle_pass, west_exit):
    an_entry(trip, premises=west_exit, by=hai)
    client = sign_in(hai)
    page = client.get(gate("exit", vehicle_pass.number))
    assert "FQ0001" in page.content.decode()
    form = {"nonce": page.context["form"]["nonce"].value(), "people_count": "1"}
    assert client.post(gate("exit", vehicle_pass.number), form).status_code == 422
    form["seal_state"] = "intact"
    assert client.post(gate("exit", vehicle_pass.number), form).status_code == 302
    trip.refresh_from_db()
    assert trip.status == TripStatus.CLOSED


def test_an_exit_without_a_seal_asks_for_none(hai, gate, trip, vehicle_pass, west_exit):
    an_entry(trip, premises=west_exit, by=hai, seal_state="none", seal_number="", note="用完")
    page = sign_in(hai).get(gate("exit", vehicle_pass.number))
    assert "seal_state" not in page.context["form"].fields


def done(check):
    return reverse("passes:gate_done", args=[check.number])


@pytest.mark.parametrize(
    ("changes", "tone"),
    [({}, "good"), ({"disposition": "test_and_pass"}, "good"),
     ({"disposition": "escort", "escort_name": "接引员", "seal_state": "none", "seal_number": "",
       "note": "全程由接引员押车"}, "good")],
)  # fmt: skip
def test_the_done_screen_says_let_go(hai, trip, west_exit, changes, tone):
    check = an_entry(trip, premises=west_exit, by=hai, **changes)
    response = sign_in(hai).get(done(check))
    assert response.context["verdict"].tone == tone
    assert "data-longgang-scanner-input" in response.content.decode()


def test_the_done_screen_of_a_closed_checkpoint_has_no_next_scan(hai, trip, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    west_exit.is_active = False
    west_exit.save()
    assert "data-longgang-scanner-input" not in sign_in(hai).get(done(check)).content.decode()


def test_the_waiting_screen_shows_the_decision_by_itself(hai, kai, trip, west_exit):
    client = sign_in(hai)
    check = a_turn_back(trip, premises=west_exit, by=hai)
    assert 'hx-trigger="every' in client.get(done(check)).content.decode()
    confirm_turn_back(check, by=kai)
    fragment = client.get(done(check), headers={"HX-Target": "standing"}).content.decode()
    assert "hx-trigger" not in fragment
    assert fragment.strip() in client.get(done(check)).content.decode()
    assert "verdict-bad" in fragment


def test_an_overruled_turning_back_leads_back_to_the_vehicle(hai, kai, gate, trip, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=hai)
    overrule_turn_back(check, by=kai, reason="货单相符")
    text = sign_in(hai).get(done(check)).content.decode()
    assert "货单相符" in text
    assert gate(number=trip.vehicle_pass.number) in text


def test_my_checks_of_today_can_be_undone_for_ten_minutes(hai, gate, trip, west_exit):
    client = sign_in(hai)
    check = an_entry(trip, premises=west_exit, by=hai)
    address = reverse("passes:check_undo", args=[check.number])
    assert address in client.get(gate()).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"why": "other", "words": ""}).status_code == 422
    assert client.post(address, {"why": "vehicle", "words": ""}).url == done(check)
    check.refresh_from_db()
    assert check.undone_why == "选错了车辆"
    assert client.get(done(check)).context["verdict"].tone == "idle"
    assert address not in client.get(gate()).content.decode()
    assert client.post(address, {"why": "vehicle"}).status_code == 422


def test_only_the_check_that_made_the_present_state_offers_undo(hai, gate, trip, west_exit):
    entry = an_entry(trip, premises=west_exit, by=hai)
    leaving = an_exit(trip, premises=west_exit, by=hai)
    stops = sign_in(hai).get(gate()).context["stops"]
    offered = {stop.row: stop.may_undo for stop in stops}
    assert offered == {leaving: True, entry: False}


def standings(page):
    return [str(stop.standing.label) for stop in page.context["stops"]]


def test_my_list_shows_how_each_check_stands(hai, kai, gate, trip, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=hai)
    labels = standings(sign_in(hai).get(gate()))
    assert labels == ["待卡口负责人确认"]
    overrule_turn_back(check, by=kai, reason="货单相符")
    second = a_turn_back(trip, premises=west_exit, by=hai)
    confirm_turn_back(second, by=kai)
    labels = standings(sign_in(hai).get(gate()))
    assert labels == ["已劝返", "不予劝返"]


@pytest.fixture
def photographed(trip, hai, west_exit, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        check = an_entry(trip, premises=west_exit, by=hai, photo=a_photo().read())
    return Check.objects.get(pk=check.pk)


@pytest.mark.parametrize(
    ("name", "status"),
    [("hai", 200), ("kai", 200), ("mei", 200), ("lin", 403), ("sam", 403), ("ada", 403)],
)
def test_who_sees_a_check_and_its_photo(photographed, name, status, request):
    client = sign_in(request.getfixturevalue(name))
    assert client.get(photographed.get_absolute_url()).status_code == status
    response = client.get(reverse("passes:check_photo", args=[photographed.number]))
    assert response.status_code == status
    if status == 200:
        assert response["Content-Type"] == "image/jpeg"
        assert "no-store" in response["Cache-Control"]
        response.close()


def test_a_photo_that_somebody_else_looks_at_is_written_down(photographed, hai, kai):
    address = reverse("passes:check_photo", args=[photographed.number])
    answers = [sign_in(user).get(address) for user in (hai, kai)]
    told = Disclosure.objects.values_list("by_name", "field", "purpose", "subject_number")
    assert list(told) == [(kai.name, "photo", "check", photographed.number)]
    for answer in answers:
        answer.close()


def test_an_officer_of_another_checkpoint_finds_neither(photographed, staff, port):
    other = staff("港", "checkpoint_officer", premises_number=port.number)
    client = sign_in(other)
    for name in ("check", "check_photo", "gate_done", "check_undo"):
        address = reverse(f"passes:{name}", args=[photographed.number])
        assert client.get(address).status_code == 404


def test_a_check_without_a_photo_has_none(hai, trip, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    address = reverse("passes:check_photo", args=[check.number])
    assert sign_in(hai).get(address).status_code == 404


def test_a_lead_confirms(hai, kai, trip, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=hai)
    client = sign_in(kai)
    assert "车货不符" in client.get(reverse("passes:turn_backs")).content.decode()
    address = reverse("passes:turn_back_confirm", args=[check.number])
    assert client.post(address).url == reverse("passes:turn_backs")
    check.refresh_from_db()
    assert check.confirmed_by == kai
    assert client.get(reverse("passes:turn_backs")).context["rows"] == []
    assert client.post(address).status_code == 409


def test_a_lead_overrules_with_words(hai, kai, trip, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=hai)
    client = sign_in(kai)
    address = reverse("passes:turn_back_overrule", args=[check.number])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "货单相符"}).status_code == 302
    check.refresh_from_db()
    assert check.overruled_why == "货单相符"


def test_a_lead_who_asked_is_sent_to_a_second_person(kai, trip, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=kai)
    client = sign_in(kai)
    page = client.get(reverse("passes:turn_backs"))
    assert page.context["rows"][0]["may_decide"] is False
    address = reverse("passes:turn_back_confirm", args=[check.number])
    assert client.post(address).status_code == 422


@pytest.mark.parametrize("name", ["hai", "lin", "mei"])
def test_turning_back_is_decided_by_leads_only(hai, trip, west_exit, name, request):
    check = a_turn_back(trip, premises=west_exit, by=hai)
    client = sign_in(request.getfixturevalue(name))
    assert client.get(reverse("passes:turn_backs")).status_code == 403
    for verb in ("confirm", "overrule"):
        address = reverse(f"passes:turn_back_{verb}", args=[check.number])
        assert client.post(address, {"reason": "好"}).status_code == 403
    assert Post.objects.filter(user=hai).exists()
    assert check.at <= now()
