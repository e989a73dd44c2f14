"""An officer's phone for the benchmark: real Chromium, enrolled, with a film before its camera."""

import base64
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from longgang.passes.codes import VerifyingKey
from tests.chromium import find_chromium as find_that_of_the_journeys

NO_CHROMIUM = "No Chromium here, so nothing was measured in one: CHROMIUM=/path/to/it names it."
SCREEN = {"width": 360, "height": 760}

# The film bears a black mark while the code is in view. The first frame with it sets the clock, as
# soon as the browser has handed it to the page; the answer stops it, once it has been painted.
WATCH = """() => {
    const corner = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const watched = new WeakSet();
    window.looks = { seenAt: null, taken: [] };
    const watch = (video) => {
        let wasEmpty = false;
        const frame = (at) => {
            corner.drawImage(video, 8, 8, 1, 1, 0, 0, 1, 1);
            const isEmpty = corner.getImageData(0, 0, 1, 1).data[0] > 100;
            if (!isEmpty && wasEmpty) window.looks.seenAt = at;
            wasEmpty = isEmpty;
            video.requestVideoFrameCallback(frame);
        };
        video.requestVideoFrameCallback(frame);
    };
    new MutationObserver(() => {
        for (const video of document.querySelectorAll("video")) {
            if (!watched.has(video)) { watched.add(video); watch(video); }
        }
        const { seenAt, taken } = window.looks;
        if (seenAt === null || !document.querySelector("[data-verdict] .verdict-word")) return;
        window.looks.seenAt = null;
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => taken.push(performance.now() - seenAt);
            port2.postMessage(null);
        });
    }).observe(document, { childList: true, subtree: true, characterData: true });
}"""
VERIFY = """async ([texts, keys, issuer, seconds]) => {
    const { readSigned } = await import("/static/passes/code.js");
    for (const text of texts.slice(0, 5)) await readSigned(text, { keys, issuer });
    const began = performance.now();
    let count = 0;
    while (performance.now() - began < seconds * 1000) {
        const { state } = await readSigned(texts[count % texts.length], { keys, issuer });
        if (state !== "signed") throw new Error(state);
        count += 1;
    }
    return [count, (performance.now() - began) / 1000];
}"""
HELD = """async () => {
    const { Store } = await import("/static/checkpoints/store.js");
    const store = await Store.open();
    const count = await store.countPasses();
    store.db.close();
    return count;
}"""


def find_chromium() -> str | None:
    """The one of the journeys, else the one that Playwright brought."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not part of the product

    if found := find_that_of_the_journeys():
        return found
    with sync_playwright() as driver:
        path = driver.chromium.executable_path
    return path if Path(path).exists() else None


class ScannerPhone:
    """The scanner, open in a browser of its own."""

    def __init__(self, chromium: str, address: str, secret: str, film: Path) -> None:
        self.chromium, self.address, self.secret, self.film = chromium, address, secret, film

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not part of the product

        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=self.chromium,
            args=[
                "--no-sandbox", "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={self.film}",
            ],
        )  # fmt: skip
        self.context = self.browser.new_context(
            viewport=SCREEN, base_url=self.address, permissions=["camera"], locale="zh-CN"
        )
        cookie = {"name": "longgang-device", "value": self.secret}
        self.context.add_cookies([{**cookie, "url": f"{self.address}/checkpoints/"}])
        self.context.add_init_script(f"({WATCH})()")
        self.page = self.context.new_page()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.browser.close()
        self.playwright.stop()

    def loads(self, live: int) -> dict[str, object]:
        """From opening the scanner for the first time to every pass lying on the phone."""
        began = time.perf_counter()
        self.page.goto("/checkpoints/scanner/zh/")
        self.page.locator("[name=code]").wait_for(timeout=300_000)
        seconds = time.perf_counter() - began
        held = self.page.evaluate(HELD)
        assert held >= live, f"the phone holds {held} of {live} passes"
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return {
            "what": "first load, until it lies on the phone", "passes": f"{held:,}",
            "seconds": round(seconds, 3), "bytes on the line": "", "bytes": "",
        }  # fmt: skip

    def verifies(
        self, codes: Sequence[str], keys: Sequence[VerifyingKey], *, seconds: float
    ) -> tuple[int, float]:
        """How many in how long."""
        known = [
            {
                "kid": key.kid, "withdrawn": key.is_withdrawn,
                "x": base64.urlsafe_b64encode(key.x).rstrip(b"=").decode(),
            }
            for key in keys
        ]  # fmt: skip
        given = [list(codes), known, settings.DISTRICT_CODE, seconds]
        count, took = self.page.evaluate(VERIFY, given)
        return count, took

    def looks(self, *, rounds: int) -> list[float]:
        """Milliseconds from the frame to the answer, each time the code comes into view."""
        self.context.set_offline(True)
        self.page.locator("[data-camera-start]").click()
        for place in range(rounds):
            self.page.wait_for_function(
                "count => window.looks.taken.length > count", arg=place, timeout=60_000
            )
            assert self.page.locator("[data-verdict].verdict-good, .verdict-good").count()
            self.page.locator("[data-back]").click()
            self.page.locator("[name=code]").wait_for()
        taken: list[float] = self.page.evaluate("window.looks.taken")
        self.context.set_offline(False)
        return taken[:rounds]
