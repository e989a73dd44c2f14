"""How loops are compiled: kept on disk, and run without holding the interpreter's lock.

Both cores are used by threads of ours, not by Numba's: its own may not be entered from several
threads of a web server at once, and take longer to compile.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import numba

Loop = TypeVar("Loop", bound=Callable[..., object])
Task = TypeVar("Task")
Result = TypeVar("Result")

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def compiled(loop: Loop) -> Loop:
    """Compile at the first call; later starts read what is kept beside the source, or in the
    folder that NUMBA_CACHE_DIR names. Where neither can be written, each start compiles anew.
    """
    compiler: Any
    try:
        compiler = numba.njit(cache=True, nogil=True)
        made: Loop = compiler(loop)
    except RuntimeError:
        compiler = numba.njit(nogil=True)
        made = compiler(loop)
    return made


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(CORES, thread_name_prefix="trail")


def on_all_cores(work: Callable[[Task], Result], tasks: Iterable[Task]) -> list[Result]:
    """What each task gives, in their order; a single one is done here and now."""
    listed = list(tasks)
    if len(listed) == 1:
        return [work(listed[0])]
    return list(_pool().map(work, listed))
