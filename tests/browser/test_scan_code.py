"""The camera reads a pass without any network: its code in front of Chromium's camera."""

from io import BytesIO
from pathlib import Path

import pytest
import segno
from django.conf import settings
from PIL import Image
from playwright.sync_api import Playwright

from longgang.passes.actions.reviews import issue_pass
from tests.browser.conftest import CHROMIUM, PHONE, Visit
from tests.browser.screens import Gate
from tests.browser.world import a_checkpoint_with_its_people
from tests.cast import EAST_EXIT, sign_in
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


def test_the_camera_reads_the_code_of_a_pass(
    playwright: Playwright, live_server, vehicle_pass, tmp_path
):
    issued, hai = vehicle_pass
    seen = film(f"{settings.PUBLIC_URL}/passes/p/{issued.token}/", tmp_path / "code.y4m")
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM if Path(CHROMIUM).exists() else None,
        args=[
            "--no-sandbox",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
        ],
    )
    context = browser.new_context(
        viewport=PHONE, base_url=live_server.url, permissions=["camera"], locale="zh-CN"
    )
    session = sign_in(hai).cookies["sessionid"].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    gate = Gate(Visit(context.new_page())).stands_at("入区")
    gate.page.locator("[data-longgang-scanner-start]").click()
    gate.page.wait_for_url(f"**/{issued.number}/", timeout=30_000)
    assert (gate.colour, gate.reads(issued.plate), gate.visit.errors) == ("good", True, [])
    browser.close()
