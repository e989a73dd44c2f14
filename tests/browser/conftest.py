"""A real Chromium against the real server: signed in by cookie, watched for errors and barriers."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.cast import sign_in

AXE = (Path(__file__).parent / "vendor/axe/axe.min.js").read_bytes()
AXE_PATH = "/static/axe.min.js"  # the server has it for us: compiled once, it is kept like the rest
BRING_AXE = """path => window.axe ?? new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, {src: path, onerror: reject, onload: () => resolve(script.remove())});
    document.head.append(script);
})"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What the bar of tabs covers can be scrolled out from under it, which axe does not see.
BARRIERS = """async rules => {
    document.querySelector(".tabs")?.style.setProperty("position", "static");
    const found = await axe.run(document, {
        runOnly: rules, resultTypes: ["violations"], selectors: false, preload: {assets: ["media"]},
    });
    return found.violations.flatMap(({id, help, nodes}) =>
        nodes.slice(0, 3).map(({html}) => `${id}: ${help}: ${html.slice(0, 160)}`));
}"""
# What is still to come of what the page and its scripts asked for, when it does not come to rest.
# A window that is not in front draws no frames, so nobody waits for one longer than a moment.
AT_REST = """async () => {
    const drawn = () => Promise.race([
        new Promise(requestAnimationFrame), new Promise(done => setTimeout(done, 250)),
    ]);
    const awaited = () => [
        ...(document.readyState === "complete" ? [] : [document.readyState]),
        ...[...document.querySelectorAll(".htmx-request, .htmx-swapping, .htmx-settling")]
            .map(element => element.className),
        ...[...document.images].filter(image => image.loading !== "lazy" && !image.complete)
            .map(image => image.src),
        ...[...document.querySelectorAll("script[src]")]
            .filter(script => script.async).map(script => script.src),  // library.js removes it
    ];
    const giveUpAt = performance.now() + 10_000;
    do { await drawn(); await drawn(); } while (awaited().length && performance.now() < giveUpAt);
    return awaited();
}"""
PHONE = {"width": 360, "height": 760}
DESK = {"width": 1280, "height": 800}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, or the one Playwright brought; its camera shows a test picture."""
    path = CHROMIUM if Path(CHROMIUM).exists() else None
    browser = playwright.chromium.launch(
        executable_path=path,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session", autouse=True)
def _keep_static_files() -> Iterator[None]:
    """As in production, a browser asks once for each of them."""
    serve = StaticFilesHandler.serve

    def serve_for_long(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        is_axe = request.path == AXE_PATH
        answer = HttpResponse(AXE, "text/javascript") if is_axe else serve(handler, request)
        answer.headers["Cache-Control"] = "max-age=3600, immutable"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_long)
        yield


class Browsers:
    """A browser for each person; the next one gets it empty but for the kept static files."""

    def __init__(self, chromium: Browser, url: str) -> None:
        self.chromium = chromium
        self.url = url
        self.idle: dict[tuple[str, bool], list[BrowserContext]] = {}
        self.taken: list[tuple[tuple[str, bool], BrowserContext, Page]] = []

    def take(self, size: dict[str, int], language: str, *, javascript: bool) -> Page:
        kind = (language, javascript)
        idle = self.idle.setdefault(kind, [])
        context = idle.pop() if idle else self._make(language, javascript=javascript)
        page = context.new_page()
        page.set_viewport_size(size)
        self.taken.append((kind, context, page))
        return page

    def _make(self, language: str, *, javascript: bool) -> BrowserContext:
        context = self.chromium.new_context(
            base_url=self.url,
            java_script_enabled=javascript,
            permissions=["camera"],
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            timezone_id=settings.TIME_ZONE,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        return context

    def empty_all(self) -> None:
        """Nothing of the last journey is left: no page, no cookie, nothing a page put by."""
        everything = {"origin": self.url, "storageTypes": "all"}
        for kind, context, page in self.taken:
            context.new_cdp_session(page).send("Storage.clearDataForOrigin", everything)
            context.clear_cookies()
            for each in context.pages:
                each.close()
            self.idle[kind].append(context)
        self.taken.clear()


@pytest.fixture(scope="session")
def browsers(chromium: Browser, live_server: Any) -> Browsers:
    return Browsers(chromium, live_server.url)


@pytest.fixture
def open_browser(browsers: Browsers) -> Iterator[Callable[..., "Visit"]]:
    """`open_browser(lin, PHONE)`: a browser of its own in which lin is signed in."""

    def open_one(
        user: Any = None,
        size: dict[str, int] = DESK,
        *,
        language: str = "zh-hans",
        elder: bool = False,
        javascript: bool = True,
    ) -> Visit:
        page = browsers.take(size, language, javascript=javascript)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if elder:
            cookies["elder"] = "1"
        if user is not None:
            cookies[settings.SESSION_COOKIE_NAME] = sign_in(user).cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": name, "value": value, "url": browsers.url} for name, value in cookies.items()]
        )
        return Visit(page)

    yield open_one
    browsers.empty_all()


class Visit:
    """One person at one screen. Every page looked over has no error, no overflow, no barrier."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _listen(self, message: Any) -> None:
        # A refused form is a 4xx by intention; Chromium calls every such answer an error.
        intended = "the server responded with a status of 4" in message.text
        if message.type in {"error", "warning"} and not intended:
            self.errors.append(message.text)

    def go(self, path: str) -> "Visit":
        """Open the page and look it over."""
        self.page.goto(path)
        return self.look_over()

    def look_over(self) -> "Visit":
        """No console errors, nothing wider than the screen, no barrier that axe knows."""
        awaited = self.page.evaluate(AT_REST)
        assert self.errors == []
        assert awaited == [], f"{self.page.url} does not come to rest"
        assert self.page.locator("h1").count() == 1
        wider = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px wider than the screen"
        assert self.barriers() == [], f"barriers at {self.page.url}"
        return self

    def barriers(self) -> list[str]:
        """What axe finds by WCAG 2.2 AA and its best practice."""
        self.page.evaluate(BRING_AXE, AXE_PATH)
        found: list[str] = self.page.evaluate(BARRIERS, RULES)
        return found

    def picture(self, name: str) -> None:
        """A picture that the README or a page of docs shows, only when SCREENSHOTS is set."""
        if folder := os.environ.get("SCREENSHOTS"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))

    def screenshot(self, name: str) -> None:
        """The whole page for one's own eyes while working on it, only when LOOKS names a folder."""
        if folder := os.environ.get("LOOKS"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture(autouse=True)
def _wait_for_the_database(transactional_db: None) -> None:
    """The server answers from another thread, so rows must really be there."""


@pytest.fixture
def divisions(transactional_db: None) -> None:
    """The division tree, as the migrations wrote it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser journey."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
