"""What the shards have added for each person becomes one circle."""

from collections.abc import Sequence

import numpy as np

from ..engine.answer import Circle
from ..engine.ids import Array


def merge(
    parts: Sequence[Circle], degree: Array, number: int, *, min_exposure: int, is_backward: bool
) -> Circle:
    """Exposure and encounters are sums, the first exposure the least (the last one the greatest).

    Of those without a degree, who was exposed long enough is a contact and gets this one.
    """
    person, extreme, exposure, encounters = map(np.concatenate, zip(*parts, strict=True))
    order = np.argsort(person, kind="stable")
    order = order[degree[person[order]] < 0]
    person = person[order]
    begins = np.flatnonzero(np.diff(person, prepend=-1))
    best = np.maximum if is_backward else np.minimum
    total = np.add.reduceat(exposure[order], begins)
    is_contact = total >= min_exposure
    columns = (
        person[begins], best.reduceat(extreme[order], begins), total,
        np.add.reduceat(encounters[order], begins),
    )  # fmt: skip
    circle = Circle(*(column[is_contact] for column in columns))
    degree[circle.person] = number
    return circle
