"""The words of the rules: who is under a measure, in which phases, counted from which day."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import States


class Who(States):
    """Why somebody is under a measure."""

    CLOSE_CONTACT = "close_contact", _("Close contact")
    SECONDARY_CONTACT = "secondary_contact", _("Contact of a close contact")
    OVERSEAS = "overseas", _("Arrival from overseas")
    HIGH_RISK = "high_risk", _("From a high-risk area")
    MIDDLE_RISK = "middle_risk", _("From a medium-risk area")
    LOW_RISK = "low_risk", _("From a low-risk area")
    OTHER = "other", pgettext_lazy("measure", "Other")


class Base(States):
    """The day from which days are counted."""

    LAST_EXPOSURE = "last_exposure", _("Last exposure")  # or leaving the risk area
    CHECK_IN = "check_in", _("Check-in at the site")
    ARRIVAL = "arrival", pgettext_lazy("measure", "Arrival")


class DayOne(States):
    """Whether the day itself is day one."""

    SAME_DAY = "same_day", _("That day is day one")
    NEXT_DAY = "next_day", _("The day after is day one")


class PhaseKind(States):
    """What a person may and may not do meanwhile, the strictest first."""

    CENTRAL = "central", _("Central isolation")
    HOME = "home", _("Home isolation")
    MONITORING = "monitoring", _("Health monitoring at home")
    SELF = "self", _("Self-monitoring")


class LiftCondition(States):
    """What lifts a measure, besides that its days are over."""

    TESTS = "tests", _("Every test taken and negative")
    TEMPERATURE = "temperature", _("The last temperature without fever")


class CheckItem(States):
    """What is looked at before somebody is released from a site, or a measure lifted."""

    HOSPITAL = "hospital", _("Not in hospital")
    DAYS = "days", _("All days are over")
    TESTS = "tests", _("Every test taken and negative")
    TEMPERATURE = "temperature", _("The last temperature without fever")
    RECEIVER = "receiver", _("It is known who looks after them at home")


class Found(States):
    """What was found where the person should be."""

    IN_PLACE = "in_place", _("Found and in place")
    REFUSED = "refused", _("Refuses")
    ELSEWHERE = "elsewhere", _("Is elsewhere")
    NOT_FOUND = "not_found", _("Looked for, not found")


class Why(States):
    """Why a measure runs by a new term."""

    OPENED = "opened", pgettext_lazy("measure", "Opened")
    EXPOSURE = "exposure", _("New exposure")
    POSITIVE = "positive", _("Positive test")
    MISSED_TEST = "missed_test", _("Missed test day")
    CHECK_IN = "check_in", _("Checked in at the site")
    HOSPITAL = "hospital", _("Days in hospital")
    AT_HOME = "at_home", _("Home isolation instead of a site")
    BY_HAND = "by_hand", _("Extended by hand")
    TAKEN_BACK = "taken_back", _("Extension taken back")
    MOVED = "moved", _("Moved to a newer rule")


# What whoever owns a measure may take back (`moving.extension_of` says when).
EXTENSIONS = frozenset({Why.EXPOSURE, Why.POSITIVE, Why.MISSED_TEST, Why.HOSPITAL, Why.BY_HAND})

# From here on the days are counted anew: what was to be tested before is made up for.
COUNTED_ANEW = frozenset({Why.OPENED, Why.EXPOSURE, Why.POSITIVE})
