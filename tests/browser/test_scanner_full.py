"""The scanner on a phone whose storage is really full, as Chromium measures it."""

import pytest

from longgang.passes.models import Check, RefusedScan, Trip
from tests.browser.scanner_phone import a_large_picture

KB = 1024
# Until not even the smallest thing finds room any more, as other files of the phone would do it.
FILL_UP = """async () => {
    const { Store } = await import("/static/checkpoints/store.js");
    const store = await Store.open();
    for (let size = 65536; size >= 64; size = Math.floor(size / 2)) {
        try {
            for (let place = 0; place < 500; place += 1) {
                const noise = crypto.getRandomValues(new Uint8Array(size));
                await store.db.put("held", noise, `full-${size}-${place}`);
            }
        } catch (fault) {
            if (fault.name !== "QuotaExceededError") throw fault;
        }
    }
    store.db.close();
}"""


@pytest.fixture
def a_small_phone(a_phone, live_server):
    """`a_small_phone(room=…)`: with so many bytes left beside what the scanner itself needs.

    Chromium measures only now and then, and lets what it has not measured through: so the limit is
    set before the phone is first used, by what another phone has used.
    """

    def make(*, room=400 * KB):
        first, phone = new(a_phone()).opens(), new(a_phone())
        used = measured(first)["usage"]
        first.page.goto("about:blank")
        phone.page.goto(f"{live_server.url}/healthz")
        limit(phone, used + room)
        return phone.opens()

    return make


def new(phone):
    """A phone on which the scanner has not been used yet."""
    session = phone.context.new_cdp_session(phone.page)
    kept = {"origin": phone.base_url, "storageTypes": "cache_storage,service_workers"}
    session.send("Storage.clearDataForOrigin", kept)
    return phone


def measured(phone):
    session = phone.context.new_cdp_session(phone.page)
    return session.send("Storage.getUsageAndQuota", {"origin": phone.base_url})


def limit(phone, quota):
    phone.storage = phone.context.new_cdp_session(phone.page)  # it ends with its session
    phone.storage.send(
        "Storage.overrideQuotaForOrigin", {"origin": phone.base_url, "quotaSize": quota}
    )


def fill_up(phone):
    phone.page.evaluate(FILL_UP)


def test_without_room_for_the_picture_the_check_is_kept_and_says_so(a_small_phone, issued):
    vehicle_pass = issued()
    phone = a_small_phone()
    fill_up(phone)
    limit(phone, measured(phone)["usage"] + 200 * KB)
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        phone.lets_in("36.5", seal="A0007", note="备注" * 140, photo=a_large_picture())
        phone.page.locator("[data-show=full]:visible").wait_for()
        phone.visit.screenshot("full")
        assert phone.waiting() == 1  # the check; there was no room for its picture
        phone.reloads()
        assert phone.waiting() == 1
    phone.hands_in()
    check = Check.objects.get()
    assert (check.seal_number, bool(check.photo), "照片" in check.note) == ("A0007", False, True)
    assert phone.errors == []


def test_without_any_room_and_network_nothing_is_said_done(a_small_phone, issued):
    vehicle_pass = issued()
    phone = a_small_phone()
    fill_up(phone)
    with phone.without_network():
        assert phone.scans_pass(vehicle_pass) == "good"
        phone.fills_in("36.5", seal="A0008", photo=a_large_picture())
        phone.page.locator("[data-action=let_pass]").click()
        phone.page.locator("[data-missing] li", has_text="未登记").wait_for()
        phone.visit.screenshot("no-room")
        assert phone.waiting() == 0
    # With network the server takes it at once: the same form, pressed again.
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator(".verdict-word", has_text="放行").wait_for()
    assert "已上传" in phone.page.locator("[data-lines]").inner_text()
    assert phone.page.locator("[data-undo]").is_hidden()
    check = Check.objects.get()
    assert (check.seal_number, "照片" in check.note) == ("A0008", True)
    assert Trip.objects.get().status == "entered"
    assert phone.errors == []


def test_without_any_room_a_refusal_is_handed_in_at_once(a_small_phone):
    phone = a_small_phone()
    fill_up(phone)
    assert phone.scans("https://weixin.qq.com/r/abc") == "idle"
    phone.next_vehicle()
    with phone.without_network():
        assert phone.scans("https://weixin.qq.com/r/abc") == "idle"
        phone.page.locator("[data-show=full]:visible").wait_for()
    assert RefusedScan.objects.count() == 1
    assert phone.errors == []


def test_a_phone_that_is_full_by_then_still_hands_in_what_it_holds(a_small_phone, issued):
    """Its lists cannot be refreshed any more, and it cannot note what the server has taken."""
    passes = [issued(f"辽P3000{place}") for place in range(3)]
    phone = a_small_phone(room=900 * KB)
    with phone.without_network():
        for place, vehicle_pass in enumerate(passes):
            assert phone.scans_pass(vehicle_pass) == "good"
            photo = a_large_picture() if place == 0 else b""
            phone.lets_in("36.5", seal=f"A100{place}", photo=photo, note="相机损坏")
            phone.next_vehicle()
        assert phone.waiting() == 4
        fill_up(phone)
    phone.hands_in()
    seals = Check.objects.order_by("at").values_list("seal_number", flat=True)
    assert list(seals) == ["A1000", "A1001", "A1002"]
    assert bool(Check.objects.order_by("at")[0].photo)
    assert phone.errors == []
