"""The scanner with the network really cut: what was done at the gate is on the server once."""

import datetime
from contextlib import suppress

import pytest
from django.utils.timezone import localtime
from playwright.sync_api import Error

from longgang.checkpoints.actions.devices import withdraw_device
from longgang.checkpoints.models import Conflict
from longgang.core.clock import now
from longgang.passes.actions.gate import record_entry
from longgang.passes.models import Check, RefusedScan, Trip
from longgang.passes.signing import address_in_code
from tests.browser.conftest import DESK, PHONE
from tests.browser.scanner_phone import a_large_picture, a_picture
from tests.browser.test_every_page import TEXTS, untranslated
from tests.passes import build
from tests.passes.gate import a_stop

DAY = datetime.timedelta(days=1)


def test_a_truck_goes_in_without_network_and_is_on_the_server_once(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    phone.visit.screenshot("scan")
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        phone.visit.screenshot("answer")
        phone.lets_in("36.5", seal="A0001", photo=a_picture())
        phone.visit.screenshot("done")
        phone.next_vehicle()
        assert phone.waiting() == 2  # the check and its picture
        phone.visit.screenshot("recent")
        phone.reloads()
        assert phone.scans_pass(vehicle_pass) == "bad"  # it has let it in itself
        phone.next_vehicle()
    phone.hands_in()
    check = Check.objects.get()
    assert (check.disposition, check.seal_number, bool(check.photo)) == ("let_pass", "A0001", True)
    assert Trip.objects.get().status == "entered"
    refused = RefusedScan.objects.get()
    assert (refused.verdict_code, refused.vehicle_pass) == ("passes.already_inside", vehicle_pass)
    assert phone.errors == []


def test_a_pass_for_tomorrow_says_without_network_from_when_it_counts(a_phone, issued):
    tomorrows = issued(hours=30)
    begin = localtime(tomorrows.valid_from)
    phone = a_phone().opens()
    with phone.without_network():
        assert phone.scans_pass(tomorrows) == "idle"
        words = phone.page.locator("[data-verdict]").inner_text()
    assert f"{begin.month}月{begin.day}日 {begin:%H:%M}" in words
    assert phone.errors == []


def test_who_is_inside_on_one_pass_and_announced_on_another_is_let_out(a_phone, issued):
    """Without network, as this phone let it in itself; the entry says so and offers the exit."""
    inside, tomorrows = issued(), issued(hours=30)
    phone = a_phone().opens()
    page = phone.page

    def answers_at_the_entry():
        yield phone.scans("P10005"), "该行程已在区内"
        yield phone.scans_pass(tomorrows), "持另一张通行证在区内"

    with phone.without_network():
        assert phone.scans_pass(inside) == "good"
        phone.lets_in("36.5", seal="A0021")
        phone.next_vehicle()
        for colour, words in answers_at_the_entry():
            assert colour == "bad"
            assert words in page.locator("[data-verdict]").inner_text()
            phone.visit.screenshot("inside")
            page.locator("[data-leave]").click()
            page.locator("[name=seal_state]").first.wait_for()
            assert page.locator(".gate-seal [data-slot=seal]").inner_text() == "A0021"
            page.locator("[data-back]").click()
            phone.goes("entry")
        phone.goes("exit")
        assert phone.scans_pass(tomorrows) == "good"
        page.locator("[name=seal_state][value=intact]").check()
        page.locator("[data-action=let_pass]").click()
        page.locator(".verdict-word", has_text="放行").wait_for()
    phone.hands_in()
    assert [Trip.objects.get(vehicle_pass=each).status for each in (inside, tomorrows)] == [
        "closed",
        "expected",
    ]
    assert not Conflict.objects.exists()
    assert phone.errors == []


def test_with_network_the_server_answers_and_the_exit_closes_the_loop(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    assert phone.scans_pass(vehicle_pass) == "good"
    assert phone.page.locator("[data-show=offline]").first.is_hidden()
    phone.lets_in("36.5", seal="A0002")
    phone.next_vehicle()
    phone.goes("exit")
    assert phone.scans("P10005") == "good"  # typed, the province stands before it
    phone.visit.screenshot("exit")
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator("[data-missing] li").wait_for()  # the seal was not looked at
    phone.page.locator("[name=seal_state][value=intact]").check()
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator(".verdict-word", has_text="放行").wait_for()
    phone.hands_in()
    assert list(Check.objects.order_by("at").values_list("direction", flat=True)) == [
        "entry",
        "exit",
    ]
    assert Trip.objects.get().status == "closed"
    assert phone.errors == []


def test_without_network_too_a_cab_is_not_left_unsealed_in_silence(a_phone, issued):
    sealed = issued()
    build.a_rule("freight", "industrial", needs_seal=False)
    unsealed = issued("辽P10006")
    phone = a_phone().opens()
    page = phone.page
    with phone.without_network():
        assert phone.scans_pass(sealed) == "good"
        page.locator("[data-show=seals]:visible").wait_for()
        page.locator("[data-temperatures] input").fill("36.5")
        page.locator("[data-action=let_pass]").click()
        page.locator("[data-missing] li").first.wait_for()
        said = page.locator("[data-missing] li").all_text_contents()
        assert ["封签" in said[0], "照片" in said[1], len(said)] == [True, True, 2]
        phone.visit.screenshot("unsealed")
        phone.lets_in("36.5", photo=b"", note="封签用完，相机没电")
        phone.next_vehicle()
        assert phone.scans_pass(unsealed) == "good"
        page.locator("[data-show=unsealed]:visible").wait_for()
        assert page.locator("[data-show=seals]").is_hidden()
        phone.visit.screenshot("no-seal-needed")
        phone.lets_in("36.5", photo=b"")
    phone.hands_in()
    notes = Check.objects.order_by("at", "id").values_list("note", "seal_number")
    assert list(notes) == [("封签用完，相机没电", ""), ("", "")]
    assert not Conflict.objects.exists()
    assert phone.errors == []


def test_a_broken_seal_found_without_network_reaches_somebody_with_the_phone(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    page = phone.page
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        phone.lets_in("36.5", seal="A0011")
        phone.next_vehicle()
        phone.goes("exit")
        assert phone.scans("P10005") == "good"
        page.locator("[name=seal_state][value=broken]").check()
        page.locator("[data-action=let_pass]").click()
        page.locator("[data-missing] li").wait_for()  # nobody has said why
        page.locator("[name=note]").fill("司机称卸货时碰断")
        page.locator("[data-action=let_pass]").click()
        page.locator("[data-undo]").wait_for()
        phone.next_vehicle()
    phone.hands_in()
    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.status) == ("seal_broken", "open")
    page.locator("[data-recent] li", has_text="待核查").first.wait_for()
    phone.visit.screenshot("broken-seal")


def test_the_number_to_call_stands_at_every_answer_that_says_so(a_phone, issued, settings):
    settings.DUTY_PHONE = "0429-0000001"
    vehicle_pass = issued()
    phone = a_phone().opens()
    call = phone.page.locator("a[href='tel:0429-0000001']")
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        assert not call.is_visible()
        phone.next_vehicle()
        assert phone.scans("P99999") == "soon"  # not on the list: ask, or call
        assert phone.page.locator(".verdict-why").count() == 1  # and no word of another checkpoint
        assert "0429-0000001" in call.inner_text()
        phone.visit.screenshot("call")
        phone.next_vehicle()
        phone.scans("https://weixin.qq.com/r/abc")
        assert call.is_visible()
    assert phone.errors == []


def test_two_phones_let_the_same_pass_in_and_somebody_hears_of_it(a_phone, issued):
    vehicle_pass = issued()
    here, there = a_phone().opens(), a_phone().opens()
    with here.without_network(), there.without_network():
        for phone, seal in ((here, "B0001"), (there, "B0002")):
            assert phone.scans_pass(vehicle_pass) == "good"
            phone.lets_in("36.4", seal=seal)
    there.hands_in()
    here.hands_in()
    assert Check.objects.count() == 2
    assert {each.kind for each in Conflict.objects.all()} == {"double_use"}


def test_fifty_checks_with_pictures_arrive_once_each_in_their_order(a_phone, issued):
    passes = [issued(f"辽P2{place:04}") for place in range(50)]
    phone = a_phone().opens()
    with phone.without_network():
        phone.keeps_many(
            [
                {
                    "nonce": f"fifty{place:027}", "offset_ms": 0, "mode": "tell", "way": "entry",
                    "code": address_in_code(each, now=now()), "plate": each.plate,
                    "colour": each.plate_colour, "pass_number": each.pass_number,
                    "verdict": {"level": "green", "code": "passes.valid", "also": []},
                    "is_offline": True, "data_age_s": 60, "action": "let_pass",
                    "people_count": 1, "temperatures": [36.5], "seal_state": "applied",
                    "seal_number": f"F{place:04}", "note": "", "escort_name": "",
                    "undone": None, "is_done": False,
                }
                for place, each in enumerate(passes)
            ]
        )  # fmt: skip
        assert phone.waiting() == 100
        phone.reloads()
    phone.hands_in()
    checks = Check.objects.order_by("at", "id")
    assert [each.seal_number for each in checks] == [f"F{place:04}" for place in range(50)]
    assert sum(bool(each.photo) for each in checks) == 50
    assert Trip.objects.filter(status="entered").count() == 50


def test_a_picture_that_is_cut_off_goes_on_from_where_the_server_has_it(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    sent = []

    def cut_off_at_the_third(route):
        sent.append(int(route.request.url.partition("offset=")[2]))
        if len(sent) == 3:
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/device/photos/*offset=*", cut_off_at_the_third)
    assert phone.scans_pass(vehicle_pass) == "good"
    phone.lets_in("36.5", seal="A0009", photo=a_large_picture())
    phone.hands_in()
    assert sent[:4] == [0, 262144, 524288, 524288]
    assert bool(Check.objects.get().photo)


def test_an_answer_that_is_lost_makes_nothing_twice(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    assert phone.scans_pass(vehicle_pass) == "good"
    lost = []

    def take_and_lose(route):
        """The server has it; the phone never learns so."""
        lost.append(route.fetch().status)
        with suppress(Error):  # the phone may have given up first
            route.abort()

    phone.context.route("**/device/sync", take_and_lose)
    phone.lets_in("36.5", seal="A0003")
    assert (lost[0], Check.objects.count()) == (200, 1)
    phone.context.unroute("**/device/sync")
    phone.hands_in()
    assert Check.objects.count() == 1
    assert Conflict.objects.count() == 0


def test_a_faster_colleague_is_known_while_the_truck_still_stands(a_phone, issued, gate):
    vehicle_pass = issued()
    phone = a_phone().opens()
    assert phone.scans_pass(vehicle_pass) == "good"
    east_exit, people = gate
    record_entry(vehicle_pass.trips.get(), premises=east_exit, stop=a_stop(), by=people["guan"])
    phone.page.locator("[data-temperatures] input").fill("36.5")
    phone.page.locator("[name=note]").fill("封签用完，相机没电")
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator(".verdict-bad").wait_for()
    phone.visit.screenshot("taken-back")
    assert "关" in phone.page.locator("[data-verdict]").inner_text()  # who let it in, and when
    assert phone.page.locator("[data-action]").count() == 0
    phone.hands_in()
    assert Check.objects.get().officer == people["guan"]
    refused = RefusedScan.objects.get()
    assert (refused.verdict_level, refused.verdict_code) == ("red", "passes.already_inside")
    assert (refused.vehicle_pass, refused.officer) == (vehicle_pass, people["hai"])


def test_what_was_only_entered_wrongly_is_asked_for_again_and_refuses_nobody(a_phone, issued, gate):
    vehicle_pass, other = issued(), issued("辽P20002")
    phone = a_phone().opens()
    assert phone.scans_pass(vehicle_pass) == "good"
    east_exit, people = gate
    record_entry(
        other.trips.get(), premises=east_exit, stop=a_stop(seal_number="S0001"), by=people["guan"]
    )
    phone.page.locator("[data-temperatures] input").fill("36.5")
    phone.page.locator("[name=seal_number]").fill("S0001")
    phone.page.locator("[name=note]").fill("相机没电")
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator("[data-missing] li", has_text="辽P20002").wait_for()
    assert (phone.colour(), phone.waiting()) == ("good", 0)
    phone.lets_in("36.5", seal="S0002")
    phone.hands_in()
    assert Check.objects.get(officer=people["hai"]).seal_number == "S0002"
    assert not RefusedScan.objects.exists()


def test_a_withdrawn_phone_hands_in_what_it_holds_and_forgets(a_phone, issued, gate):
    vehicle_pass = issued()
    phone = a_phone().opens()
    assert phone.kept()["passes"] == 1
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        phone.lets_in("36.5", seal="A0004", photo=a_picture())
        withdraw_device(phone.device, by=gate[1]["guan"], reason="手机丢失")
    phone.hands_in()
    phone.page.locator("h1", has_text="停用").wait_for()
    phone.visit.screenshot("forgotten")
    assert phone.kept() == {"passes": 0, "held": []}
    assert bool(Check.objects.get().photo)
    phone.page.reload()
    phone.page.locator("h1", has_text="停用").wait_for()
    phone.page.wait_for_timeout(500)
    assert "停用" in phone.page.locator("h1").inner_text(), "opened again, it still says so"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_phone_whose_clock_is_a_day_off_judges_and_records_by_the_servers(
    a_phone, issued, days, set_clock
):
    vehicle_pass = issued()
    phone = a_phone()
    set_clock(phone.page, now() + days * DAY)
    phone.opens()
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        phone.lets_in("36.5", seal="A0005")
    phone.hands_in()
    off = abs((Check.objects.get().at - now()).total_seconds())
    assert off < 120


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://weixin.qq.com/r/abc", "nothing"),
        ("HTTP://127.0.0.1:8000/C/2KCE3IQBAAAA", "signed"),  # it says so, and is not
        ("x" * 3999, "nothing"),
        ("💥\x01<script>alert(1)</script>", "nothing"),
    ],
)
def test_codes_that_are_not_ours_are_answered_and_recorded(a_phone, text, kind):
    phone = a_phone().opens()
    with phone.without_network():
        assert phone.scans(text) == "idle"
        phone.next_vehicle()
    phone.hands_in()
    assert RefusedScan.objects.get().code_kind == kind
    assert phone.errors == []


def test_a_forged_code_is_red(a_phone, issued):
    code = address_in_code(issued(), now=now())
    forged = code[:-5] + ("A" if code[-5] != "A" else "B") + code[-4:]
    phone = a_phone().opens()
    with phone.without_network():
        assert phone.scans(forged) == "bad"


@pytest.mark.parametrize(("language", "size"), [("zh", PHONE), ("en", PHONE), ("zh", DESK)])
def test_every_screen_is_without_barriers_and_untranslated_words(a_phone, issued, language, size):
    vehicle_pass = issued()
    phone = a_phone().opens(language)
    phone.page.set_viewport_size(size)

    def look(name):
        phone.looks_right()
        phone.visit.screenshot(f"{name}-{language}-{size['width']}")
        if language == "zh":
            assert untranslated(phone.page.evaluate(TEXTS)) == []

    look("scan")
    phone.page.locator("[data-details]").click()
    look("details")
    phone.page.locator("[data-close]").click()
    assert phone.scans_pass(vehicle_pass) == "good"
    phone.page.locator("[data-more]").click()
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator("[data-missing] li").first.wait_for()
    look("missing")
    phone.page.locator("[data-fewer]").click()
    phone.page.locator("[data-temperatures] input").fill("36.5")
    phone.page.locator("[name=note]").fill("封签用完")
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator("[data-undo]").wait_for()
    look("done")
    phone.page.locator("[data-undo]").click()
    look("undo")
    phone.page.locator("[type=submit]").click()
    phone.page.locator("[data-recent] li").wait_for()
    phone.hands_in()
    look("undone")
    assert Check.objects.get().undone_at is not None
    assert phone.scans("https://weixin.qq.com/r/abc") == "idle"
    look("refused")


def test_a_phone_that_is_no_device_says_what_to_do(open_browser):
    visit = open_browser(None, PHONE)
    visit.page.goto("/checkpoints/scanner/zh/")
    visit.page.locator("h1", has_text="未登记").wait_for()
    visit.screenshot("stranger")
    assert visit.page.locator("main a").get_attribute("href") == "/passes/gate/"
