"""Tracing, word for word as docs/tracing.md defines it: every source against every visit.

Slow, and kept so plain that it can be read against the definition.
"""

INFINITE = 10**15


def trace(visits, question):
    """`{person: (degree, extreme, exposure_seconds, encounters)}`, extreme being the first exposure
    or, backwards, the last one. Visits are (person, place, start, end).
    """
    contacts, _met = trace_with_encounters(visits, question)
    return contacts


def trace_with_encounters(visits, question, types=None):
    """The contacts, and for each of them {(source, place, since, until): how many times}."""
    moment = INFINITE if question.moment is None else question.moment
    visits = [
        (person, place, start, min(end, moment))
        for person, place, start, end in visits
        if start < moment and counts(place, question, types or {})
    ]
    seeds = {seed.person for seed in question.seeds}
    windows = [
        (seed.person, -INFINITE if seed.since is None else seed.since,
         INFINITE if seed.until is None else seed.until)
        for seed in question.seeds
    ]  # fmt: skip
    least_since = min(since for _person, since, _until in windows)
    greatest_until = max(until for _person, _since, until in windows)
    contacts, explained = {}, {}
    for degree in range(1, question.degrees + 1):
        circle = find_circle(visits, windows, seeds | contacts.keys(), question)
        windows = []
        for person, encounters in circle.items():
            exposure = sum(until - since for _source, _place, since, until in encounters)
            if exposure < question.min_exposure:
                continue
            if question.backward:
                extreme = max(until for _source, _place, _since, until in encounters)
                windows.append((person, least_since, extreme - question.latency))
            else:
                extreme = min(since for _source, _place, since, _until in encounters)
                windows.append((person, extreme + question.latency, greatest_until))
            contacts[person] = (degree, extreme, exposure, len(encounters))
            explained[person] = sorted(encounters)
    return contacts, explained


def find_circle(visits, windows, excluded, question):
    """Everybody else's encounters with the visits of these people within their windows."""
    sources = [
        (person, place, max(start, since), min(end, until))
        for source, since, until in windows
        for person, place, start, end in visits
        if person == source and max(start, since) < min(end, until)
    ]
    met = {}
    for person, place, start, end in visits:
        if person in excluded:
            continue
        for source, where, begins, ends in sources:
            if question.backward:
                since, until = max(start, begins), min(end + question.linger, ends)
            else:
                since, until = max(begins, start), min(ends + question.linger, end)
            if where == place and since < until:
                met.setdefault(person, []).append((source, place, since, until))
    return met


def counts(place, question, types):
    """Whether a place is of a type that is asked for."""
    kind = types.get(place, "")
    wanted = question.only_types is None or kind in question.only_types
    return wanted and kind not in question.without_types
