"""What an officer hears, feels and switches; what the phone says to codes nobody may believe."""

import datetime
from contextlib import nullcontext

import pytest

from longgang.audit.api import SYSTEM
from longgang.core.clock import now
from longgang.passes.actions.keys import withdraw_signing_key
from longgang.passes.models import Check, RefusedScan, SigningKey
from longgang.passes.signing import address_in_code
from tests.browser.test_checkpoint import UNDER_THE_THUMB
from tests.passes.vectors import read_vectors

# The phone's buzzer, loudspeaker and lamp, each writing down what it was told.
INSTRUMENTS = """() => {
    window.felt = [];
    window.heard = [];
    window.lit = [];
    Navigator.prototype.vibrate = (pattern) => felt.push(pattern.join());
    const make = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
        const oscillator = make.call(this);
        const start = oscillator.start;
        oscillator.start = function (...when) {
            heard.push(`${this.type} ${this.frequency.value}`);
            return start.apply(this, when);
        };
        return oscillator;
    };
    MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
    const apply = MediaStreamTrack.prototype.applyConstraints;
    MediaStreamTrack.prototype.applyConstraints = function (asked) {
        const torch = asked?.advanced?.[0]?.torch;
        if (torch === undefined) return apply.call(this, asked);
        lit.push(torch);
        return Promise.resolve();
    };
}"""


def other_issuers_code():
    cases = read_vectors()["cases"]
    return next(case["text"] for case in cases if case["state"] == "other_issuer")


LONGEST_BAR = """(language) => {
    const slot = (name) => document.querySelector(`[data-bar] [data-slot=${name}]`);
    slot("line").textContent = { zh: "网络已关闭", en: "Off by hand" }[language];
    slot("age").textContent = { zh: "12 小时前", en: "12 h ago" }[language];
    slot("waiting").textContent = "128";
    document.querySelector("[data-bar] [data-show=waiting]").hidden = false;
}"""


def test_yes_and_no_differ_for_ear_and_hand(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    phone.page.evaluate(INSTRUMENTS)
    assert phone.scans_pass(vehicle_pass) == "good"
    good = phone.page.evaluate("[felt.splice(0).join(), heard.splice(0).join()]")
    phone.next_vehicle()
    assert phone.scans("https://weixin.qq.com/r/abc") == "idle"
    bad = phone.page.evaluate("[felt.splice(0).join(), heard.splice(0).join()]")
    assert good == ["90", "sine 660,sine 990"]
    assert bad == ["350,120,350", "sawtooth 160"]
    phone.next_vehicle()
    phone.page.locator("[data-details]").click()
    phone.page.locator("[name=silent]").check()
    phone.page.locator("[data-close]").click()
    assert phone.scans_pass(vehicle_pass) == "good"
    assert phone.page.evaluate("[felt.length, heard.length]") == [1, 0]  # felt all the same


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_moves_under_a_thumb_when_a_check_begins_to_wait(a_phone, issued, language):
    vehicle_pass = issued()
    phone = a_phone().opens(language)
    back = phone.page.locator("[data-back]")
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        before = back.bounding_box()
        phone.page.evaluate(LONGEST_BAR, language)
        phone.visit.screenshot(f"scanner-bar-360-{language}")
        assert back.bounding_box() == before
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
        left = phone.page.locator("[data-bar] [data-show=waiting]").bounding_box()
        assert left["x"] + left["width"] <= 360, "how many wait is read whole"


def test_the_lamp_is_switched_on_and_off_and_the_camera_closed(a_phone):
    phone = a_phone().opens()
    phone.page.evaluate(INSTRUMENTS)
    phone.page.locator("[data-camera-start]").click()
    lamp = phone.page.locator("[data-torch]")
    lamp.click()
    phone.page.locator("[data-torch][aria-pressed=true]").wait_for()
    lamp.click()
    phone.page.locator("[data-torch][aria-pressed=false]").wait_for()
    assert phone.page.evaluate("lit") == [True, False]
    phone.page.locator("[data-camera-stop]").click()
    phone.page.locator("[data-camera-start]").wait_for()
    assert not phone.page.locator("[data-camera]").is_visible()
    track = "document.querySelector('[data-camera] video').srcObject.getTracks()[0].readyState"
    assert phone.page.evaluate(track) == "ended"


def test_switched_off_by_hand_nothing_is_asked_or_sent_until_it_is_switched_on(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    phone.page.locator("[data-details]").click()
    phone.page.locator("[name=offline]").check()
    phone.page.locator("[data-close]").click()
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url))
    assert phone.scans_pass(vehicle_pass) == "good"
    phone.page.locator("[data-show=offline]:visible").wait_for()
    assert [url for url in asked if "/device/look" in url] == []
    phone.next_vehicle()
    phone.page.locator("[data-details]").click()
    phone.page.locator("[name=offline]").uncheck()
    phone.page.locator("[data-close]").click()
    assert phone.scans_pass(vehicle_pass) == "good"
    assert phone.page.locator("[data-show=offline]").first.is_hidden()


def test_too_long_without_the_server_the_lists_go_and_the_checks_stay(a_phone, issued, set_clock):
    vehicle_pass = issued()
    phone = a_phone().opens()
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        phone.lets_in("36.5", seal="H0001")
        set_clock(phone.page, now() + datetime.timedelta(hours=23, minutes=50))
        phone.reloads()
        assert phone.kept()["passes"] == 1
        set_clock(phone.page, now() + datetime.timedelta(hours=24, minutes=10))
        phone.page.reload()
        phone.page.locator("h1", has_text="离线时间过长").wait_for()
        assert phone.kept() == {"passes": 0, "held": []}
        assert phone.waiting() == 2  # the check and its picture
    phone.hands_in()
    assert bool(Check.objects.get().photo)


# One of those who read what is held, while the page begins, gets it late.
LATE = """import("/static/checkpoints/store.js").then(({ Store }) => {
    const read = Store.prototype.allHeld;
    let turn = 0;
    Store.prototype.allHeld = async function () {
        turn += 1;
        if (turn === TURN) await new Promise((done) => setTimeout(done, 800));
        return read.call(this);
    };
})"""


@pytest.mark.parametrize("turn", [2, 3])
def test_too_long_without_the_server_is_said_whoever_notices_it_first(a_phone, set_clock, turn):
    phone = a_phone().opens()
    with phone.without_network():
        phone.reloads()  # nothing that was asked for with network is still to come
        set_clock(phone.page, now() + datetime.timedelta(hours=24, minutes=10))
        phone.page.add_init_script(LATE.replace("TURN", str(turn)))
        phone.page.reload()
        phone.page.locator("h1", has_text="离线时间过长").wait_for()
        phone.page.wait_for_timeout(1500)
        assert phone.page.locator("h1").inner_text() == "离线时间过长"
        line = phone.page.locator("[data-line]").first
        assert line.get_attribute("data-state") == "soon", "the line is down, and says so"


@pytest.mark.parametrize("mode", ["online", "offline"])
def test_every_kind_of_code_that_may_not_be_believed_has_a_reason(a_phone, issued, mode):
    """Withdrawn key, forged, other issuer, truncated, random bytes, 10 KB, and one shown again."""
    good = address_in_code(issued(), now=now())
    shown = issued("辽P20002")
    withdrawn = SigningKey.objects.get()
    codes = {
        good[:-40]: ("idle", "passes.unreadable"),
        good[:-5] + ("A" if good[-5] != "A" else "B") + good[-4:]: ("bad", "passes.forged"),
        other_issuers_code(): ("idle", "passes.other_issuer"),
        good[: good.index("2KC")] + "2KC" + "QZ7" * 150: ("idle", "passes.unreadable"),
        "HTTP://X.CN/C/2KC" + "A" * 10_240: ("idle", "passes.unreadable"),
        "\x07\x1b" + "ÿ" * 300: ("idle", "passes.not_ours"),
    }
    phone = a_phone().opens()
    with phone.without_network() if mode == "offline" else nullcontext():
        assert phone.scans_pass(shown) == "good"
        phone.lets_in("36.5", seal="H0002")
        phone.next_vehicle()
        answers = [phone.reads(code) for code in codes]
        answers.append(phone.reads(address_in_code(shown, now=now())))  # let in a moment ago
    expected = [*codes.values(), ("bad", "passes.already_inside")]
    assert answers == [colour for colour, _code in expected]
    phone.hands_in()
    kept = RefusedScan.objects.order_by("happened_at", "id").values_list("verdict_code", flat=True)
    assert list(kept) == [code for _colour, code in expected]
    withdraw_signing_key(withdrawn, by=SYSTEM, reason="泄露")
    phone.page.reload()
    phone.page.locator("[name=code]").wait_for()
    phone.page.wait_for_timeout(500)
    assert phone.reads(good) == "bad"
    assert phone.errors == []


def test_the_next_vehicle_does_not_wait_for_the_last_refusal_to_be_sent(a_phone):
    phone = a_phone().opens()
    phone.context.route("**/device/sync", lambda _route: None)  # no answer comes
    assert [phone.reads(f"https://example.org/{place}") for place in range(3)] == ["idle"] * 3
    phone.context.unroute("**/device/sync")
    phone.reloads().hands_in()
    assert RefusedScan.objects.count() == 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_slip_is_said_where_it_is_made(a_phone, issued, language):
    """Nothing typed, a reading that cannot be, what is no number of a seal."""
    vehicle_pass = issued()
    phone = a_phone().opens(language)
    page = phone.page
    page.locator("[name=code]").fill(" \u200b ")
    page.locator("[name=code]").press("Enter")
    page.locator("[data-show=blank]:visible").wait_for()
    phone.visit.screenshot(f"scan-nothing-{language}")
    phone.looks_right()
    assert phone.scans_pass(vehicle_pass) == "good"
    impossible = page.locator("[data-show=impossible]")
    reading = page.locator("[data-temperatures] input")
    reading.fill("99")
    reading.press("Tab")
    impossible.wait_for()
    assert "34" in impossible.inner_text()
    assert page.locator("[data-show=fever]").is_hidden()
    phone.visit.screenshot(f"scan-impossible-{language}")
    phone.looks_right()
    reading.fill("365")
    assert impossible.is_hidden()
    phone.fills_in("36.5", seal="无")
    page.locator("[data-action=let_pass]").click()
    page.locator("[data-missing] li").wait_for()
    assert "20" in page.locator("[data-missing] li").inner_text()
    page.locator("[name=seal_number]").fill("ｆq-00 01")
    page.locator("[data-action=let_pass]").click()
    page.locator("[data-undo]").wait_for()
    phone.hands_in()
    assert Check.objects.get().seal_number == "FQ0001"
    assert not RefusedScan.objects.exists()
    assert phone.errors == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_decided_with_is_under_the_thumb_on_the_phone_too(a_phone, issued, language):
    vehicle_pass = issued()
    phone = a_phone().opens(language)
    phone.page.set_viewport_size({"width": 360, "height": 740})
    assert phone.scans_pass(vehicle_pass) == "good"
    assert phone.page.evaluate(UNDER_THE_THUMB) == [True, True]
    phone.page.locator("[name=note]").focus()
    note = phone.page.locator("[name=note]").bounding_box()
    assert note["y"] + note["height"] <= phone.page.locator(".scan-decide").bounding_box()["y"]
    phone.looks_right()
    phone.next_vehicle()
    phone.goes("exit")
    phone.scans_pass(vehicle_pass)
    assert phone.page.evaluate(UNDER_THE_THUMB) == [True]


def test_a_check_is_taken_back_for_another_reason_in_words(a_phone, issued):
    vehicle_pass = issued()
    phone = a_phone().opens()
    page = phone.page
    phone.scans_pass(vehicle_pass)
    phone.lets_in("36.5", seal="H0007")
    page.locator("[data-undo]").click()
    page.locator("[name=why][value=other]").check()
    page.locator("form [type=submit]").click()
    page.locator("[data-show=wordless]:visible").wait_for()
    phone.looks_right()
    phone.visit.screenshot("scan-undo-other")
    page.locator("[name=words]").fill("司机临时掉头离开")
    page.locator("form [type=submit]").click()
    page.locator("[name=code]").wait_for()
    phone.hands_in()
    assert Check.objects.get().undone_why == "司机临时掉头离开"
    assert phone.errors == []
