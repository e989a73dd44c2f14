"""Who may change divisions, desks and premises."""

from longgang.accounts.api import Permission, User, check_holds


def check_may_edit_area(user: User, area_code: str) -> None:
    """Staff whose post includes the register of areas, for an area that this one lies in."""
    check_holds(user, Permission.AREA_EDIT, area_code=area_code)


def check_may_edit_premises(user: User, area_code: str) -> None:
    """Staff whose post includes premises, for an area that these premises lie in."""
    check_holds(user, Permission.PREMISES_EDIT, area_code=area_code)
