"""Who may do what with visits. Each raises NotAllowed; `allows` asks."""

from longgang.accounts.api import Permission, User, check_holds


def check_may_import(user: User) -> None:
    """Who may import visits from a file: the health officers, who are handed lists of guests and
    passengers. To see visits afterwards is an investigator's permission, not theirs.
    """
    check_holds(user, Permission.TRAIL_IMPORT)
