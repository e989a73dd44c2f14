"""Rows that follow one another in time, as rules do: each holds from `valid_from` until, and no
longer on, `valid_to`; empty: until another follows.
"""

from datetime import date

from django.db.models import Q

from .statements import Given


def holds_at(when: date | Given) -> Q:
    """Condition on such rows: that they hold on this day, or at this moment where they have one."""
    return Q(valid_from__lte=when) & (Q(valid_to=None) | Q(valid_to__gt=when))
