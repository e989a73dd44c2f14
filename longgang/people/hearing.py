"""What the register tells: who asks to be let in, what becomes of them, and who was merged."""

from longgang.core.hearing import News

from .models import Company, Person


@News
def company_registered(company: Company) -> None:
    """A company waits for approval from now on."""


@News
def company_decided(company: Company) -> None:
    """A company was approved or refused."""


@News
def people_merged(kept: Person) -> None:
    """Another entry was merged into this person's."""
