"""Whom tracing tells something, and what. No names: these stand on the page it leads to."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, users_with
from longgang.measures.api import Finding, Found
from longgang.notices.api import Bundle, notify

from ..lifecycle import CaseStatus
from ..models import Batch, Case, Contact


def hear_finding(finding: Finding) -> None:
    """A contact whose measure a case has opened, or has found, is not in place: those who answer
    for each open case hear of it, but for who has said it.
    """
    if finding.found == Found.IN_PLACE:
        return
    rows = Contact.objects.filter(measure=finding.measure, case__status=CaseStatus.OPEN)
    for contact in rows.select_related("case__opened_by", "batch__decided_by", "batch__case"):
        if contact.batch is not None:
            _tell(contact, contact.batch, finding)


def _tell(contact: Contact, batch: Batch, finding: Finding) -> None:
    case, found = contact.case, Found(finding.found)
    bundled = _("Case {number}: {{n}} contacts refuse, are elsewhere or were not found.")
    notify(
        [user for user in _who_answers(case, batch) if user.pk != finding.by_id],
        kind="contact.not_in_place",
        text=format_lazy(
            _("Case {number}, a contact: {found}."), number=case.number, found=found.label
        ),
        url=f"{batch.get_absolute_url()}?found={found}",
        key=f"{contact.number}:{finding.pk}",
        about=contact,
        bundle=Bundle(
            format_lazy(bundled, number=case.number), case.get_absolute_url(), key=case.number
        ),
    )


def _who_answers(case: Case, batch: Batch) -> list[User]:
    """Who has opened the case, and who has had the measures opened; all investigators of its area
    where neither of them is one any more.
    """
    everybody = users_with(Permission.CASE_INVESTIGATE, area_code=case.area_code)
    named = {case.opened_by_id, batch.decided_by_id}
    return [user for user in everybody if user.pk in named] or everybody
