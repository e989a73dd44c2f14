"""The Chromium of the journeys: without windows where Debian's is there, for it starts lighter.

`CHROMIUM=/path/to/it` names another; with none, Playwright takes the one that it brought.
"""

import os
import shutil

PACKAGES = ("chromium-headless-shell", "chromium")  # Debian's, also the names of their commands


def find_chromium() -> str | None:
    """The path of the one to use, if there is any."""
    named = os.environ.get("CHROMIUM")
    paths = map(shutil.which, (named,) if named else PACKAGES)
    return next(filter(None, paths), None)
