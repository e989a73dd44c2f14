"""Tells the office which companies wait, and their managers what was decided."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, users_with
from longgang.people.api import Company, CompanyStatus, managers_of

from .actions import mark_dealt_with, notify

_TEXTS = {
    CompanyStatus.APPROVED: _("{company} may act here now: apply for passes in its name."),
    CompanyStatus.REFUSED: _("The registration of {company} was refused; its page says why."),
}


def tell_deciders(company: Company) -> None:
    """Whoever may let it in finds it among what waits, until somebody has decided."""
    notify(
        users_with(Permission.COMPANY_APPROVE, area_code=company.area_code),
        kind="company.registered",
        text=format_lazy(_("{company} waits for approval."), company=company.name),
        url=company.get_absolute_url(),
        key=company.number,
        about=company,
        waits=True,
    )


def tell_managers(company: Company) -> None:
    """In the product and, because they may not look into it for days, as a message."""
    mark_dealt_with(company)
    status = CompanyStatus(company.status)
    notify(
        managers_of(company),
        kind=f"company.{status}",
        text=format_lazy(_TEXTS[status], company=company.name),
        url=company.get_absolute_url(),
        sms=True,
        key=company.number,
    )
