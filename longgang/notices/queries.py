"""Reads that other modules show."""

from longgang.accounts.api import User

from .models import Notice


def unread_count(user: User) -> int:
    """How many notices this person has not opened: the number beside the bell. One query."""
    return Notice.objects.visible_to(user).unread().count()
