"""A real Chromium against the real server: signed in by cookie, watched for errors and barriers."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from enum import Flag, auto
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from longgang.trail import asking
from longgang.trail.engine import warm_up
from tests.browser.judged import Judged
from tests.browser.scanner_phone import Phone
from tests.browser.world import a_checkpoint_with_its_people
from tests.cast import EAST_EXIT, sign_in
from tests.chromium import find_chromium
from tests.passes import build
from tests.trail.reading import read_index

HERE = Path(__file__).parent
SCRIPTS = {  # the server has them for us: compiled once, they are kept like the rest
    "/static/look.js": (HERE / "look.js").read_bytes(),
    "/static/axe.js": (HERE / "vendor/axe/axe.min.js").read_bytes(),
}
BRING = """(path) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, {src: path, onerror: reject, onload: () => resolve(script.remove())});
    document.head.append(script);
})"""
LOOK = f"""async ([path, elder, mayAsk]) => {{
    if (document.readyState === "loading") await new Promise((begin) =>
        document.addEventListener("DOMContentLoaded", begin, {{once: true}}));
    if (!window.look) await ({BRING})(path);
    return window.look(elder, mayAsk);
}}"""
ASK_AXE = f"""async ([path, asked, kinds]) => {{
    if (!window.axe) await ({BRING})(path);
    return window.findBarriers(asked, kinds);
}}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Barriers(Flag):
    """What axe is asked for: what follows from colours and sizes, from what is larger than its
    frame, and all the rest. Larger letters only make something scroll: in the same colours they are
    no harder to see or to press.
    """

    LOOKS = auto()
    SCROLLING = auto()
    MARKUP = auto()


RULES = {
    Barriers.LOOKS: ["color-contrast", "target-size"],
    Barriers.SCROLLING: ["scrollable-region-focusable"],
}
EVERYTHING = Barriers.LOOKS | Barriers.SCROLLING | Barriers.MARKUP
PHONE = {"width": 360, "height": 760}
DESK = {"width": 1280, "height": 800}
Sight = tuple[dict[str, int], bool, Barriers]  # the window, large letters or not, asked of axe
SIGHTS: list[Sight] = [  # in ordinary letters, in large ones, at a desk
    (PHONE, False, EVERYTHING),
    (PHONE, True, Barriers.SCROLLING),
    (DESK, False, EVERYTHING),
]
NARROWEST: Sight = (PHONE, True, EVERYTHING)  # where the least fits
# Of two such lists Chromium heeds the last: first what Playwright's says, then what each window
# would make ready for somebody who types into its address bar or opens another site.
WITHOUT = """
    AimEnabled AvoidCorsURLLoaderRestartOnRedirect AvoidUnnecessaryBeforeUnloadCheckSync
    DestroyProfileOnBrowserClose HttpsFirstBalancedModeAutoEnable HttpsUpgrades LensOverlay
    MediaRouter NetworkTimeServiceQuerying OptimizationHints PaintHolding PreconnectToSearch
    ThirdPartyStoragePartitioning
    AndroidSpareRenderer SpareRendererForSitePerProcess WebUIOmniboxAimPopup WebUIOmniboxFullPopup
    WebUIOmniboxPopup
""".split()
# A script is new with every page, and its page is gone before a faster version of it is ready.
UNHURRIED = ["--no-turbofan", "--no-maglev"]


def in_words_of_axe(asked: Collection[Barriers]) -> dict[str, Any]:
    """Its options: some rules alone, or all rules but some."""
    if Barriers.MARKUP not in asked:
        return {"runOnly": [rule for each in asked for rule in RULES[each]]}
    left_out = [rule for each in RULES if each not in asked for rule in RULES[each]]
    return {"runOnly": TAGS, "rules": {rule: {"enabled": False} for rule in left_out}}


@pytest.fixture(scope="session", autouse=True)
def _judged(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All workers have one folder around theirs."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    Visit.judged = Judged(folder / "judged")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


def launch_chromium(playwright: Playwright) -> Browser:
    """The system's Chromium, or the one Playwright brought; its camera shows a test picture."""
    return playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            f"--js-flags={' '.join(UNHURRIED)}",
            f"--disable-features={','.join(WITHOUT)}",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ],
    )


@pytest.fixture(scope="session", autouse=True)
def _keep_static_files() -> Iterator[None]:
    """As in production, a browser asks once for each of them."""
    serve = StaticFilesHandler.serve

    def serve_for_long(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        own = SCRIPTS.get(request.path)
        answer = HttpResponse(own, "text/javascript") if own else serve(handler, request)
        answer.headers["Cache-Control"] = "max-age=3600, immutable"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_long)
        yield


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """The database is made before the server, and so dropped after the server's last connection."""
    return live_server


# All that a page puts by but the scanner itself: its service worker and the files that it keeps.
PUT_BY = "cookies,file_systems,indexeddb,local_storage"


class Browsers:
    """A browser for each person; the next one gets it empty but for static files that are kept and
    the scanner, which stays installed once it is.

    Where Chromium itself has crashed, the journey of that moment fails and the next gets a new one.
    """

    def __init__(self, launch: Callable[[], Browser], url: str) -> None:
        self.launch = launch
        self.chromium = launch()
        self.url = url
        self.idle: dict[tuple[str, bool], list[BrowserContext]] = {}
        self.taken: list[tuple[tuple[str, bool], BrowserContext, Page]] = []
        self.spoilt: set[BrowserContext] = set()

    def take(self, size: dict[str, int], language: str, *, javascript: bool) -> Page:
        if not self.chromium.is_connected():
            self.chromium = self.launch()
            self.idle.clear()
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
        put_by = {"origin": self.url, "storageTypes": PUT_BY}
        taken, self.taken = self.taken, []
        for kind, context, page in taken if self.chromium.is_connected() else ():
            if context in self.spoilt:
                context.close()
                continue
            context.new_cdp_session(page).send("Storage.clearDataForOrigin", put_by)
            context.clear_cookies()
            context.unroute_all()
            for each in context.pages:
                each.close()
            self.idle[kind].append(context)
        self.spoilt.clear()

    def set_clock(self, page: Page, moment: datetime) -> None:
        """A browser keeps a clock that was set: so nobody gets this one after the journey."""
        self.spoilt.add(page.context)
        page.clock.set_system_time(moment)


@pytest.fixture(scope="session")
def browsers(playwright: Playwright, live_server: Any) -> Iterator[Browsers]:
    browsers = Browsers(partial(launch_chromium, playwright), live_server.url)
    yield browsers
    browsers.chromium.close()


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


@pytest.fixture
def set_clock(browsers):
    """`set_clock(phone.page, moment)`: what the phone takes for the time from now on."""
    return browsers.set_clock


class Visit:
    """One person at one screen. Every page looked over has no error, no overflow, no barrier."""

    judged: ClassVar[Judged]

    def __init__(self, page: Page) -> None:
        self.page = page
        self.size = page.viewport_size
        self.errors: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _listen(self, message: Any) -> None:
        # A refused form is a 4xx by intention; Chromium calls every such answer an error.
        intended = "the server responded with a status of 4" in message.text
        if message.type in {"error", "warning"} and not intended:
            self.errors.append(message.text)

    def open(self, path: str) -> "Visit":
        """Only open the page."""
        self.page.goto(path)
        return self

    def go(self, path: str) -> "Visit":
        """Open the page and look it over."""
        return self.open(path).look_over()

    def look_over(self) -> "Visit":
        """No console errors, nothing wider than the screen, no barrier that axe knows."""
        assert self.faults() == [], self.page.url
        return self

    def look_over_everywhere(self) -> "Visit":
        """The same page on a phone, there with large letters, and, does it fit, at a desk."""
        assert self.faults_everywhere() == [], self.page.url
        return self

    def faults_everywhere(self) -> list[str]:
        """What is wrong with the page in any of its sights; the last one is the phone again."""
        found = self.faults_in(SIGHTS)
        self.page.set_viewport_size(PHONE)
        return found

    def faults_in(self, sights: Iterable[Sight]) -> list[str]:
        """What is wrong with the page in each of these sights, one after the other."""
        return [
            f"{size['width']}{' with large letters' if elder else ''}: {fault}"
            for size, elder, barriers in sights
            for fault in self.faults(size, elder=elder, barriers=barriers)
        ]

    def faults(
        self,
        size: dict[str, int] | None = None,
        *,
        elder: bool | None = None,
        barriers: Barriers = EVERYTHING,
    ) -> list[str]:
        """What is wrong with the page as it is seen now, or in another window or other letters."""
        if size and size != self.page.viewport_size:
            self.page.set_viewport_size(size)
        return [*self.errors, *self.look(elder=elder, barriers=barriers)]

    def look(self, *, elder: bool | None = None, barriers: Barriers = EVERYTHING) -> list[str]:
        """What one sees is wrong: missing, wider than the screen, a barrier that axe knows."""
        may_ask = [each.name for each in barriers]
        found, seen = self.page.evaluate(LOOK, ["/static/look.js", elder, may_ask])
        kinds = self.judged.leave_out({kind for each in barriers for kind in seen[each.name]})
        if kinds:
            asked = [each for each in barriers if not kinds.isdisjoint(seen[each.name])]
            asking = ["/static/axe.js", in_words_of_axe(asked), [*kinds]]
            found += self.page.evaluate(ASK_AXE, asking)
            if not found:
                self.judged.add(kinds)
        if os.environ.get("LOOKS") and not elder:
            language = self.page.locator("html").get_attribute("lang")
            path = self.page.url.split("/", 3)[3].strip("/").replace("/", "-") or "home"
            self.screenshot(f"{path[:80]}-{language}-{self.page.viewport_size['width']}")
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


# --- a checkpoint, passes for it, and officers' phones ---


@pytest.fixture
def gate(divisions):
    build.the_rules()
    return a_checkpoint_with_its_people()


@pytest.fixture
def a_phone(open_browser, live_server, gate):
    """`a_phone()`: another phone at the same checkpoint."""
    east_exit, people = gate

    def make():
        visit = open_browser(None, PHONE)
        return Phone(visit, live_server.url, east_exit, officer=people["hai"], lead=people["guan"])

    return make


@pytest.fixture
def issued(gate):
    """`issued("辽P10005")`: a pass for this checkpoint, valid now."""
    _east_exit, people = gate

    def issue(plate="辽P10005", *, hours=1, **changes):
        return build.an_issued_pass(
            people["wen"],
            reviewer=people["lin"],
            plate=plate,
            checkpoint_number=EAST_EXIT,
            expected_entry_at=build.in_hours(hours),
            **changes,
        )

    return issue


@pytest.fixture(scope="session")
def _compiled_engine() -> None:
    """As it is where the worker built the files: no page waits for a compiler."""
    warm_up()


@pytest.fixture
def trail_without_files(_compiled_engine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tracing reads the visits from their table."""
    monkeypatch.setattr(asking, "current_index", read_index)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser journey."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
