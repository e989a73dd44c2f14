"""Who may do what where, and who is on duty. The posts of a user cost one query per request."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from longgang.core.errors import NotAllowed, Refusal

from .models import Post, Shift, User
from .permissions import Permission
from .places import Scope, area_of_desk
from .roles import roles_with


def scope_of(user: Any, permission: Permission) -> Scope:
    """Everywhere this person holds the permission today; empty for strangers and residents."""
    return merge_scopes(post.scope for post in _live_posts(user) if post.has(permission))


def holds(
    user: Any,
    permission: Permission,
    *,
    area_code: str = "",
    desk_code: str = "",
    premises_number: str = "",
) -> bool:
    """Whether this person holds the permission at the place; without a place: anywhere at all.

    Name the desk alone to ask "may they act for this desk?": its area is read from its code. Name
    the premises together with its area, or only posts tied to that very premises are found.
    """
    return scope_of(user, permission).covers(
        area_code=area_code, desk_code=desk_code, premises_number=premises_number
    )


def check_holds(
    user: Any,
    permission: Permission,
    *,
    area_code: str = "",
    desk_code: str = "",
    premises_number: str = "",
    refusal: Refusal | None = None,
) -> None:
    """Raise NotAllowed (403) unless the person holds the permission at the place."""
    if not holds(
        user,
        permission,
        area_code=area_code,
        desk_code=desk_code,
        premises_number=premises_number,
    ):
        raise NotAllowed(refusal)


def users_with(
    permission: Permission,
    *,
    area_code: str = "",
    desk_code: str = "",
    premises_number: str = "",
) -> list[User]:
    """Everybody who holds the permission at the place today, by name. One query."""
    posts = Post.objects.live().filter(role__in=roles_with(permission))
    if area_code or desk_code or premises_number:
        lies_in = area_code or area_of_desk(desk_code)
        prefixes = [lies_in[:length] for length in range(1, len(lies_in) + 1)]
        covering = Q(desk_code="", premises_number="", area_code__in=prefixes)
        if desk_code:
            covering |= Q(desk_code=desk_code)
        if premises_number:
            covering |= Q(premises_number=premises_number)
        posts = posts.filter(covering)
    holders = User.objects.active().filter(pk__in=posts.order_by().values("user"))
    return list(holders.order_by("name", "id"))


def on_duty(desk_code: str, moment: datetime) -> list[User]:
    """Who is told about a waiting application: those rostered now, else everybody of the desk.

    A shift of somebody who no longer decides for the desk does not count.
    """
    deciding = users_with(Permission.PASS_REVIEW, desk_code=desk_code)
    rostered = set(
        Shift.objects.filter(desk_code=desk_code).at(moment).values_list("user_id", flat=True)
    )
    return [user for user in deciding if user.pk in rostered] or deciding


def merge_scopes(scopes: Iterable[Scope]) -> Scope:
    """All places of several scopes, each once, in a steady order."""
    listed = list(scopes)
    return Scope(
        areas=tuple(sorted({code for scope in listed for code in scope.areas})),
        desks=tuple(sorted({code for scope in listed for code in scope.desks})),
        premises=tuple(sorted({code for scope in listed for code in scope.premises})),
    )


def _live_posts(user: Any) -> tuple[Post, ...]:
    return getattr(user, "live_posts", ())
