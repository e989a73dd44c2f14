"""Small random worlds, crowded enough that intervals touch, coincide and contain each other."""

from hypothesis import strategies as some

from longgang.trail.engine import Question, Seed

PEOPLE, PLACES, MOMENTS = 9, 4, 40
TYPES = ["home", "work", "bus"]


@some.composite
def visits(draw, *, least=1, most=60, begin=0):
    """Visits as (person, place, start, end); people and places are small whole numbers."""
    length = some.one_of(some.integers(1, 6), some.integers(1, MOMENTS))
    visit = some.tuples(
        some.integers(0, PEOPLE), some.integers(0, PLACES), some.integers(0, MOMENTS), length
    )
    rows = draw(some.lists(visit, min_size=least, max_size=most))
    return [(person, place, begin + start, begin + start + long)
            for person, place, start, long in rows]  # fmt: skip


@some.composite
def windows(draw, begin=0):
    """Since and until, either side open at times, sometimes far outside of all visits."""
    side = some.one_of(some.none(), some.integers(begin - 5, begin + MOMENTS + 50))
    since, until = draw(side), draw(side)
    if since is not None and until is not None and since >= until:
        since, until = until, since + 1
    return since, until


@some.composite
def questions(draw, people, types=(), begin=0):
    """Every parameter, about people who are there; the same person may be a seed twice."""
    seeds = [
        Seed(person, *draw(windows(begin)))
        for person in draw(some.lists(some.sampled_from(people), min_size=1, max_size=3))
    ]
    names = some.frozensets(some.sampled_from(["", *types]))
    return Question(
        seeds=tuple(seeds),
        degrees=draw(some.integers(1, 4)),
        linger=draw(some.sampled_from([0, 0, 1, 3, 12, 10**10])),
        latency=draw(some.sampled_from([0, 0, 1, 5, 10**10])),
        min_exposure=draw(some.sampled_from([1, 1, 2, 7, 30])),
        only_types=draw(some.none() | names),
        without_types=draw(names),
        backward=draw(some.booleans()),
    )


@some.composite
def worlds(draw, **bounds):
    """Visits, the type of some places, and a question about them."""
    begin = draw(some.sampled_from([0, -1000, 1_650_000_000]))
    rows = draw(visits(begin=begin, **bounds))
    places = sorted({place for _person, place, _start, _end in rows})
    types = draw(some.dictionaries(some.sampled_from(places), some.sampled_from(TYPES)))
    people = sorted({person for person, *_rest in rows})
    question = draw(questions(people, sorted(set(types.values())), begin))
    return rows, types, question
