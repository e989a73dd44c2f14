"""What measures tell sites and tracing: that a last day has moved, that a site sends somebody home,
that a measure has ended, what was found where a person should be.
"""

from collections.abc import Collection

from longgang.accounts.api import User
from longgang.core.hearing import News

from .models import Finding, Measure


@News
def end_moved(measures: Collection[Measure]) -> None:
    """These measures have just got another end."""


@News
def sent_home(measure: Measure, *, words: str, is_early: bool, by: User) -> None:
    """A site has just handed this measure home, after the last day there or before it, with the
    words of whoever did it.
    """


@News
def measure_ended(measure: Measure, *, by: User) -> None:
    """A measure was lifted or cancelled on its own page, wherever the person is."""


@News
def finding_made(finding: Finding) -> None:
    """Something was found of a person by whoever looks after them."""
