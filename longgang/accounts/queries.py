"""Who holds a permission at a place, and who is on duty at a desk."""

from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from longgang.core.clock import today
from longgang.core.prepared import Prepared
from longgang.core.statements import Given

from .models import Post, Shift, User
from .permissions import Permission
from .places import area_of_desk, work_of
from .roles import roles_with


def users_with(
    permission: Permission,
    *,
    area_code: str = "",
    desk_code: str = "",
    premises_number: str = "",
    no_wider_than: str = "",
) -> list[User]:
    """Everybody who holds the permission at the place today, by name. One query.

    Posts for an area larger than `no_wider_than`, where that is named, are left out.
    """
    if not (area_code or desk_code or premises_number):
        return list(_people_in(Post.objects.live().filter(role__in=roles_with(permission))))
    places = _places_around(
        area_code or area_of_desk(desk_code), desk_code, premises_number, len(no_wider_than)
    )
    return _holding(permission).list(day=today(), **places)


def on_duty(desk_code: str, moment: datetime) -> list[User]:
    """Who is told about what waits at a desk: those rostered now, else everybody who works for it.

    A shift of somebody who no longer does does not count. One query.
    """
    places = _places_around(area_of_desk(desk_code), desk_code)
    asked = _working(work_of(desk_code))
    everybody = asked.list(day=today(), desk=desk_code, moment=moment, **places)
    return [user for user in everybody if vars(user)["is_rostered"]] or everybody


def _places_around(
    area_code: str, desk_code: str = "", premises_number: str = "", narrow: int = 0
) -> dict[str, list[str]]:
    """What a post may be for that covers a place."""
    lengths = range(max(narrow, 1), len(area_code) + 1)
    return {
        "areas": [area_code[:length] for length in lengths],
        "desks": [desk_code] if desk_code else [],
        "premises": [premises_number] if premises_number else [],
    }


# Asked with every application and every measure, about whoever is to be told.
@cache
def _holding(permission: Permission) -> Prepared[User]:
    return Prepared(lambda: _covering(permission))


@cache
def _working(work: Permission) -> Prepared[User]:
    shifts = Shift.objects.at(Given("moment")).filter(desk_code=Given("desk"), user=OuterRef("pk"))
    return Prepared(lambda: _covering(work).annotate(is_rostered=Exists(shifts)))


def _covering(permission: Permission) -> QuerySet[User]:
    place = (
        Q(desk_code="", premises_number="", area_code__among=Given("areas"))
        | Q(desk_code__among=Given("desks"))
        | Q(premises_number__among=Given("premises"))
    )
    posts = Post.objects.live(Given("day")).filter(place, role__in=roles_with(permission))
    return _people_in(posts)


def _people_in(posts: QuerySet[Post]) -> QuerySet[User]:
    """By name."""
    holders = User.objects.active().filter(pk__in=posts.order_by().values("user"))
    return holders.order_by("sort_key", "id")
