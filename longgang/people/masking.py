"""How sealed values look in lists and on pages: their end alone, so that nothing is opened."""

import re

HIDDEN = "****"
# The building of an address and no further: unit, floor and door stay hidden.
_BUILDING = re.compile(r".{0,60}?\w+\s?(?:号楼|栋|幢|座)")
_COMPOUND = re.compile(r".{0,60}?(?:小区|花园|家园|公寓|宿舍|村|屯|组|苑)")


def building_of(address: str) -> str:
    """The building, else the compound or village, in which an address lies; empty when it names
    none. Who looks after people needs no more to know where to go first.
    """
    found = _BUILDING.match(address) or _COMPOUND.match(address)
    return found[0].strip() if found else ""


def hidden_but(last4: str, *, is_there: bool = True) -> str:
    """The last four digits behind stars; nothing when there is no value."""
    if not is_there:
        return ""
    return HIDDEN + last4
