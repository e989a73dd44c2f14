"""What somebody may do and where, read from the posts they hold today. No tables here."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import NotAllowed, Refusal

from .permissions import Permission
from .places import Scope

FOR_STAFF = Refusal(
    "core.not_allowed",
    _("This page is for the staff of the district."),
    _("What you can do yourself stands on the home page."),
)


def scope_of(user: Any, *permissions: Permission) -> Scope:
    """Everywhere this person holds one of the permissions today; empty for residents and strangers.

    Costs one query per request: the posts are remembered on the user, and so are the answers.
    """
    known: dict[tuple[Permission, ...], Scope] = getattr(user, "scopes", {})
    if permissions not in known:
        posts = getattr(user, "live_posts", ())
        known[permissions] = merge_scopes(
            post.scope for post in posts if any(post.has(permission) for permission in permissions)
        )
    return known[permissions]


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
        is_staff = getattr(user, "is_staff_member", True)
        raise NotAllowed(refusal or (None if is_staff else FOR_STAFF))


def merge_scopes(scopes: Iterable[Scope]) -> Scope:
    """All places of several scopes, each once, in a steady order."""
    listed = list(scopes)
    return Scope(
        areas=tuple(sorted({code for scope in listed for code in scope.areas})),
        desks=tuple(sorted({code for scope in listed for code in scope.desks})),
        premises=tuple(sorted({code for scope in listed for code in scope.premises})),
    )
