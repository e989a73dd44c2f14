"""What the book of events calls the register's kinds, and where it files them."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

WORDS = {
    "person.registered": _("Person registered"),
    "person.corrected": _("Person corrected"),
    "person.claimed": _("Own entry claimed"),
    "person.represented": _("Acting for a person began"),
    "person.released": _("Acting for a person ended"),
    "person.qualified": _("Certificate of a person entered"),
    "person.merged": _("Two entries of a person merged"),
    "company.registered": _("Company registered"),
    "company.corrected": _("Company corrected"),
    "company.approved": _("Company approved"),
    "company.refused": _("Company refused"),
    "company.member_added": _("Member of a company added"),
    "company.member_removed": _("Member of a company removed"),
    "company.crew_added": _("Driver or escort of a company added"),
    "company.crew_removed": _("Driver or escort of a company removed"),
    "vehicle.registered": _("Vehicle registered"),
    "vehicle.corrected": _("Vehicle corrected"),
    "vehicle.assigned": _("Vehicle entered for a company"),
    "vehicle.merged": _("Two entries of a vehicle merged"),
    "vehicle_workbook.read": _("Workbook of vehicles read"),
    "vehicle_workbook.entered": _("Workbook of vehicles entered"),
}


def filed_under(area_code: str) -> str:
    """The area whose auditors see an event: the district for everything from outside or nowhere."""
    district = str(settings.DISTRICT_CODE)
    return area_code if area_code.startswith(district) else district


def plainly(values: Mapping[str, object]) -> dict[str, object]:
    """Rows as their numbers and days as text, as the book writes them."""
    plain: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, Model):
            plain[key] = getattr(value, "number", value.pk)
        else:
            plain[key] = value.isoformat() if isinstance(value, date) else value
    return plain
