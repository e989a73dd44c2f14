"""How a view says who may open it. A view that says nothing is refused by the middleware."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from longgang.core.errors import NotAllowed

from .models import User
from .permissions import Permission
from .scopes import FOR_STAFF, holds

View = Callable[..., HttpResponseBase]
ENTRANCE_COOKIE, STAFF = "entrance", "staff"  # which of the two sign-in pages this browser uses
HOME = "/"  # where to go after signing in when nothing better is known
_ENDED = _("You were signed out. Nothing of what you sent was saved; sign in to go on.")


class AuthenticatedRequest(HttpRequest):
    """What a view gets that is not open to everybody; the decorators below have seen to it."""

    user: User


class Audience(StrEnum):
    """For whom a view is."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"
    POST = "post"


@dataclass(frozen=True)
class Access:
    """A view's declaration: for whom, by which permissions (any of them), and why it is open."""

    audience: Audience
    why: str = ""
    permissions: tuple[Permission, ...] = ()
    is_for_machines: bool = False  # whoever is signed in beside it does not matter


# Views that libraries mount themselves, by where they are defined, each with the reason why it is
# open. What we mount of theirs declares its audience where it is mounted, as in login_urls.py.
DECLARED_ELSEWHERE: dict[str, Access] = {
    "django.views.i18n.set_language": Access(
        Audience.EVERYBODY, "the language is chosen before anything else"
    ),
    "django.views.i18n.JavaScriptCatalog": Access(
        Audience.EVERYBODY, "words for the pages' scripts, no data"
    ),
    "django.views.static.serve": Access(
        Audience.EVERYBODY, "style sheets and scripts of the product, no uploads"
    ),
    "django.contrib.staticfiles.views.serve": Access(
        Audience.EVERYBODY, "the same while developing"
    ),
}


def allowed(*permissions: Permission) -> Callable[[View], View]:
    """The view is for whoever holds one of these permissions at some place.

    Which rows they see is the queryset's business: out of scope is 404, not 403.
    """
    if not permissions:
        raise TypeError("name at least one permission")
    return _declare(Access(Audience.POST, permissions=permissions))


def signed_in(why: str) -> Callable[[View], View]:
    """The view is for residents and staff alike; `why` says what guards its rows."""
    return _declare(Access(Audience.SIGNED_IN, why))


def public(why: str, *, for_machines: bool = False) -> Callable[[View], View]:
    """The view is open to the whole world; `why` is the reason.

    What is `for_machines` knows its caller by other means than a person's session, which is not
    even read: such views are reached by a door of their own (`site.middleware.MachineDoor`).
    """
    return _declare(Access(Audience.EVERYBODY, why, is_for_machines=for_machines))


def access_of(view: Any) -> Access | None:
    """What the view declares, or what our table says about a library's view; None is a refusal."""
    if guards_itself(view):
        declared: Access = view.longgang_access
        return declared
    return DECLARED_ELSEWHERE.get(path_of(view))


def guards_itself(view: Any) -> bool:
    """Whether one of our decorators stands on the view and asks before it runs."""
    return isinstance(getattr(view, "longgang_access", None), Access)


def path_of(view: Any) -> str:
    """Where a view is defined: module and name of its function or class."""
    defined = getattr(view, "view_class", view)
    return f"{defined.__module__}.{getattr(defined, '__qualname__', type(defined).__qualname__)}"


def admit(request: HttpRequest, access: Access) -> HttpResponse | None:
    """Let in, send to the login page, or raise NotAllowed."""
    if access.audience is Audience.EVERYBODY:
        return None
    if not request.user.is_authenticated:
        return to_login(request, is_for_staff=bool(access.permissions))
    if access.permissions and not any(holds(request.user, each) for each in access.permissions):
        raise NotAllowed(None if request.user.is_staff_member else FOR_STAFF)
    return None


def to_login(request: HttpRequest, *, is_for_staff: bool) -> HttpResponse:
    """The login page, and back here afterwards; a swapped fragment takes the whole page along.

    What was sent cannot be sent again, so it goes back to the page with the form. Whose session has
    ended is not known any more: staff are led to their page by what only they may open, or by the
    cookie that their last sign-in left.
    """
    is_for_staff = is_for_staff or request.COOKIES.get(ENTRANCE_COOKIE) == STAFF
    page = "account_login" if is_for_staff else "account_request_login_code"
    swaps_a_fragment = request.headers.get("HX-Request") == "true"
    if request.method == "GET" and not swaps_a_fragment:
        return redirect_to_login(request.get_full_path(), page)
    if request.method == "POST":
        messages.info(request, _ENDED, fail_silently=True)
    answer = redirect_to_login(_page_at_hand(request), page)
    return HttpResponseClientRedirect(answer.url) if swaps_a_fragment else answer


def _page_at_hand(request: HttpRequest) -> str:
    """The page of ours that sent the request, else the home page."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return HOME
    address = urlsplit(page)
    return urlunsplit(("", "", address.path or HOME, address.query, ""))


def _declare(access: Access) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return admit(request, access) or view(request, *args, **kwargs)

        guarded.longgang_access = access  # type: ignore[attr-defined]
        return guarded

    return decorate
