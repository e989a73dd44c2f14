"""The process that lives the second half of the story. Imports Django only once it is set up."""

from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection

import django
from django.db import OperationalError


def live_second_half(other: Connection, size: tuple[int, ...], until: datetime) -> None:
    """Live it beside the first process, and hand over what was done.

    Ends without a word when the first process is no more, or its database: the first one tells.
    """
    django.setup()
    from .making import SECOND, hasty, live  # noqa: PLC0415 - needs Django
    from .story import Size  # noqa: PLC0415

    with suppress(EOFError, OSError, OperationalError), hasty():
        other.recv()  # the offices are there
        made = live(Size(*size), until, SECOND, other, lambda _line: None)
        other.send(made)
