"""The page behind the code, the code, the sheet; and the applicant's own page."""

from datetime import timedelta
from io import BytesIO

import pytest
import segno
from django.utils.timezone import localtime

from longgang.areas.api import correct_desk, find_desk_by_code
from longgang.audit.api import SYSTEM
from longgang.core.clock import now
from longgang.core.days import short_moment
from longgang.passes.actions.keys import rotate_signing_key
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.models import VehiclePass
from longgang.passes.signing import address_in_code
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def issued(ada, lin) -> VehiclePass:
    rider = build.a_driver(987, phone="13758429367")  # digits that no number of a pass ends in
    return build.an_issued_pass(ada, reviewer=lin, riders=(rider,))


def card(client, vehicle_pass: VehiclePass):
    return client.get(f"/passes/p/{vehicle_pass.token}/")


def test_card_says_valid_to_everybody_who_holds_the_code(client, issued):
    shown = card(client, issued)
    assert shown.context["verdict"].tone == "good"
    page = shown.content.decode()
    assert issued.plate in page
    assert issued.pass_number in page


def test_card_shows_nothing_about_a_person(client, issued):
    page = card(client, issued).content.decode()
    for aboard in issued.aboard.all():
        assert aboard.person.name not in page
        assert aboard.person.name[0] + "*" not in page
        assert aboard.person.id_number[-4:] not in page
        assert aboard.person.phone[-4:] not in page
    assert issued.consignee_contact not in page


def test_card_is_grey_once_its_time_has_run_out_though_no_job_ran(client, issued, time_machine):
    time_machine.move_to(issued.valid_until + timedelta(seconds=1))
    shown = card(client, issued)
    assert shown.context["verdict"].tone == "idle"
    assert VehiclePass.objects.get().status == "issued"


def test_card_is_amber_in_the_last_hour_before_its_end(client, issued, time_machine):
    time_machine.move_to(issued.valid_until - timedelta(minutes=60, seconds=1))
    assert card(client, issued).context["verdict"].tone == "good"
    time_machine.move_to(issued.valid_until - timedelta(minutes=59))
    shown = card(client, issued)
    assert shown.context["verdict"].tone == "soon"
    assert "有效，即将到期" in shown.content.decode()


def test_a_pass_for_tomorrow_is_amber_today_and_says_from_when(client, ada, lin, time_machine):
    tomorrows = build.an_issued_pass(ada, reviewer=lin, expected_entry_at=build.in_hours(30))
    begin = localtime(tomorrows.expected_entry_at - timedelta(hours=6))
    shown = card(client, tomorrows)
    assert shown.context["verdict"].tone == "soon"
    assert shown.context["verdict"].lines[0] == short_moment(begin)
    assert f"{short_moment(begin)} — " in shown.content.decode()
    address = f"/passes/p/{tomorrows.token}/code.svg"
    assert b"#7a4f00" in client.get(address).content
    client.force_login(ada)
    assert f"有效期自 {begin:%Y-%m-%d %H:%M} 至" in own_page(client, tomorrows)
    time_machine.move_to(begin)
    assert card(client, tomorrows).context["verdict"].tone == "good"
    assert b"#08713a" in client.get(address).content


def test_card_sheet_and_details_say_whom_to_call(client, issued, ada, rui):
    desk = find_desk_by_code(issued.desk_code)
    correct_desk(desk, name=desk.name, name_en=desk.name_en, phone="0429-2900001", by=rui)
    assert 'href="tel:0429-2900001"' in card(client, issued).content.decode()
    client.force_login(ada)
    assert "tel:0429-2900001" in client.get(issued.get_absolute_url()).content.decode()
    assert "0429-2900001" in client.get(f"{issued.get_absolute_url()}sheet/").content.decode()


def test_card_of_a_revoked_pass_is_grey_as_every_one_that_does_not_count(client, issued, lin):
    revoke_pass(issued, by=lin, reason="虚假申报")
    shown = card(client, issued)
    assert shown.context["verdict"].tone == "idle"
    assert "已吊销" in shown.content.decode()


def test_card_of_an_application_has_no_code(client, ada):
    waiting = build.a_submitted_pass(ada)
    shown = card(client, waiting)
    assert shown.context["verdict"].tone == "idle"
    assert "code.svg" not in shown.content.decode()
    assert client.get(f"/passes/p/{waiting.token}/code.svg").status_code == 404


def test_card_is_never_kept_by_a_cache(client, issued):
    assert "no-store" in card(client, issued)["Cache-Control"]
    assert "no-store" in client.get(f"/passes/p/{issued.token}/code.svg")["Cache-Control"]


def test_card_of_a_guessed_token_is_not_found(client, issued):
    assert client.get(f"/passes/p/{'0' * 22}/").status_code == 404
    assert client.get(f"/passes/p/{issued.number}/").status_code == 404
    assert client.get(f"/passes/p/{issued.pass_number}/").status_code == 404


def test_code_is_green_while_valid_and_grey_afterwards(client, issued, time_machine):
    address = f"/passes/p/{issued.token}/code.svg"
    assert b"#08713a" in client.get(address).content
    time_machine.move_to(issued.valid_until + timedelta(seconds=1))
    assert b"#4d5866" in client.get(address).content


def test_code_holds_the_signed_claims(client, issued):
    """Drawn from the same address, module by module; a browser's journey reads it by camera."""
    rotate_signing_key(by=SYSTEM)
    drawn = BytesIO()
    address = address_in_code(issued, now=now())
    assert "/C/2KC" in address
    segno.make(address, error="m").save(
        drawn, kind="svg", scale=8, border=4, dark="#08713a", light="#fff"
    )
    assert client.get(f"/passes/p/{issued.token}/code.svg").content == drawn.getvalue()


def test_card_leads_its_owner_to_the_details(client, issued, ada, wen):
    client.force_login(ada)
    assert issued.get_absolute_url() in card(client, issued).content.decode()
    client.force_login(wen)
    assert issued.get_absolute_url() not in card(client, issued).content.decode()


def test_sheet_has_number_route_and_both_languages(client, issued, ada):
    client.force_login(ada)
    page = client.get(f"{issued.get_absolute_url()}sheet/").content.decode()
    for words in (
        issued.pass_number, "河北省秦皇岛市海港区", "Haigang District", "龙港区", "Vehicle Pass",
        "张*", "钢板", "驾驶员\N{NO-BREAK SPACE}· Driver",
    ):  # fmt: skip
        assert words in page
    assert build.id_number(1) not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sheet_says_the_same_in_whatever_language_it_is_printed(client, issued, ada, language):
    client.force_login(ada)
    client.post("/language/", {"language": language, "next": "/"})
    sheet = client.get(f"{issued.get_absolute_url()}sheet/").content.decode()
    assert "驾驶员\N{NO-BREAK SPACE}· Driver" in sheet
    assert "pass-sheet-void" not in sheet


def test_sheet_of_a_revoked_pass_says_across_it_that_it_is_void(client, issued, ada, lin):
    revoke_pass(issued, by=lin, reason="停产")
    client.force_login(ada)
    sheet = client.get(f"{issued.get_absolute_url()}sheet/").content.decode()
    assert '<p class="pass-sheet-void">已吊销\N{NO-BREAK SPACE}· Revoked</p>' in sheet


def test_sheet_needs_an_issued_pass(client, ada):
    waiting = build.a_submitted_pass(ada)
    client.force_login(ada)
    assert client.get(f"{waiting.get_absolute_url()}sheet/").status_code == 404


@pytest.mark.parametrize("who", ["wen", "bo"])
def test_application_of_others_is_not_found(issued, who, request):
    client = sign_in(request.getfixturevalue(who))
    for path in ("", "sheet/"):
        assert client.get(f"{issued.get_absolute_url()}{path}").status_code == 404
    for verb in ("withdraw", "correct", "repeat"):
        assert client.post(f"{issued.get_absolute_url()}{verb}/").status_code == 404


def test_guessed_number_is_not_found(client, ada):
    client.force_login(ada)
    assert client.get(f"/passes/application/{build.a_number()}/").status_code == 404


def test_own_page_offers_code_and_paper_only_while_the_pass_holds(client, issued, ada, lin):
    client.force_login(ada)
    assert f"{issued.get_absolute_url()}sheet/" in own_page(client, issued)
    revoke_pass(issued, by=lin, reason="停产")
    page = own_page(client, issued)
    assert f"{issued.get_absolute_url()}sheet/" not in page
    assert f"{issued.get_absolute_url()}repeat/" in page


def test_own_page_tells_decision_and_revocation_apart(client, issued, ada, lin, time_machine):
    decided = issued.decided_at
    time_machine.move_to(decided + timedelta(hours=1))
    revoke_pass(issued, by=lin, reason="停产")
    client.force_login(ada)
    steps = client.get(issued.get_absolute_url()).context["steps"]
    assert [(str(step.label), step.state) for step in steps] == [
        ("提交", "done"), ("审核", "done"), ("已吊销", "bad"),
    ]  # fmt: skip
    moments = [localtime(at) for at in (decided, decided + timedelta(hours=1))]
    times = [f"{at.month}月{at.day}日 {at:%H:%M}" for at in moments]
    assert [step.detail for step in steps[1:]] == times


def test_own_page_of_a_private_trip_names_who_is_visited_and_no_goods(client, ada):
    made = build.submit_application(build.a_private_application(), by=ada)
    client.force_login(ada)
    titles = [str(group.title) for group in client.get(made.get_absolute_url()).context["groups"]]
    assert "到访对象" in titles
    assert {"收货单位", "货物"}.isdisjoint(titles)


def own_page(client, vehicle_pass: VehiclePass) -> str:
    return client.get(vehicle_pass.get_absolute_url()).content.decode()


def test_own_page_masks_people(client, issued, ada):
    client.force_login(ada)
    page = client.get(issued.get_absolute_url()).content.decode()
    assert "张*" in page
    assert build.id_number(1) not in page
    assert "13700000001" not in page


def test_reviewer_sees_but_is_not_offered_the_applicants_deeds(ada, lin):
    waiting = build.a_submitted_pass(ada)
    shown = sign_in(lin).get(waiting.get_absolute_url())
    assert shown.status_code == 200
    assert not shown.context["may_change"]
    assert "/withdraw/" not in shown.content.decode()


def test_list_holds_ones_own_and_ones_companys(client, ada, wen, acid_works, lin):
    build.a_submitted_pass(ada)
    build.a_submitted_pass(wen, company=acid_works, plate="辽P54321", riders=(build.a_driver(5),))
    for user, plate in ((ada, "辽P12345"), (wen, "辽P54321")):
        client.force_login(user)
        rows = client.get("/passes/mine/").context["table"].page.rows
        assert [row.plate for row in rows] == [plate]
    assert not sign_in(lin).get("/passes/mine/").context["table"].page.rows


def test_list_costs_the_same_for_two_and_for_twenty(client, ada):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(ada)
    counts = []
    made = 0
    for wanted in (2, 20):
        while made < wanted:
            made += 1
            build.a_submitted_pass(ada, expected_entry_at=build.in_hours(1 + made))
        with CaptureQueriesContext(connection) as captured:
            client.get("/passes/mine/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
