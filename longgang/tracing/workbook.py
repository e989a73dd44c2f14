"""The list of a batch as a workbook: each row says of which batch it is and who took it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.areas.api import full_area_name
from longgang.core.excel import Column, write_list
from longgang.core.sentences import beside

from .actions.lists import row_with
from .lifecycle import ContactStatus
from .models import Batch, Contact


def mark_of(batch: Batch, user: User, moment: datetime) -> str:
    """The watermark: batch, who took the list, and when."""
    return beside(batch.number, user.name, f"{localtime(moment):%Y-%m-%d %H:%M}")


def write_contacts(
    batch: Batch, status: str, contacts: Sequence[Contact], *, by: User, moment: datetime
) -> bytes:
    """The workbook; ID numbers, phones and addresses in clear."""
    mark = mark_of(batch, by, moment)
    columns = [
        Column("name", _("Name"), width=12),
        Column("id_number", _("ID number"), text=True, width=22),
        Column("phone", _("Phone"), text=True, width=16),
        Column("area", _("Home area"), width=30),
        Column("address", _("Address"), width=30),
        Column("degree", _("Circle"), width=6),
        Column("exposed_on", _("last exposure"), width=14),
        Column("measure", _("Measure"), width=24),
        Column("mark", _("Batch and who took it"), width=34),
    ]
    title = _("Contacts: %(list)s") % {"list": ContactStatus(status).label}
    rows = [_row(contact, mark) for contact in contacts]
    return write_list(title=title, unit=mark, columns=columns, rows=rows, as_of=moment)


def _row(contact: Contact, mark: str) -> dict[str, object]:
    person, measure = contact.person, contact.measure
    return {
        "name": person.name,
        "id_number": person.id_number,
        "phone": person.phone,
        "area": full_area_name(person.area_code),
        "address": row_with(contact, "address").address,
        "degree": contact.degree,
        "exposed_on": contact.exposed_on,
        "measure": beside(measure.get_who_display(), measure.ends_on) if measure else "",
        "mark": mark,
    }
