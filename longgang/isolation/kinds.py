"""The words of a site: zones, conditions of rooms, diets, movements."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import States


class Zone(States):
    """Which of the three zones a floor belongs to; guests live in the contaminated one."""

    CLEAN = "clean", _("Clean zone")
    BUFFER = "buffer", _("Buffer zone")
    CONTAMINATED = "contaminated", _("Guests' zone")


class Condition(States):
    """What a room is like when nobody is in it."""

    READY = "ready", pgettext_lazy("room", "Ready")
    TO_DISINFECT = "to_disinfect", _("To be disinfected")
    OUT_OF_USE = "out_of_use", _("Out of use")


class RoomState(States):
    """How a room stands now: computed from its condition and its beds."""

    FREE = "free", pgettext_lazy("room", "Free")
    RESERVED = "reserved", pgettext_lazy("room", "Reserved")
    TAKEN = "taken", pgettext_lazy("room", "Taken")
    TO_DISINFECT = "to_disinfect", _("To be disinfected")
    OUT_OF_USE = "out_of_use", _("Out of use")


class Diet(States):
    """What somebody eats."""

    STANDARD = "standard", _("Standard meals")
    HALAL = "halal", _("Halal")
    VEGETARIAN = "vegetarian", _("Vegetarian")
    DIABETIC = "diabetic", _("For diabetics")
    SOFT = "soft", _("Soft food")
    CHILD = "child", _("For small children")


class Need(States):
    """Why somebody may not be alone in a room."""

    CHILD = "child", _("A child")
    PREGNANT = "pregnant", _("Pregnant, or with a newborn")
    ILL = "ill", _("Gravely ill")
    DEPENDENT = "dependent", _("Cannot look after themselves")


class Going(States):
    """Why somebody leaves for good."""

    RELEASED = "released", _("Central isolation is over")
    HOME = "home", _("Home isolation instead, by decision")
    HOSPITAL = "hospital", _("To hospital for good")
    ELSEWHERE = "elsewhere", _("To another place")
    GONE = "gone", _("Has gone without leave")
    DIED = "died", _("Has died")


class MovementKind(States):
    """What somebody did or had done to them."""

    RESERVED = "reserved", _("Room reserved")
    CHECKED_IN = "checked_in", pgettext_lazy("stay", "Checked in")
    MOVED = "moved", _("Moved to another room")
    TO_HOSPITAL = "to_hospital", pgettext_lazy("stay", "To hospital")
    BACK = "back", pgettext_lazy("stay", "Back from hospital")
    LEFT = "left", pgettext_lazy("stay", "Left for good")
    CANCELLED = "cancelled", _("Reservation cancelled")


class MovementFact(States):
    """What is to be known of a movement that nobody typed."""

    MISSED_BUS = "missed_bus", _("Was not on the bus: has come another way.")
    MEASURE_ENDED = "measure_ended", _("The measure has ended.")


class Mismatch(States):
    """In which way the lists of who should be at a site and of who is there differ."""

    MISSING = "missing", _("Should be at a site and is at none")
    LATE = "late", _("Was expected and has not come")
    WITHOUT = "without", _("Is here without a measure")
    ELSEWHERE = "elsewhere", _("Is here, and listed elsewhere")
    OVER = "over", _("Is here past the last day")
    HOSPITAL = "hospital", _("In hospital by one list, not by the other")


class RequestKind(States):
    """What a guest asks about."""

    MEAL = "meal", pgettext_lazy("request", "Meals")
    MEDICINE = "medicine", pgettext_lazy("request", "Medicine, a doctor")
    REPAIR = "repair", pgettext_lazy("request", "Something is broken")
    GOODS = "goods", pgettext_lazy("request", "Something is needed")
    TALK = "talk", pgettext_lazy("request", "To talk to somebody")
