"""How sealed values look in lists and on pages: their end alone, so that nothing is opened."""

HIDDEN = "****"


def hidden_but(last4: str, *, is_there: bool = True) -> str:
    """The last four digits behind stars; nothing when there is no value."""
    if not is_there:
        return ""
    return HIDDEN + last4
