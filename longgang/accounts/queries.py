"""Who holds a permission at a place, and who is on duty at a desk."""

from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from longgang.core.clock import today
from longgang.core.prepared import Given, Prepared

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
    narrow = len(no_wider_than)
    return list(_holders(permission, area_code, desk_code, premises_number, narrow))


def on_duty(desk_code: str, moment: datetime) -> list[User]:
    """Who is told about what waits at a desk: those rostered now, else everybody who works for it.

    A shift of somebody who no longer does does not count. One query.
    """
    area_code = area_of_desk(desk_code)
    prefixes = {f"area_{length}": area_code[:length] for length in range(1, len(area_code) + 1)}
    asked = _working_at(work_of(desk_code), tuple(prefixes))
    everybody = asked.list(desk=desk_code, moment=moment, day=today(), **prefixes)
    return [user for user in everybody if vars(user)["is_rostered"]] or everybody


@cache
def _working_at(work: Permission, prefixes: tuple[str, ...]) -> Prepared[User]:
    """Asked with every application: who does this work at a desk, and whether on the roster."""
    shifts = Shift.objects.at(Given("moment")).filter(desk_code=Given("desk"), user=OuterRef("pk"))
    areas = Q(desk_code="", premises_number="", area_code__in=[Given(name) for name in prefixes])
    posts = Post.objects.live(Given("day")).filter(role__in=roles_with(work))
    holders = _people_in(posts.filter(areas | Q(desk_code=Given("desk"))))
    return Prepared(lambda: holders.annotate(is_rostered=Exists(shifts)))


def _holders(
    permission: Permission,
    area_code: str = "",
    desk_code: str = "",
    premises_number: str = "",
    narrow: int = 0,
) -> QuerySet[User]:
    posts = Post.objects.live().filter(role__in=roles_with(permission))
    if area_code or desk_code or premises_number:
        lies_in = area_code or area_of_desk(desk_code)
        prefixes = [lies_in[:length] for length in range(max(narrow, 1), len(lies_in) + 1)]
        covering = Q(desk_code="", premises_number="", area_code__in=prefixes)
        if desk_code:
            covering |= Q(desk_code=desk_code)
        if premises_number:
            covering |= Q(premises_number=premises_number)
        posts = posts.filter(covering)
    return _people_in(posts)


def _people_in(posts: QuerySet[Post]) -> QuerySet[User]:
    """By name."""
    holders = User.objects.active().filter(pk__in=posts.order_by().values("user"))
    return holders.order_by("sort_key", "id")
