"""The camera reads a pass without any network: its code in front of Chromium's camera."""

from io import BytesIO
from pathlib import Path

import pytest
import segno
from django.conf import settings
from PIL import Image
from playwright.sync_api import Playwright

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.signing import address_in_code, verifying_keys
from scripts.write_vectors import base64url
from tests.browser.conftest import PHONE, Visit
from tests.browser.screens import Gate
from tests.browser.test_reading_codes import READ_ALL
from tests.browser.world import a_checkpoint_with_its_people
from tests.cast import EAST_EXIT, sign_in
from tests.chromium import find_chromium
from tests.passes import build

WIDTH, HEIGHT, FRAMES = 640, 480, 5


def film(text: str, path: Path) -> Path:
    """A film of the code as a camera would see it: uncompressed, grey, a few frames."""
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=8, border=4)
    frame = Image.new("L", (WIDTH, HEIGHT), 200)
    code = Image.open(drawn).convert("L").resize((380, 380))
    frame.paste(code, ((WIDTH - 380) // 2, (HEIGHT - 380) // 2))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for _frame in range(FRAMES):
            out.write(b"FRAME\n" + frame.tobytes() + colourless)
    return path


@pytest.fixture
def vehicle_pass(divisions):
    build.the_rules()
    _east_exit, people = a_checkpoint_with_its_people()
    made = build.a_submitted_pass(people["wen"], checkpoint_number=EAST_EXIT)
    return issue_pass(made, by=people["lin"]), people["hai"]


def read_by_camera(playwright: Playwright, server: str, seen: Path, hai: User) -> Gate:
    """The officer's phone, with the film in front of its camera, once it has read something."""
    browser = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[
            "--no-sandbox",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
        ],
    )
    context = browser.new_context(
        viewport=PHONE, base_url=server, permissions=["camera"], locale="zh-CN"
    )
    session = sign_in(hai).cookies["sessionid"].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
    gate = Gate(Visit(context.new_page())).stands_at("入区")
    gate.page.locator("[data-longgang-scanner-start]").click()
    return gate


@pytest.mark.parametrize("kind", ["signed", "link"])
def test_the_camera_reads_the_code_of_a_pass(
    playwright: Playwright, live_server, vehicle_pass, tmp_path, kind
):
    """The signed code of today, and the link that passes printed before there were keys."""
    issued, hai = vehicle_pass
    link = f"{settings.PUBLIC_URL}/passes/p/{issued.token}/"
    address = address_in_code(issued, now=now()) if kind == "signed" else link
    gate = read_by_camera(playwright, live_server.url, film(address, tmp_path / "code.y4m"), hai)
    gate.page.wait_for_url(f"**/{issued.number}/", timeout=30_000)
    assert (gate.colour, gate.reads(issued.plate), gate.visit.errors) == ("good", True, [])
    gate.page.context.browser.close()


READ_PICTURE = """async ([address, wasm]) => {
    const { prepareZXingModule, readBarcodes } = window.ZXingWASM;
    await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [480, 480];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 480, 480);
    const found = await readBarcodes(context.getImageData(0, 0, 480, 480), { formats: ["QRCode"] });
    return found.map(({ text, version, ecLevel }) => [text, Number(version), ecLevel]);
}"""


def test_the_code_on_the_card_is_small_enough_and_reads_as_signed(open_browser, vehicle_pass):
    """Drawn by the server in green, read by zxing, verified by the browser's own reader."""
    issued, _hai = vehicle_pass
    page = open_browser(None, PHONE).go(f"/passes/p/{issued.token}/").page
    picture = page.locator(".qr img").get_attribute("src")
    page.add_script_tag(url="/static/vendor/zxing/reader.js")
    wasm = "/static/vendor/zxing/zxing_reader.wasm"
    [(text, version, level)] = page.evaluate(READ_PICTURE, [picture, wasm])
    assert version <= 12
    assert level in {"M", "Q", "H"}
    keys = [
        {"kid": key.kid, "x": base64url(key.x), "withdrawn": key.is_withdrawn}
        for key in verifying_keys()
    ]
    (read,) = page.evaluate(READ_ALL, [[text], {"keys": keys, "issuer": settings.DISTRICT_CODE}])
    assert (read["state"], read["claims"]["plate"]) == ("signed", issued.plate)
    assert page.goto(text.replace(settings.PUBLIC_URL.upper(), "")).status == 200
    assert page.locator(".verdict-good .verdict-plate").inner_text() == issued.plate
