"""What the launcher says on the terminal, for both readers at once."""

import sys


class CannotStartError(Exception):
    """Something outside the product is in the way; ends in one sentence and exit code 2."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} / {english}")


def say(chinese: str, english: str) -> None:
    """One line of progress; not on the output, which belongs to what was asked for."""
    print(f"{chinese} / {english}", file=sys.stderr, flush=True)
