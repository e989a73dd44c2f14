"""How allauth, which does the signing in, meets our accounts: phones, codes, sealed secrets."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from longgang.core.forms import PhoneField
from longgang.core.seals import seal, unseal

from .models import User
from .phones import account_of_phone

WRONG_LOGIN = _("Account number, phone or password is not correct.")
WRONG_CODE = _("This code is not correct.")
CODE_SPENT = _("This code was used already. Wait for the next one.")
TOO_MANY_TRIES = _("Too many failed tries. Wait 15 minutes, then try again.")
TOO_MANY_REQUESTS = _("Too many requests. Wait a minute, then try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # no types
    """One phone opens one account; a code is six digits and goes out through `CODE_SENDER`."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG_LOGIN,
        "phone_password_mismatch": WRONG_LOGIN,
        "too_many_login_attempts": TOO_MANY_TRIES,
        "rate_limited": TOO_MANY_REQUESTS,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This password is not correct."),
        "enter_current_password": _("Type your current password."),
    }

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Our own field, which knows Chinese mobile numbers."""
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        """The account that this phone opens."""
        return account_of_phone(phone)

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        """Phones are known to be right: a code proved them, or the administrator wrote them."""
        assert isinstance(user, User)
        return (user.phone, True) if user.phone else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:  # noqa: FBT001
        """Phones are written by our actions only; allauth has nothing to change."""

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        """A code that was right proves what `get_phone` already says."""

    def generate_phone_verification_code(self, *, user: AbstractBaseUser | None, phone: str) -> str:
        """Six digits: what people know from every other service."""
        return get_random_string(6, "0123456789")

    def send_verification_code_sms(
        self, user: AbstractBaseUser | None, phone: str, code: str, **_kwargs: Any
    ) -> None:
        """The code to the phone, with a warning that protects old people from callers."""
        words = gettext(
            "Your login code is %(code)s, valid for 5 minutes. Never tell it to anybody, "
            "not even to officials."
        )
        send_words(phone, words % {"code": code})

    def send_unknown_account_sms(self, phone: str, **_kwargs: Any) -> None:
        """To staff who ask for a code: the page must not tell a stranger that they are staff."""
        send_words(phone, gettext("Staff sign in with password and authenticator, not by code."))

    def get_login_stages(self) -> list[str]:
        """Code, then second factor. Phones and mails are not proved in stages of their own."""
        return [
            "allauth.account.stages.LoginByCodeStage",
            "allauth.mfa.stages.AuthenticateStage",
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not while the password typed to sign in is as fresh as one typed to confirm would be."""
        lately = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(self.request, self.request.user)
        if any(each["method"] == "password" and each["at"] > lately for each in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never answer with JSON: our pages are pages."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return reverse("accounts:me")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Django's own signal already tells our receivers."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Drop allauth's remarks; refusals that matter are shown by our own pages."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # no types
    """The secret of the second factor is sealed like personal data."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "rate_limited": TOO_MANY_TRIES,
    }

    def encrypt(self, text: str) -> str:
        return seal(text, "mfa.secret").hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(bytes.fromhex(encrypted_text), "mfa.secret")


def send_words(phone: str, words: str) -> None:
    """Hand words for a phone to the port that the settings name."""
    import_string(settings.CODE_SENDER)(phone, kind="account.code", text=words)
