"""What the book of events calls what is done here."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "area.added": _("Division added"),
    "area.renamed": _("Division renamed"),
    "area.ended": _("Division ended"),
    "desk.added": _("Desk added"),
    "desk.corrected": _("Desk corrected"),
    "premises.added": _("Premises added"),
    "premises.corrected": _("Premises corrected"),
    "premises.closed": _("Premises closed"),
}
