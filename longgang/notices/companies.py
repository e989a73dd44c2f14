"""Tells a company's managers what the office decided about their registration."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.people.api import Company, CompanyStatus, managers_of

from .actions import notify

_TEXTS = {
    CompanyStatus.APPROVED: _("{company} may act here now: apply for passes in its name."),
    CompanyStatus.REFUSED: _("The registration of {company} was refused; its page says why."),
}


def tell_managers(company: Company) -> None:
    """In the product and, because they may not look into it for days, as a message."""
    status = CompanyStatus(company.status)
    notify(
        managers_of(company),
        kind=f"company.{status}",
        text=format_lazy(_TEXTS[status], company=company.name),
        url=company.get_absolute_url(),
        sms=True,
        key=company.number,
    )
