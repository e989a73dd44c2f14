"""The contacts by the places where they met, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.sealed import blind_index
from longgang.core.sentences import beside
from longgang.core.tags import Tag

from .asking import Circles
from .grouping import Link, group_by_place
from .wording import (
    closeness_of,
    contact_tag,
    name_of,
    people_in_words,
    span_of,
)


@dataclass(frozen=True)
class GroupShown:
    """One place as the page writes it."""

    words: str
    anchor: str
    people: str
    closeness: Words
    lasted: str
    links: Sequence["LinkShown"]


@dataclass(frozen=True)
class LinkShown:
    """One contact at the place."""

    source: str
    name: str
    words: str
    tag: Tag


def places_of(circles: Circles, user: User) -> list[GroupShown]:
    """Where the contacts met, in words."""
    return [
        GroupShown(
            group.words,
            anchor_of(group.place),
            people_in_words(group.size),
            closeness_of(group.place_type),
            span_of(group.lasted),
            [_link(link, user) for link in group.links],
        )
        for group in group_by_place(circles)
    ]


def anchor_of(place: str) -> str:
    """Where a place stands on the page of contacts by place: a plate says nothing there."""
    return blind_index("tracing.place", place)


def _link(link: Link, user: User) -> LinkShown:
    circle = _("Circle %(degree)s") % {"degree": link.degree}
    return LinkShown(
        name_of(link.source, user),
        name_of(link.person, user),
        beside(circle, span_of(link.lasted), short_moment(link.last)),
        contact_tag(link.contact),
    )
