"""What the audit book says of visits."""

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Words

EVENT_WORDS: dict[str, Words] = {
    "visits.voided": _("Visits voided"),
    "visit_file.read": _("File of visits read"),
    "visit_file.entered": _("Visits of a file recorded"),
    "visits.dropped": _("Visits of a day deleted, their time of keeping being over"),
}
NAMES: dict[str, Words] = {
    "trail.visit": _("visit"),
    "trail.visit.count": _("visits"),
    "trail.visit.day": _("day"),
    "trail.visitupload": _("file of visits"),
    "trail.visitupload.count": _("visits"),
    "trail.visitupload.new_count": _("new rows"),
    "trail.visitupload.faulty_count": _("faulty rows"),
}
