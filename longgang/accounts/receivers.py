"""What is written down when somebody signs in, fails to, or changes how they sign in."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver

from . import actions
from .models import User
from .phones import account_with


@receiver(user_logged_in)
def _signed_in(user: User, **_: Any) -> None:
    actions.note_signed_in(user)


@receiver(user_login_failed)
def _sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Only failures at accounts that exist: what strangers typed may be anybody's password."""
    typed = str(credentials.get("username", ""))
    if user := account_with(number_or_phone=typed):
        actions.note_sign_in_failed(user)


@receiver(password_changed)
def _password_changed(user: User, **_: Any) -> None:
    actions.note_password_changed(user)


@receiver(authenticator_added)
def _second_factor_added(user: User, **_: Any) -> None:
    actions.note_second_factor_added(user)
