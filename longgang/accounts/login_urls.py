"""Signing in and out. Only these pages of allauth exist; they keep the names it looks for."""

from django.urls import path

from . import signing_in as pages
from .access import public, signed_in

urlpatterns = [
    path(
        "login/",
        public("residents ask for a code here")(pages.AskForCodeView.as_view()),
        name="account_request_login_code",
    ),
    path(
        "login/code/",
        public("the code is the proof: three tries in five minutes")(pages.EnterCodeView.as_view()),
        name="account_confirm_login_code",
    ),
    path(
        "login/code/again/",
        public("limited by phone and by address, as the first code is")(
            pages.AskAgainView.as_view()
        ),
        name="ask_again",
    ),
    path(
        "login/staff/",
        public("staff sign in here; limited by address and by account")(
            pages.StaffSignInView.as_view()
        ),
        name="account_login",
    ),
    path(
        "login/second-factor/",
        public("the step after the password; limited by account")(pages.SecondFactorView.as_view()),
        name="mfa_authenticate",
    ),
    path(
        "login/closed/",
        public("tells somebody whose account is closed what to do")(
            pages.ClosedAccountView.as_view()
        ),
        name="account_inactive",
    ),
    path(
        "logout/",
        public("leaving is always possible")(pages.SignOutView.as_view()),
        name="account_logout",
    ),
    path(
        "accounts/password/",
        signed_in("one's own password only, staff only")(pages.ChangePasswordView.as_view()),
        name="account_change_password",
    ),
    path(
        "accounts/second-factor/",
        signed_in("one's own authenticator only, staff only")(
            pages.SetUpSecondFactorView.as_view()
        ),
        name="mfa_activate_totp",
    ),
    path(
        "accounts/confirm-password/",
        signed_in("proves again who is signed in")(pages.ConfirmPasswordView.as_view()),
        name="account_reauthenticate",
    ),
]
