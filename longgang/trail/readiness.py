"""Whether the engine's files can be asked, and the asking.

The engine and what it stands on take a second and a hundred megabytes to load. Only a process that
asks or builds does so, when it first does: most web processes never.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engine import Index


@dataclass(frozen=True)
class Progress:
    """How many visits were read, of about how many."""

    done: int
    total: int


class NotReady(Exception):  # noqa: N818 - says what is the case, not that something failed
    """The files are being built, or will be within the minute; `progress` says how far."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        super().__init__("the files of the visits are being built")


def current_index() -> "Index":
    """Every visit committed by now, to be asked by the engine; raises NotReady."""
    from .files import follower  # noqa: PLC0415 - see above

    return follower().index()


def tend_files() -> None:
    """Build the files where they are missing or damaged, or where much has changed since."""
    from .files import tend_files as tend  # noqa: PLC0415 - see above

    tend()


def build_files() -> bool:
    """Read all visits and put new files in force; False if somebody is at it."""
    from .files import build_files as build  # noqa: PLC0415 - see above

    return build()
