"""What the frame of every page needs: who is here, where they may go, how large the letters are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import navigation

ELDER_COOKIE = "elder"


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's variables; everything that costs a query is asked for only when drawn."""
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "navigation": SimpleLazyObject(lambda: navigation.entries_for(user, request.path)),
        "unread": SimpleLazyObject(lambda: navigation.unread_for(user)),
    }
