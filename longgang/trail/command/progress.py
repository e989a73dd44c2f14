"""A bar on the terminal while a large file is read; silent where nobody watches."""

import sys

LARGE = 1 << 26  # bytes from which on reading takes long enough to be watched
WIDTH = 30


class Progress:
    """Overwrites one line of the terminal; call it with the share that is done."""

    def __init__(self, size: int) -> None:
        self.is_shown = size >= LARGE and sys.stderr.isatty()

    def __call__(self, share: float) -> None:
        if self.is_shown:
            done = "█" * round(WIDTH * share)
            sys.stderr.write(f"\r读取 / reading  {done:░<{WIDTH}} {share:4.0%}")
            sys.stderr.flush()

    def close(self) -> None:
        """Take the line away."""
        if self.is_shown:
            sys.stderr.write("\r\033[K")
