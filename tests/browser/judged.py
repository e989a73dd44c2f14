"""In what axe found nothing wrong, on whatever page: what one worker has asked, none asks again."""

from collections.abc import Collection
from pathlib import Path


class Judged:
    """The kinds that were judged: each line of a file that all workers of a run write to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.path.touch()
        self.known: set[str] = set()
        self.read = 0  # bytes of the file

    def leave_out(self, kinds: Collection[str]) -> set[str]:
        """Those of them that nobody has judged."""
        with self.path.open("rb") as file:
            file.seek(self.read)
            whole, _ending, _begun = file.read().rpartition(b"\n")  # somebody may be writing
        if whole:
            self.read += len(whole) + 1
            self.known.update(whole.decode().split("\n"))
        return set(kinds) - self.known

    def add(self, kinds: Collection[str]) -> None:
        """They are as they should be."""
        with self.path.open("ab", buffering=0) as file:
            file.write("".join(f"{kind}\n" for kind in kinds).encode())
