"""Compile what questions need before anybody asks one."""

from pathlib import Path
from tempfile import TemporaryDirectory

from .delta import Delta, Visit
from .explaining import explain
from .index import Index
from .question import Question, Seed
from .store import build, open_index
from .tracing import trace
from .visits import make_visits

VISITS = [(1, 1, 0, 20), (2, 1, 10, 30), (2, 2, 40, 60), (3, 2, 50, 70)]  # person, place, from, to


def warm_up() -> None:
    """Ask a tiny world, in files and beside them: compiling takes the first asker half a minute."""
    with TemporaryDirectory(prefix="longgang-trail-") as folder:
        build(Path(folder), make_visits(*zip(*VISITS, strict=True)))
        changed = Delta(open_index(Path(folder)))
        changed.add([Visit(4, 2, 55, 65)])
        for backward in (False, True):
            _ask(changed.index(), backward=backward)


def _ask(index: Index, *, backward: bool) -> None:
    seed = Seed(3 if backward else 1)
    answer = trace(index, Question((seed,), latency=1, linger=1, backward=backward))
    explain(answer, 2)
