"""The reach of a post as a condition on rows of the register."""

from django.conf import settings
from django.db.models import Q

from longgang.accounts.api import Scope


def in_scope(scope: Scope, field: str) -> Q:
    """Rows of the register that lie in the scope.

    Posts for the whole district see the whole register: people and vehicles come from everywhere,
    and of many nobody knows the home. A desk sees the area it decides for. A single premises sees
    nothing here: a checkpoint meets people through their passes.
    """
    desks = {desk.partition("-")[0] for desk in scope.desks}
    found = Q(pk__in=[])
    for area in sorted({*scope.areas, *desks}):
        if str(settings.DISTRICT_CODE).startswith(area):
            return ~Q(pk__in=[])  # everything; an empty Q would vanish in an “or”
        found |= Q(**{f"{field}__startswith": area})
    return found


def lies_in(scope: Scope, area_code: str) -> bool:
    """The same question about one row."""
    areas = {*scope.areas, *(desk.partition("-")[0] for desk in scope.desks)}
    return any(
        str(settings.DISTRICT_CODE).startswith(area) or area_code.startswith(area) for area in areas
    )
