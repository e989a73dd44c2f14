"""What the audit book says of visits."""

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Words

EVENT_WORDS: dict[str, Words] = {
    "visits.voided": _("Visits voided"),
    "visits.dropped": _("Visits of a day deleted, their time of keeping being over"),
}
NAMES: dict[str, Words] = {
    "trail.visit": _("visit"),
    "trail.visit.count": _("visits"),
    "trail.visit.day": _("day"),
}
