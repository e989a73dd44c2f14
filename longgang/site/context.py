"""What the frame of every page needs: who is here, where they may go, how large the letters are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from longgang.areas.api import area_name

from . import navigation

ELDER_COOKIE = "elder"


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's variables; whatever costs a query is asked for only when it is drawn."""
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "district": SimpleLazyObject(lambda: area_name(settings.DISTRICT_CODE)),
        "navigation": SimpleLazyObject(lambda: navigation.menu_for(user, request.path)),
        "neighbours": SimpleLazyObject(lambda: navigation.neighbours_for(user, request.path)),
        "own_pages": SimpleLazyObject(lambda: navigation.own_pages_for(user, request.path)),
        "notices_url": navigation.address_of("notices:list"),
        "unread": SimpleLazyObject(lambda: navigation.unread_for(user)),
    }
