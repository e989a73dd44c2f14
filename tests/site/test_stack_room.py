"""No page is slow only because its calls stand at the edge of a piece of Python's stack."""

from collections.abc import Callable
from timeit import repeat

from django.conf import settings
from django.test import RequestFactory

from longgang.site.middleware import StackRoomMiddleware

CALLS, ROUNDS = 300, 7


def at_depth(depth: int, measure: Callable[[], float]) -> float:
    return measure() if depth == 0 else at_depth(depth - 1, measure)


def one_call() -> float:
    """Seconds of the quickest of several rounds: what else the machine does counts for little."""
    return min(repeat(lambda: None, number=CALLS, repeat=ROUNDS))


def test_a_call_costs_the_same_however_deep_it_stands():
    measured: list[float] = []

    def answer(request):
        measured.extend(at_depth(depth, one_call) for depth in range(0, 400, 2))

    StackRoomMiddleware(answer)(RequestFactory().get("/"))
    assert max(measured) < 8 * min(measured)


def test_it_stands_before_all_others():
    assert settings.MIDDLEWARE[0].endswith(StackRoomMiddleware.__name__)
