"""A company registers on a phone, the office approves it; the register finds, masks and merges."""

from dataclasses import dataclass
from typing import Any

import pytest

from longgang.people.models import Company, Person
from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import Screen
from tests.browser.world import a_checkpoint_with_its_people
from tests.passes import build


@pytest.fixture
def people(divisions):
    return a_checkpoint_with_its_people()[1]


@dataclass
class Office(Screen):
    """Anybody at the register's pages."""

    visit: Any

    def __post_init__(self) -> None:
        super().__init__(self.visit)

    def fills_in(self, **texts: str) -> None:
        for name, text in texts.items():
            self.page.locator(f"main form [name={name}]").first.fill(text)

    def sends(self) -> None:
        form = self.page.locator("main form[method=post]").first
        with self.page.expect_navigation():
            form.locator("button[type=submit]").last.click()
        self.visit.look_over()

    def opens_and_sends(self, ending: str, **texts: str) -> None:
        form = self.page.locator(f"form[action$='{ending}']").first
        self.page.locator("details", has=form).locator("summary").first.click()
        for name, text in texts.items():
            form.locator(f"[name={name}]").fill(text)
        with self.page.expect_navigation():
            form.locator("button[type=submit]").click()
        self.visit.look_over()


def test_a_company_is_registered_and_approved(open_browser, people):
    resident = Office(open_browser(people["ada"], PHONE))
    resident.visit.go("/register/companies/register")
    facts = {
        "name": "望海蔬菜批发市场有限公司", "credit_code": "91211403MA0000001X",
        "area_code": "龙湾街道", "address": "滨海路 6 号",
    }  # fmt: skip
    resident.fills_in(**facts)
    resident.sends()
    assert Company.objects.count() == 0  # the check character is wrong, and it says so
    assert resident.page.locator(".error-summary").is_visible()
    resident.fills_in(credit_code=build.credit_code(3))
    resident.sends()
    company = Company.objects.get()
    assert resident.reads(company.name, "待审核")

    supervisor = Office(open_browser(people["mei"], DESK))
    supervisor.visit.go(f"/register/companies/{company.number}/")
    supervisor.opens_and_sends("/approve")
    company.refresh_from_db()
    assert company.status == "approved"


def test_a_person_is_found_masked_and_shown_for_a_purpose(open_browser, people):
    person = build.a_person(people["mei"])
    supervisor = Office(open_browser(people["mei"], DESK))
    supervisor.searches("/register/people/", "sl")  # by the initials of the name
    assert supervisor.reads(person.name, person.id_number[-4:])
    assert not supervisor.reads(person.id_number)
    supervisor.visit.go(f"/register/people/{person.number}/")
    supervisor.opens_and_sends("/show/id_number", reason="核对证件")
    assert supervisor.reads(person.id_number)
    auditor = Screen(open_browser(people["sam"], DESK))
    auditor.visit.go("/audit/disclosures/")
    assert auditor.reads(person.number, "核对证件")
    assert Person.objects.count() == 1
