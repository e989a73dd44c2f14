"""What staff must do first: choose a password of their own, set up the second factor."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from .models import User

# Reachable while a duty is open: the duty's own pages, the way out, the choice of language.
OPEN_MEANWHILE = frozenset(
    {
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "elder",
        "mfa_activate_totp",
        "set_language",
    }
)
KNOWN_TO_HAVE_TOTP = "has_second_factor"


def first_duty(request: HttpRequest) -> str | None:
    """The name of the page that a signed-in staff member must finish first, or nothing.

    Costs one query per session: that a second factor exists is remembered, and losing it ends
    every session.
    """
    user = request.user
    if not isinstance(user, User) or not user.is_staff_member:
        return None
    match = request.resolver_match
    if match is not None and match.url_name in OPEN_MEANWHILE:
        return None
    if user.must_change_password:
        return "account_change_password"
    if settings.STAFF_TOTP and not _has_totp(request, user):
        return "mfa_activate_totp"
    return None


def _has_totp(request: HttpRequest, user: User) -> bool:
    if not request.session.get(KNOWN_TO_HAVE_TOTP):
        found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
        request.session[KNOWN_TO_HAVE_TOTP] = found
    return bool(request.session[KNOWN_TO_HAVE_TOTP])
