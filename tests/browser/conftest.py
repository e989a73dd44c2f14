"""A real Chromium against the real server: signed in by cookie, watched for errors and barriers."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from longgang.areas.api import Area, Desk, load_divisions
from tests.cast import sign_in

AXE = (Path(__file__).parent / "vendor/axe/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture
def open_browser(chromium: Browser, live_server: Any) -> Iterator[Callable[..., "Visit"]]:
    """`open_browser(lin, PHONE)`: a browser of its own in which lin is signed in."""
    contexts: list[BrowserContext] = []

    def open_one(
        user: Any = None,
        size: dict[str, int] = DESK,
        *,
        language: str = "zh-hans",
        elder: bool = False,
        javascript: bool = True,
    ) -> Visit:
        context = chromium.new_context(
            viewport=size,
            base_url=live_server.url,
            java_script_enabled=javascript,
            permissions=["camera"],
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            timezone_id=settings.TIME_ZONE,
            reduced_motion="reduce",
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if elder:
            cookies["elder"] = "1"
        if user is not None:
            cookies[settings.SESSION_COOKIE_NAME] = sign_in(user).cookies["sessionid"].value
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        context.set_default_timeout(10_000)
        return Visit(context.new_page())

    yield open_one
    for context in contexts:
        context.close()


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
        self.page.wait_for_load_state("networkidle")
        assert self.errors == []
        assert self.page.locator("h1").count() == 1
        wider = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px wider than the screen"
        assert self.barriers() == [], f"barriers at {self.page.url}"
        return self

    def barriers(self) -> list[str]:
        """What axe finds by WCAG 2.2 AA and its best practice.

        What the bar of tabs covers can be scrolled out from under it, which axe does not see.
        """
        self.page.evaluate(
            "document.querySelector('.tabs')?.style.setProperty('position', 'static')"
        )
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [
            f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
            for fault in found["violations"]
            for node in fault["nodes"][:3]
        ]

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
    """The division tree: emptying the tables after the last journey took it away."""
    load_divisions(Area, Desk)


@pytest.fixture(scope="session", autouse=True)
def _leave_the_divisions_behind(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The next run on the same database finds what its migrations once wrote."""
    yield
    with django_db_blocker.unblock():
        load_divisions(Area, Desk)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser journey."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
