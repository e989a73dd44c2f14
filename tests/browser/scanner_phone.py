"""A phone that is a device of a checkpoint, as an officer holds it."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import Page

from longgang.accounts.api import User
from longgang.areas.models import Premises
from longgang.checkpoints.actions.devices import enrol_device, invite_device
from longgang.core.clock import now
from longgang.passes.models import VehiclePass
from longgang.passes.signing import address_in_code

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

PATIENCE_S = 60
TONES = ("good", "soon", "bad", "idle")
TAKEN_OVER = """new Promise((done) => {
  const worker = navigator.serviceWorker;
  const look = () => worker.controller && done();
  worker.addEventListener("controllerchange", look);
  look();
})"""  # waited for in one call: asked again and again, a text would be refused by the page's policy
PAGES = {"zh": "/checkpoints/scanner/zh/", "en": "/checkpoints/scanner/en/"}


class Phone:
    """An enrolled phone with the scanner open. What it keeps survives a reload of its page."""

    def __init__(
        self, visit: "Visit", base_url: str, premises: Premises, *, officer: User, lead: User
    ) -> None:
        self.visit = visit
        self.base_url = base_url
        self.page: Page = visit.page
        self.context = visit.page.context
        self.device, code = invite_device(premises, officer=officer, label="测试手机", by=lead)
        self.device, self.secret = enrol_device(code)
        cookie = {"name": "longgang-device", "value": self.secret}
        self.context.add_cookies([{**cookie, "url": f"{base_url}/checkpoints/"}])

    def opens(self, language: str = "zh") -> "Phone":
        """Open the scanner, and wait until its files lie in the phone's cache."""
        self.page.goto(self.base_url + PAGES[language])
        self.page.locator("[name=code]").wait_for()
        self.page.evaluate(TAKEN_OVER)
        return self

    def reloads(self) -> "Phone":
        self.page.reload()
        self.page.locator("[name=code]").wait_for()
        return self

    @contextmanager
    def without_network(self) -> Iterator[None]:
        self.context.set_offline(True)
        try:
            yield
        finally:
            self.context.set_offline(False)

    @property
    def errors(self) -> list[str]:
        """What went wrong in the page; that a cut line fails is what was to be tried."""
        return [each for each in self.visit.errors if "net::ERR_" not in each]

    def looks_right(self) -> None:
        """No error, nothing wider than the screen, one heading, no barrier."""
        assert [*self.errors, *self.visit.look()] == []

    # what an officer does

    def scans(self, text: str) -> str:
        """Like a reader that types and presses Enter; the colour of the answer."""
        self.page.locator("[name=code]").fill(text)
        self.page.locator("[name=code]").press("Enter")
        return self.colour()

    def reads(self, text: str) -> str:
        """Like a camera: whatever it is and however long; the colour of the answer, and on."""
        self.page.evaluate(READ, text)
        colour = self.colour()
        self.next_vehicle()
        return colour

    def scans_pass(self, vehicle_pass: VehiclePass) -> str:
        return self.scans(address_in_code(vehicle_pass, now=now()))

    def colour(self) -> str:
        verdict = self.page.locator("[data-verdict]")
        verdict.wait_for()
        css = (verdict.get_attribute("class") or "").split()
        return next(tone for tone in TONES if f"verdict-{tone}" in css)

    def lets_in(self, *readings: str, **entered: Any) -> None:
        """Fill in what the entry asks for, and let go."""
        self.fills_in(*readings, **entered)
        self.page.locator("[data-action=let_pass]").click()
        self.page.locator(".verdict-word", has_text="放行").wait_for()

    def fills_in(
        self, *readings: str, seal: str = "", photo: bytes | None = None, note: str = ""
    ) -> None:
        """A reading for everybody, a seal, a picture unless it is to be none, a note."""
        photo = a_picture() if photo is None else photo
        page = self.page
        page.locator("[name=people_count]").fill(str(len(readings)))
        fields = page.locator("[data-temperatures] input")
        for place, reading in enumerate(readings):
            fields.nth(place).fill(reading)
        if seal:
            page.locator("[name=seal_number]").fill(seal)
        if note:
            page.locator("[name=note]").fill(note)
        if photo:
            page.locator("[name=photo]").set_input_files(
                {"name": "cab.jpg", "mimeType": "image/jpeg", "buffer": photo}
            )
            page.locator("[data-picture]").wait_for()

    def next_vehicle(self) -> None:
        self.page.locator("[data-back]").click()
        self.page.locator("[name=code]").wait_for()

    def goes(self, way: str) -> None:
        self.page.locator(f"[data-way={way}]").click()
        self.page.locator(f"[data-way={way}][aria-pressed=true]").wait_for()

    def waiting(self) -> int:
        """How many checks and pictures the server does not have yet."""
        return self.page.evaluate(WAITING)

    def hands_in(self) -> None:
        """Wait until nothing is left to be sent."""
        until = time.monotonic() + PATIENCE_S
        while self.waiting():
            assert time.monotonic() < until, "something still waits on the phone"
            self.page.wait_for_timeout(100)

    def keeps_many(self, checks: list[dict[str, Any]]) -> None:
        """Put these into the queue, each with a picture, as the scanner does."""
        self.page.evaluate(KEEP_MANY, checks)

    def kept(self) -> dict[str, Any]:
        """What lies on the phone: number of passes, names of what is held."""
        return self.page.evaluate(KEPT)


READ = """(text) => {
    const field = document.querySelector("[name=code]");
    field.removeAttribute("maxlength");
    field.value = text;
    field.form.requestSubmit();
}"""
WAITING = """async () => {
    const { Store } = await import("/static/checkpoints/store.js");
    const store = await Store.open();
    const checks = (await store.checks()).filter(each => !each.is_done).length;
    const photos = (await store.photoNonces()).length;
    store.db.close();
    return checks + photos;
}"""
KEPT = """async () => {
    const { Store } = await import("/static/checkpoints/store.js");
    const store = await Store.open();
    const kept = { passes: await store.countPasses(), held: Object.keys(await store.allHeld()) };
    store.db.close();
    return kept;
}"""

KEEP_MANY = """async (checks) => {
    const { Store } = await import("/static/checkpoints/store.js");
    const { takePicture } = await import("/static/checkpoints/picture.js");
    const store = await Store.open();
    for (const [place, check] of checks.entries()) {
        const canvas = new OffscreenCanvas(800, 600);
        const context = canvas.getContext("2d");
        context.fillStyle = `rgb(${place * 5}, 90, 200)`;
        context.fillRect(0, 0, 800, 600);
        const photo = await takePicture(await canvas.convertToBlob({ type: "image/png" }));
        await store.keep({ ...check, device_at: Date.now(), photo: photo.facts }, photo.blob);
    }
    store.db.close();
}"""


def a_picture(shade: int = 90, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A photo as a phone takes it."""
    return as_jpeg(Image.new("RGB", size, (shade, 120, 200)))


def a_large_picture() -> bytes:
    """No two pixels alike, so that it stays large."""
    noise = random.Random(5).randbytes(1600 * 1200 * 3)  # noqa: S311 - the same picture every time
    return as_jpeg(Image.frombytes("RGB", (1600, 1200), noise))


def as_jpeg(image: Image.Image) -> bytes:
    drawn = BytesIO()
    image.save(drawn, "jpeg")
    return drawn.getvalue()
