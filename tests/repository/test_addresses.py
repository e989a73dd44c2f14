"""Every address says for whom it is, and its name is one word repeated everywhere."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from longgang.accounts.access import access_of
from longgang.site.middleware import MACHINES


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, where)
        else:
            yield where, entry


def test_every_address_says_for_whom_it_is():
    silent = [
        where for where, entry in addresses(get_resolver()) if access_of(entry.callback) is None
    ]
    assert silent == []


def test_every_address_has_a_name():
    assert [where for where, entry in addresses(get_resolver()) if not entry.name] == []


def test_no_address_carries_a_database_id():
    """Numbers and tokens are for people; `id` stays inside."""
    exposed = [
        where
        for where, entry in addresses(get_resolver())
        if {"id", "pk"} & set(getattr(entry.pattern, "converters", {}))
    ]
    assert exposed == []


def test_machines_are_asked_for_at_their_own_door():
    elsewhere = [
        where
        for where, entry in addresses(get_resolver())
        if (access := access_of(entry.callback)) and access.is_for_machines
        and not f"/{where}".startswith(MACHINES)
    ]  # fmt: skip
    assert elsewhere == []
