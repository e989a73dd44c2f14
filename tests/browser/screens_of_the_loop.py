"""The screens of a person's loop: deeds as panels, a round with big keys, lists to tick."""

import re
from typing import Any

from playwright.sync_api import Locator

from .conftest import Visit
from .screens import Screen


def _exactly(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}\s*$")


def fill_in(place: Locator, facts: dict[str, str]) -> None:
    """Type, choose or tick what stands under these names within a place of the page."""
    for name, value in facts.items():
        fields = place.locator(f"[name='{name}']")
        kind = fields.first.evaluate("field => field.type")
        if kind in {"checkbox", "radio"} and fields.count() == 1:
            fields.check(force=True)
        elif kind in {"checkbox", "radio"}:
            place.locator(f"[name='{name}'][value='{value}']").check(force=True)
        elif kind == "select-one":
            fields.first.select_option(value)
        else:
            fields.first.fill(value)


class Desk(Screen):
    """Somebody who looks after people: at a desk, on a tablet or on a phone. Each kind of page is
    looked over the first time that it is seen; errors of the console count every time.
    """

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self.seen: set[str] = set()

    def looks(self) -> None:
        """Look the page over, unless one like it was."""
        kind = re.sub(r"[A-Z0-9]{8,}", "…", self.page.url)
        if kind not in self.seen:
            self.seen.add(kind)
            self.visit.look_over()
        assert self.visit.errors == [], self.page.url

    def press(self, name: str, *, role: str = "button") -> None:
        """Press what bears this name."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role(role, name=name).first.click()
        self.looks()

    def does(self, label: str, **facts: str) -> None:
        """Unfold the deed with this label, fill it in and send it off."""
        deed = self.page.locator("main details").filter(
            has=self.page.locator("summary", has_text=_exactly(label))
        )
        deed.first.locator("summary").click()
        self._sends(deed.first.locator("form"), facts)

    def sends(self, form: str, **facts: str) -> None:
        """Fill in the form whose action ends so and send it off; unfold it first where it is."""
        place = self.page.locator(f"main form[action$='{form}']").first
        if not place.is_visible():
            place.locator("xpath=ancestor::details/summary").click()
        self._sends(place, facts)

    def fills(self, **facts: str) -> None:
        """Fill in the form of the page and go on."""
        self._sends(self.page.locator("main form:has(.form-buttons)").first, facts)

    def _sends(self, form: Locator, facts: dict[str, Any]) -> None:
        fill_in(form, facts)
        with self.page.expect_navigation():
            form.locator("button[type=submit]").last.click()
        self.looks()

    def calls(self, name: str) -> str:
        """Press the one button that calls somebody; the number that the phone then dials."""
        self.page.evaluate("""() => document.addEventListener("click", (event) => {
          const link = event.target.closest("a[href^='tel:']");
          if (!link) return;
          event.preventDefault();
          document.body.dataset.dialled = link.getAttribute("href").slice(4);
        })""")
        self.page.locator("main form.call").get_by_role("button", name=name).first.click()
        self.page.locator("body[data-dialled]").wait_for()
        number: str = self.page.evaluate("document.body.dataset.dialled")
        return number

    def follows(self, words: str) -> None:
        """Follow the link that says this."""
        self.press(words, role="link")

    def opens(self, path: str) -> "Desk":
        self.visit.open(path)
        self.looks()
        return self

    def sees(self, path: str, *words: str) -> bool:
        """Whether that page says all of this."""
        return self.opens(path).reads(*words)


class LiveList(Desk):
    """A list that stays open and keeps itself fresh: its clock is let run ahead, nothing else."""

    def stands_open(self, path: str) -> None:
        self.page.clock.install()
        self.opens(path)

    def waits_for(self, words: str) -> None:
        """Nobody touches the page until these words are there."""
        address, marks = self.page.url, "window.untouched = true"
        self.page.evaluate(marks)
        self.page.clock.run_for(20_000)
        self.page.locator("main", has_text=words).wait_for()
        assert self.page.evaluate("window.untouched"), "the page was loaded anew"
        assert self.page.url == address


class Round(Desk):
    """A tablet in a gloved hand."""

    def takes(self, celsius: str) -> None:
        """The temperature of whoever is open, in two taps."""
        degrees, tenths = celsius.split(".")
        self.sends("/reading/", degrees=degrees, tenths=tenths)

    def takes_a_sample(self) -> None:
        self.sends("/sample/")
