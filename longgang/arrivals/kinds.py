"""The words of a declaration: why and how somebody travels, where they stay, who declares it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import States


class Kind(States):
    """What is declared."""

    RETURN = "return", _("Coming home")
    VISIT = "visit", _("Coming to visit")
    DEPARTURE = "departure", _("Leaving the district")


class Way(States):
    """Who has declared it."""

    SELF = "self", _("By oneself")
    FAMILY = "family", _("For one's family")
    COMMUNITY = "community", _("By the community")
    CHECKPOINT = "checkpoint", _("At a checkpoint")


OWN = frozenset({Way.SELF, Way.FAMILY})  # of residents, for themselves and those they act for


class Reason(States):
    """Why somebody travels."""

    HOME = "home", pgettext_lazy("travel", "Returning home")
    FAMILY = "family", pgettext_lazy("travel", "Visiting family")
    BUSINESS = "business", pgettext_lazy("travel", "Business")
    WORK = "work", pgettext_lazy("travel", "Work")
    STUDY = "study", pgettext_lazy("travel", "Study")
    TREATMENT = "treatment", pgettext_lazy("travel", "Medical treatment")
    TOURISM = "tourism", pgettext_lazy("travel", "Tourism")
    OTHER = "other", pgettext_lazy("travel", "Other")


class Housing(States):
    """Where somebody lives while here."""

    OWN = "own", _("Own home")
    RELATIVES = "relatives", _("With relatives or friends")
    HOTEL = "hotel", _("Hotel")
    DORMITORY = "dormitory", _("Dormitory")


class Transport(States):
    """How somebody travels."""

    TRAIN = "train", _("Train")
    FLIGHT = "flight", _("Flight")
    COACH = "coach", _("Coach")
    CAR = "car", pgettext_lazy("transport", "Car")
    SHIP = "ship", _("Ship")
    OTHER = "other", pgettext_lazy("transport", "Other")


# A service has a number that others travelled by too; a car has a plate.
BY_SERVICE = frozenset({Transport.TRAIN, Transport.FLIGHT, Transport.COACH, Transport.SHIP})


class RiskLevel(States):
    """What a place was declared to be; whatever lies in the same county is of low risk."""

    HIGH = "high", _("High-risk area")
    MIDDLE = "middle", _("Medium-risk area")


class Check(States):
    """How somebody made sure that a declaration is true."""

    PHONE = "phone", pgettext_lazy("verified", "By phone")
    DOOR = "door", pgettext_lazy("verified", "At the door")
    PAPERS = "papers", pgettext_lazy("verified", "Tickets or papers seen")
    OFFICE = "office", pgettext_lazy("verified", "Told by another office")


class Outcome(States):
    """What a call led to."""

    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
