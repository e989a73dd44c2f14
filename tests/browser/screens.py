"""The screens people of the story work at, with what they do there in the words of the trade."""

import re
from pathlib import Path

from playwright.sync_api import Page

from .conftest import Visit
from .workbooks import fill_in


class Screen:
    """One person's browser."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page: Page = visit.page

    def press(self, name: str, *, role: str = "button") -> None:
        """Press what bears this name, and look the next page over."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role(role, name=name).first.click()
        self.visit.look_over()

    def searches(self, path: str, words: str) -> None:
        """Type into the search box of a list and press Enter."""
        self.visit.go(path)
        self.page.locator("#filter_q").fill(words)
        self.page.locator("#filter_q").press("Enter")
        self.page.wait_for_url(re.compile(r"[?&]search=\w+"))
        self.visit.look_over()

    def reads(self, *words: str) -> bool:
        """Whether the page says all of this."""
        text = self.page.locator("main").inner_text()
        return all(word in text for word in words)


class FleetDesk(Screen):
    """A dispatcher and their workbook."""

    def downloads_the_template(self) -> bytes:
        self.visit.go("/passes/fleet/")
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="下载模板").click()
        return download.value.path().read_bytes()

    def uploads(self, name: str, content: bytes) -> None:
        self.visit.go("/passes/fleet/")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        self.page.locator("#id_workbook").set_input_files(
            {"name": name, "mimeType": kind, "buffer": content}
        )
        self.page.locator("#id_signature").fill("文海生")
        self.page.locator("main form[enctype] button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"/fleet/SC\w+/$"))
        self.visit.look_over()

    def fills_in_and_uploads(self, template: bytes, rows: list[dict[str, str]]) -> None:
        self.uploads("明日车辆.xlsx", fill_in(template, rows))

    @property
    def counts(self) -> list[str]:
        """New, already announced, faulty."""
        return self.page.locator(".stats .stat-value").all_inner_texts()

    def submits(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main form[action$='/submit/'] button").click()
        self.visit.look_over()


class Queue(Screen):
    """A reviewer's queue on a phone."""

    def opens(self) -> "Queue":
        self.visit.go("/passes/queue/")
        return self

    @property
    def plates(self) -> list[str]:
        return self.page.locator(".queue-row .cell-code").all_inner_texts()

    def chooses(self, plate: str) -> None:
        self.page.locator(".queue-row", has_text=plate).click()
        self.page.wait_for_url(re.compile(r"/queue/SQ\w+/$"))
        self.visit.look_over()

    def approves(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("form[action$='/issue/'] button").click()
        self.visit.look_over()

    def returns(self, part: str, words: str) -> None:
        form = self.page.locator("form[action$='/return/']")
        self.page.locator("details", has=form).locator("summary").click()
        form.locator(f"input[value={part}]").check()
        form.locator("textarea").fill(words)
        with self.page.expect_navigation():
            form.locator("button[type=submit]").click()
        self.visit.look_over()


class Gate(Screen):
    """An officer's phone or the post's computer with a USB reader."""

    def stands_at(self, way: str) -> "Gate":
        self.visit.go("/passes/gate/")
        self.page.locator(".gate-ways a, .gate-choice a", has_text=way).first.click()
        self.page.wait_for_load_state()
        return self

    def scans(self, text: str) -> None:
        """As a USB reader does: it types into what has the focus, and presses Enter."""
        assert self.page.evaluate("document.activeElement.name") == "code"
        self.page.keyboard.type(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visit.look_over()

    @property
    def colour(self) -> str:
        """What the officer sees first."""
        css = self.page.locator("main .verdict").first.get_attribute("class") or ""
        found = re.search(r"verdict-(good|soon|bad|idle)", css)
        return found[1] if found else css

    def takes_temperatures(self, *readings: str) -> None:
        for place, reading in enumerate(readings):
            self.page.locator(f"#id_temperature_{place}").fill(reading)

    def seals_with(self, number: str, photo: Path) -> None:
        self.page.locator("#id_seal_number").fill(number)
        self.page.locator("#id_photo").set_input_files(photo)

    def finds_the_seal(self, state: str) -> None:
        self.page.locator(f"input[name=seal_state][value={state}]").check(force=True)

    def lets_go(self) -> None:
        self.page.locator(
            ".gate-actions button[value=let_pass], .gate-actions button"
        ).first.click()
        self.page.wait_for_url(re.compile("/done/$"))
        self.visit.look_over()
