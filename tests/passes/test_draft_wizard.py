"""The wizard: plain posts, one draft, exactly one pass."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.timezone import localtime

from longgang.accounts.api import open_account
from longgang.passes.drafting import Answers
from longgang.passes.models import Attachment, PassDraft, VehiclePass
from tests.cast import sign_in

from . import build, filling
from .filling import a_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


def page(client, draft, step: str, **query: str) -> str:
    answer = client.get(f"/passes/drafts/{draft.number}/{step}/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_wizard_makes_a_pass_of_a_freight_trip(client, ada):
    draft = filling.a_filled_draft(client)
    answer = filling.hand_in(client, draft)
    made = VehiclePass.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.plate, made.status, made.applicant) == ("辽P12345", "submitted", ada)
    assert made.consignor_area == "130302"
    assert client.get(answer.url).status_code == 200


def test_wizard_makes_a_pass_of_a_hazardous_load(client):
    filling.hand_in(client, filling.an_acid_draft(client))
    made = VehiclePass.objects.get()
    assert (made.un_number, made.hazard_class, made.aboard.count()) == ("1830", "8", 2)
    assert made.vehicle.tank_media == ["1830", "2796"]


def test_wizard_makes_a_pass_of_a_private_trip_without_goods_and_consignor(client):
    draft = filling.begin(client, trip_kind="private", goods_class="")
    filling.fill(
        client, draft, vehicle=filling.VEHICLE, receiver=filling.RECEIVER, journey=filling.journey()
    )
    filling.add_people(client, draft, filling.DRIVER)
    read_back = client.get(f"/passes/drafts/{draft.number}/check/").context["groups"]
    shown = {str(label): str(value) for _url, group in read_back for label, value in group.facts}
    assert shown["行程类型"] == "私人出行"
    assert "物资类别" not in shown
    assert "到访对象" in [str(group.title) for _url, group in read_back]
    filling.hand_in(client, draft)
    made = VehiclePass.objects.get()
    assert (made.trip_kind, made.goods_class, made.desk_code) == (
        "private",
        "none",
        "211403005-street",
    )


def test_wizard_leads_from_step_to_step(client):
    draft = filling.begin(client)
    there = client.get(f"/passes/drafts/{draft.number}/")
    assert there.url.endswith("/vehicle/")
    sent = client.post(f"/passes/drafts/{draft.number}/vehicle/", filling.VEHICLE)
    assert sent.url.endswith("/people/")
    assert client.get(sent.url).url.endswith("/people/1/")


def test_wizard_leads_back_to_the_check_page_whoever_came_from_there(client):
    draft = filling.a_filled_draft(client)
    sent = client.post(f"/passes/drafts/{draft.number}/goods/", filling.GOODS | {"then": "check"})
    assert sent.url.endswith("/check/")


@pytest.fixture
def draft_left_lying(client, ada, time_machine):
    """Its licence was valid when it was filled in, two days ago."""
    draft = filling.an_acid_draft(client, papers={"licence_expires_on": str(build.in_days(1))})
    time_machine.move_to(build.in_hours(48))
    client.force_login(ada)
    return draft


def test_a_step_changed_from_the_check_page_is_kept(client, draft_left_lying):
    draft = draft_left_lying
    for step, texts in {
        "goods": filling.GOODS | {"goods_name": "浓硫酸"},
        "journey": filling.journey(),
        "papers": filling.papers(),
    }.items():
        sent = client.post(
            f"/passes/drafts/{draft.number}/{step}/?then=check", texts | {"then": "check"}
        )
        assert sent.url.endswith("/check/")
    assert "浓硫酸" in page(client, draft, "check")
    assert filling.hand_in(client, draft).status_code == 302


def test_wizard_keeps_what_was_filled_in(client):
    draft = filling.a_filled_draft(client)
    assert "海港物资有限公司" in page(client, draft, "sender")
    assert "河北省秦皇岛市海港区" in page(client, draft, "sender")
    assert draft.number in client.get("/passes/apply/").content.decode()


def test_wizard_asks_only_the_steps_that_matter(client):
    draft = filling.begin(client, trip_kind="private", goods_class="")
    for step in ("sender", "goods", "hazard", "papers", "documents", "behalf", "nonsense"):
        assert client.get(f"/passes/drafts/{draft.number}/{step}/").status_code == 404


def test_wizard_for_another_person_records_who(client, ada):
    draft = filling.a_filled_draft(client, trip={"acts_for": "other"})
    other = {"name": "孙丽", "id_kind": "111", "id_number": build.id_number(9)}
    filling.fill(client, draft, behalf=other | {"phone": "13700000009"})
    filling.hand_in(client, draft)
    made = VehiclePass.objects.get()
    assert (made.on_behalf_of.name, made.applicant) == ("孙丽", ada)


def test_wizard_for_a_company_fills_in_its_address(client, wen, acid_works):
    client.force_login(wen)
    draft = filling.begin(client, acts_for=f"company:{acid_works.number}")
    assert acid_works.name in page(client, draft, "receiver")
    filling.fill(client, draft, vehicle=filling.VEHICLE)


def test_wizard_does_not_offer_companies_of_others(client, acid_works):
    answer = client.post(
        "/passes/apply/", filling.TRIP | {"acts_for": f"company:{acid_works.number}"}
    )
    assert answer.status_code == 422
    assert not PassDraft.objects.exists()


# --- exactly one pass


def test_second_click_lands_on_the_same_pass(client):
    draft = filling.a_filled_draft(client)
    first, second = filling.hand_in(client, draft), filling.hand_in(client, draft)
    assert first.url == second.url
    assert VehiclePass.objects.count() == 1


def test_back_button_after_handing_in_leads_to_the_pass(client):
    draft = filling.a_filled_draft(client)
    made = filling.hand_in(client, draft).url
    for step in ("vehicle", "people", "people/1", "check", "goods"):
        assert client.get(f"/passes/drafts/{draft.number}/{step}/").url == made
        assert client.post(f"/passes/drafts/{draft.number}/{step}/", {}).url == made
    assert client.get(f"/passes/drafts/{draft.number}/").url == made


def test_discarding_after_handing_in_keeps_the_pass(client):
    draft = filling.a_filled_draft(client)
    filling.hand_in(client, draft)
    client.post(f"/passes/drafts/{draft.number}/discard/")
    assert VehiclePass.objects.exists()
    assert PassDraft.objects.exists()


def test_form_of_a_discarded_draft_is_not_found(client):
    draft = filling.a_filled_draft(client)
    client.post(f"/passes/drafts/{draft.number}/discard/")
    assert filling.hand_in(client, draft).status_code == 404
    assert not VehiclePass.objects.exists()


def test_draft_of_somebody_else_is_not_found(client, wen):
    draft = filling.a_filled_draft(client)
    client.force_login(wen)
    for path in ("", "vehicle/", "people/", "people/1/", "check/"):
        assert client.get(f"/passes/drafts/{draft.number}/{path}").status_code == 404
    assert client.post(f"/passes/drafts/{draft.number}/discard/").status_code == 404


def test_drafts_are_sealed_in_the_database(client):
    draft = filling.a_filled_draft(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM passes_passdraft WHERE number = %s", [draft.number])
        stored = bytes(cursor.fetchone()[0])
    assert build.id_number(1).encode() not in stored
    assert build.id_number(1) in PassDraft.objects.get().answers


# --- what is refused, where, and by which rule


@pytest.mark.parametrize(
    ("step", "changes", "field"),
    [
        ("vehicle", {"plate": "辽PO2345"}, "plate"),
        ("vehicle", {"plate": "辽PD12345", "plate_colour": "1"}, "plate_colour"),
        ("vehicle", {"plate": "辽PD12345", "plate_colour": "5"}, "plate_colour"),
        ("vehicle", {"plate": "辽P12345D", "plate_colour": "94"}, "plate_colour"),
        ("vehicle", {"vin": "IIII"}, "vin"),
        ("vehicle", {"trailer_plate": "x"}, "trailer_plate"),
        ("sender", {"consignor_name": "龙" * 70_000}, "consignor_name"),
        ("sender", {"consignor_area": "海港"}, "consignor_area"),
        ("sender", {"consignor_area": "没有这个地方"}, "consignor_area"),
        ("sender", {"consignor_phone": "123"}, "consignor_phone"),
        ("receiver", {"consignee_area": "龙港区"}, "consignee_area"),
        ("goods", {"goods_name": ""}, "goods_name"),
        ("goods", {"weight_t": "-1"}, "weight_t"),
        ("journey", {"checkpoint_number": "KK999"}, "checkpoint_number"),
        ("journey", {"expected_entry_at": "tomorrow"}, "expected_entry_at"),
    ],
)
def test_step_refuses_at_its_field_and_keeps_nothing(client, step, changes, field):
    draft = filling.a_filled_draft(client)
    before = PassDraft.objects.get().answers
    texts = {
        "vehicle": filling.VEHICLE, "sender": filling.SENDER, "receiver": filling.RECEIVER,
        "goods": filling.GOODS, "journey": filling.journey(),
    }[step]  # fmt: skip
    answer = client.post(f"/passes/drafts/{draft.number}/{step}/", texts | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert PassDraft.objects.get().answers == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id_number": "211403198506150010"}, "id_number"),
        ({"id_number": "000000000000000000"}, "id_number"),
        ({"name": "王" * 70_000}, "name"),
        ({"phone": "12345678901"}, "phone"),
        ({"role": "captain"}, "role"),
    ],
)
def test_person_is_refused_at_its_field(client, changes, field):
    draft = filling.begin(client)
    answer = client.post(f"/passes/drafts/{draft.number}/people/1/", filling.DRIVER | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_green_is_named_as_it_is_painted_and_never_changed_silently(client):
    draft = filling.begin(client)
    chosen = filling.VEHICLE | {"plate": "辽PD12345", "plate_colour": "5"}
    answer = client.post(f"/passes/drafts/{draft.number}/vehicle/", chosen)
    assert "这种号牌的颜色是“渐变绿色”" in answer.content.decode()
    filling.fill(client, draft, vehicle=chosen | {"plate_colour": "94"})


def test_the_phone_of_a_party_says_where_a_message_arrives(client):
    draft = filling.begin(client)
    for step in ("sender", "receiver"):
        assert "固定电话收不到" in page(client, draft, step)


def test_several_places_of_a_name_are_offered_to_choose(client):
    draft = filling.begin(client)
    answer = client.post(
        f"/passes/drafts/{draft.number}/sender/", filling.SENDER | {"consignor_area": "海港"}
    )
    assert 'value="130302"' in answer.content.decode()
    chosen = filling.SENDER | {"consignor_area": ["海港", "130302"]}
    assert client.post(f"/passes/drafts/{draft.number}/sender/", chosen).status_code == 302


def test_our_own_district_offers_its_streets(client):
    draft = filling.begin(client)
    answer = client.post(
        f"/passes/drafts/{draft.number}/receiver/",
        filling.RECEIVER | {"consignee_area": "辽宁省葫芦岛市龙港区"},
    )
    assert 'value="211403005"' in answer.content.decode()


def test_places_are_found_in_english_too(client):
    draft = filling.a_filled_draft(client)
    client.post("/language/", {"language": "en", "next": "/"})
    english = "Haigang District, Qinhuangdao City, Hebei Province"
    assert english in page(client, draft, "sender")
    filling.fill(client, draft, sender=filling.SENDER | {"consignor_area": english})
    assert Answers.read(PassDraft.objects.get().answers).of("sender")["consignor_area"] == "130302"


def test_check_page_says_what_is_missing_and_where(client):
    draft = filling.begin(client)
    answer = client.get(f"/passes/drafts/{draft.number}/check/")
    addresses = [url for url, _refusal in answer.context["problems"]]
    for step in ("vehicle", "people", "sender", "receiver", "goods", "journey"):
        assert any(f"/{step}/" in url for url in addresses)
    assert filling.hand_in(client, draft).status_code == 422
    assert not VehiclePass.objects.exists()


def test_check_page_names_the_decree_and_the_step(client, draft_left_lying):
    draft = draft_left_lying
    answer = client.get(f"/passes/drafts/{draft.number}/check/")
    (address, refusal), _time = answer.context["problems"]
    assert refusal.code == "passes.hazard_road_licence_expired"
    assert "2019年第29号令" in refusal.reason
    assert address.endswith("/papers/?then=check")
    step = client.get(address)
    assert list(step.context["form"].errors) == ["licence_expires_on"]
    assert filling.hand_in(client, draft).status_code == 422


def test_check_page_refuses_a_load_without_escort(client):
    draft = filling.an_acid_draft(client)
    client.post(f"/passes/drafts/{draft.number}/people/2/remove/")
    answer = filling.hand_in(client, draft)
    assert [refusal.code for _url, refusal in answer.context["problems"]] == [
        "passes.hazard_escort_missing"
    ]


def test_check_page_wants_declaration_and_signature(client):
    draft = filling.a_filled_draft(client)
    assert filling.hand_in(client, draft, is_declared="", signature="").status_code == 422
    assert filling.hand_in(client, draft, signature=" x ").status_code == 422
    assert filling.hand_in(client, draft, signature="张伟").status_code == 422
    assert not VehiclePass.objects.exists()


def test_draft_whose_time_has_passed_asks_for_a_new_one(client, time_machine):
    draft = filling.a_filled_draft(client)
    time_machine.move_to(build.in_hours(5))
    answer = filling.hand_in(client, draft)
    ((address, refusal),) = answer.context["problems"]
    assert refusal.code == "passes.entry_in_the_past"
    assert "/journey/" in address


def test_people_are_asked_for_their_test_where_the_rule_does(client):
    build.a_rule("freight", "industrial", test_max_hours=48)
    draft = filling.begin(client)
    answer = client.post(f"/passes/drafts/{draft.number}/people/1/", filling.DRIVER)
    assert list(answer.context["form"].errors) == ["sampled_at"]


# --- known already


def test_person_of_others_cannot_be_picked(client, wen):
    stranger = build.a_person(wen)
    draft = filling.begin(client)
    answer = client.post(
        f"/passes/drafts/{draft.number}/people/1/",
        {"person_number": stranger.number, "role": "driver"},
    )
    assert answer.status_code == 422
    assert "孙" not in answer.content.decode()


def test_repeat_fills_in_everything_but_time_and_test(client, ada):
    before = build.a_submitted_pass(ada, route="京哈高速")
    opened = client.post(f"{before.get_absolute_url()}repeat/", follow=True)
    draft = PassDraft.objects.get()
    assert opened.request["PATH_INFO"].endswith("/journey/")
    open_step = {field.name: field.value() for field in opened.context["form"]}
    assert open_step.pop("expected_entry_at") == ""
    assert open_step == {"checkpoint_number": before.checkpoint_number, "route": "京哈高速"}
    filling.fill(client, draft, journey=filling.journey(9))
    filling.hand_in(client, draft)
    again = VehiclePass.objects.latest("id")
    assert again.pk != before.pk
    assert (again.plate, again.goods_name) == (before.plate, before.goods_name)
    assert again.aboard.get().person == before.aboard.get().person


def test_repeat_begins_where_something_is_asked_anew(client, ada):
    build.a_rule("freight", "industrial", test_max_hours=48)
    tested = build.a_driver(sampled_at=build.in_hours(-1))
    before = build.submit_application(build.an_application(riders=(tested,)), by=ada)
    opened = client.post(f"{before.get_absolute_url()}repeat/", follow=True)
    assert opened.request["PATH_INFO"].endswith("/people/")
    assert [step.state for step in opened.context["way"]][-2:] == ["next", "next"]
    person = f"/passes/drafts/{PassDraft.objects.get().number}/people/1/"
    assert (
        f'href="{person}#id_sampled_at">核酸采样时间</a>: 需要不超过 48 小时的核酸检测。'
        in opened.content.decode()
    )
    assert client.get(person).context["form"].errors.keys() == {"sampled_at"}, "named there too"


def test_repeat_is_not_for_strangers(client, wen):
    before = build.a_submitted_pass(wen)
    assert client.post(f"{before.get_absolute_url()}repeat/").status_code == 404


# --- documents


def test_documents_are_asked_for_kept_and_go_with_the_pass(client, wen):
    build.a_rule("freight", "industrial", documents=("contract",))
    draft = filling.a_filled_draft(client)
    answer = filling.hand_in(client, draft)
    assert answer.status_code == 422
    sent = client.post(
        f"/passes/drafts/{draft.number}/documents/", {"document_contract": a_photo()}
    )
    assert sent.status_code == 302
    filling.hand_in(client, draft)
    kept = VehiclePass.objects.get().attachments.get()
    assert (kept.kind, kept.draft) == ("contract", None)
    shown = client.get(f"/passes/documents/{kept.number}.jpg")
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    client.force_login(wen)
    assert client.get(f"/passes/documents/{kept.number}.jpg").status_code == 404


def test_applying_again_takes_copies_of_the_documents_along(client, ada, wen):
    build.a_rule("freight", "industrial", documents=("contract",))
    draft = filling.a_filled_draft(client)
    client.post(f"/passes/drafts/{draft.number}/documents/", {"document_contract": a_photo()})
    filling.hand_in(client, draft)
    first = VehiclePass.objects.get()
    client.post(f"{first.get_absolute_url()}repeat/")
    again = PassDraft.objects.get(submitted_as=None)
    copy, original = again.attachments.get(), first.attachments.get()
    assert copy.photo.name != original.photo.name
    with copy.photo.open() as here, original.photo.open() as there:
        assert here.read() == there.read()
    fill_again = {"journey": filling.journey(30)}
    filling.fill(client, again, **fill_again)
    assert filling.hand_in(client, again).status_code == 302
    copy.refresh_from_db()
    assert copy.vehicle_pass.submitted_at > first.submitted_at
    client.force_login(wen)
    assert client.get(f"/passes/documents/{copy.number}.jpg").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
        ("bomb.jpg", b"PK\x03\x04" + b"0" * 1000),
        ("empty.jpg", b"x"),
    ],
)
def test_document_that_is_no_photo_is_refused_at_its_field(client, name, content):
    build.a_rule("freight", "industrial", documents=("contract",))
    draft = filling.a_filled_draft(client)
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    answer = client.post(f"/passes/drafts/{draft.number}/documents/", {"document_contract": upload})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["document_contract"]
    assert not Attachment.objects.exists()


def test_newer_photo_replaces_the_one_before(client):
    build.a_rule("freight", "industrial", documents=("contract",))
    draft = filling.begin(client)
    for side in (60, 80):
        client.post(
            f"/passes/drafts/{draft.number}/documents/",
            {"document_contract": a_photo(side)},
        )
    assert Attachment.objects.count() == 1


def test_who_signs_for_the_first_time_is_known_by_that_name_and_signs_with_it_again():
    nameless = open_account("13800000077", language="zh-hans")
    browser = sign_in(nameless)
    draft = filling.a_filled_draft(browser)
    assert filling.hand_in(browser, draft, signature="<b>孙丽</b>").status_code == 422
    assert filling.hand_in(browser, draft, signature="孙 丽").status_code == 302
    nameless.refresh_from_db()
    assert nameless.name == "孙 丽"
    later = f"{localtime(build.in_hours(8)):%Y-%m-%dT%H:%M}"
    again = filling.a_filled_draft(browser, journey={"expected_entry_at": later})
    assert filling.hand_in(browser, again, signature="艾达").status_code == 422
    assert filling.hand_in(browser, again, signature="孙丽").status_code == 302
