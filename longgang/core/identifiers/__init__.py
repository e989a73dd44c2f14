"""Numbers that the state and the trade give out: normalised, checked, and refused with a reason.

Every `parse_…` takes what a person typed or an Excel cell held and returns the one form that is
stored and indexed, or raises `Refused`. No refusal repeats the number: it may end up in a log.
"""

from .companies import credit_check_digit, parse_credit_code
from .papers import IdKind, id_check_digit, parse_id_number, read_birthday
from .phones import parse_contact_phone, parse_phone, takes_messages
from .plates import (
    PROVINCES,
    Plate,
    PlateColour,
    PlateKind,
    parse_colour,
    parse_plate,
    parse_plate_number,
    suggest_plate,
    tidy_part_of_plate,
)

__all__ = [
    "PROVINCES",
    "IdKind",
    "Plate",
    "PlateColour",
    "PlateKind",
    "credit_check_digit",
    "id_check_digit",
    "parse_colour",
    "parse_contact_phone",
    "parse_credit_code",
    "parse_id_number",
    "parse_phone",
    "parse_plate",
    "parse_plate_number",
    "read_birthday",
    "suggest_plate",
    "takes_messages",
    "tidy_part_of_plate",
]
