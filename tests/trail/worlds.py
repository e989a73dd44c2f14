"""Small random worlds: some so crowded that intervals touch, coincide and contain each other, some
so wide that there is somebody in every circle.

Hypothesis draws a number, and dice thrown from that number the rest, evenly: drawn piece by piece a
world would be as simple as can be, and nearly all would be without a contact.
"""

import random

from hypothesis import strategies as some

from longgang.trail.engine import Question, Seed

SIZES = [(6, 2), (15, 5), (30, 12), (40, 15)]  # people and places
MOMENTS = 40
TYPES = ["home", "work", "bus"]
DICE = some.integers(0, 2**32).map(random.Random)


def throw_visits(dice, size, count, begin=0):
    """Visits as (person, place, start, end); people and places are small whole numbers."""
    people, places = size
    rows = []
    for _ in range(count):
        start = begin + dice.randrange(MOMENTS)
        length = dice.choice([dice.randint(1, 6), dice.randint(1, MOMENTS)])
        rows.append((dice.randrange(people), dice.randrange(places), start, start + length))
    return rows


def throw_seed(dice, people, begin=0):
    """Somebody, in a window: either side open at times, sometimes far outside of all visits."""
    sides = [dice.randint(begin - 5, begin + MOMENTS + 10) for _side in range(2)]
    since, until = (None if dice.random() < 0.6 else side for side in sorted(sides))
    if since is not None and since == until:
        until += 1
    return Seed(dice.choice(people), since, until)


def throw_question(dice, people, types=(), begin=0):
    """Every parameter, about people who are there; the same person may be a seed twice."""
    kinds = ["", *types]
    return Question(
        seeds=tuple(throw_seed(dice, people, begin) for _ in range(dice.choice([1, 1, 2, 3]))),
        degrees=dice.choice([1, 2, 3, 4, 4]),
        linger=dice.choice([0, 0, 1, 3, 12, 10**10]),
        latency=dice.choice([0, 0, 0, 1, 5, 10**10]),
        min_exposure=dice.choice([1, 1, 1, 1, 2, 7]),
        only_types=_some_of(dice, kinds) if dice.random() < 0.2 else None,
        without_types=_some_of(dice, kinds) if dice.random() < 0.2 else frozenset(),
        backward=dice.random() < 0.5,
        moment=begin + dice.randint(0, MOMENTS + 10) if dice.random() < 0.3 else None,
    )


@some.composite
def worlds(draw, *, least=10, most=70):
    """Visits, the type of some places, and a question about them."""
    dice = draw(DICE)
    begin = dice.choice([0, -1000, 1_650_000_000])
    rows = throw_visits(dice, dice.choice(SIZES), dice.randint(least, most), begin)
    places = sorted({place for _person, place, _start, _end in rows})
    types = {place: dice.choice(TYPES) for place in places if dice.random() < 0.4}
    people = sorted({person for person, *_rest in rows})
    return rows, types, throw_question(dice, people, sorted(set(types.values())), begin)


@some.composite
def histories(draw):
    """Rows of the files, then visits added and voided in turns, and a question about the rest."""
    dice = draw(DICE)
    size = dice.choice(SIZES)
    rows = throw_visits(dice, size, dice.randint(2, 40))
    present, steps = list(rows), []
    for _ in range(dice.randint(1, 4)):
        added = throw_visits(dice, (size[0] + 3, size[1] + 2), dice.randrange(9))
        present += added
        voided = dice.sample(present, dice.randint(0, min(5, len(present) - 1)))
        for visit in voided:
            present.remove(visit)
        steps.append((added, voided))
    people = sorted({person for person, *_rest in rows})
    return rows, steps, present, throw_question(dice, people)


def _some_of(dice, kinds):
    return frozenset(kind for kind in kinds if dice.random() < 0.5)
