"""The colour of a number plate as people write it into a cell."""

from django.utils.translation import gettext_lazy as _

from ..errors import Refusal, Refused
from ..identifiers import PlateColour
from .columns import Column

_COLOURS = Column("colour", "", choices=PlateColour.choices)
_NO_SUCH_COLOUR = Refusal(
    "core.plate_colour_unknown", _("There is no such plate colour."), _COLOURS.offer
)


def parse_plate_colour(text: str) -> str:
    """Yellow, 黄色, 黄牌 or only 黄."""
    colour = text.strip().removesuffix("牌")
    found = _COLOURS.find_choice(colour) or _COLOURS.find_choice(f"{colour}色")
    if found is None:
        raise Refused(_NO_SUCH_COLOUR)
    return found
