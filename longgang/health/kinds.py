"""The coded lists: results, grades of temperature, symptoms, codes of other authorities."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import States


class ResultKind(States):
    """What the lab found; while it is at it there is none."""

    NEGATIVE = "negative", pgettext_lazy("test", "Negative")
    POSITIVE = "positive", pgettext_lazy("test", "Positive")
    INCONCLUSIVE = "inconclusive", pgettext_lazy("test", "Inconclusive")


class Sampling(States):
    """How many people a tube was taken from. Of a mixed one nobody can tell whose it is."""

    SINGLE = "single", _("One person")
    FIVE = "mixed_5", _("Five people mixed")
    TEN = "mixed_10", _("Ten people mixed")
    MORE = "mixed_20", _("Twenty people mixed")


class Grade(States):
    """The grades of temperature, each from its own figure on."""

    NORMAL = "1", pgettext_lazy("temperature", "Normal")  # below 37.3
    LOW = "2", _("Low fever")  # to 37.9
    MODERATE = "3", _("Moderate fever")  # to 38.9
    HIGH = "4", _("High fever")  # 39.0 and more


class Symptom(States):
    """The coded symptoms; a report without any says that there are none."""

    DRY_COUGH = "1", _("Dry cough")
    FATIGUE = "2", _("Fatigue")
    RUNNY_NOSE = "3", _("Blocked or runny nose")
    SORE_THROAT = "4", _("Sore throat")
    NO_SMELL = "5", _("Less smell or taste")
    PINK_EYE = "6", _("Conjunctivitis")
    MUSCLE_PAIN = "7", _("Muscle pain")
    DIARRHOEA = "8", _("Diarrhoea")
    OTHER = "9", pgettext_lazy("symptom", "Other")


class CodeSource(States):
    """Whose code was shown."""

    HEALTH_CODE = "health_code", _("Health code")
    TRAVEL_CODE = "travel_code", _("Travel code")


class CodeColour(States):
    """Its colour, as seen. This product never computes one."""

    GREEN = "green", pgettext_lazy("code", "Green")
    YELLOW = "yellow", pgettext_lazy("code", "Yellow")
    RED = "red", pgettext_lazy("code", "Red")
    MARKED = "marked", _("Green with a star")
