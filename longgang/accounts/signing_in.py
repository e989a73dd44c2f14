"""The pages of signing in: allauth's views with our forms, our templates and our ways on."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.mixins import NextRedirectMixin
from allauth.account.stages import LoginByCodeStage
from allauth.mfa.base import views as mfa_views
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View

from longgang.core.errors import NotAllowed

from . import forms
from .access import ENTRANCE_COOKIE, STAFF
from .adapters import TOO_MANY_REQUESTS
from .codes import CodeProcess
from .models import User
from .second_factor import spend_code

A_YEAR = 366 * 24 * 3600


class AskForCodeView(account_views.RequestLoginCodeView):  # type: ignore[misc]  # no types
    """Residents type their phone number."""

    template_name = "accounts/sign_in.html"

    def get_form_class(self) -> type[forms.AskForCodeForm]:
        return forms.AskForCodeForm

    def form_valid(self, form: forms.AskForCodeForm) -> HttpResponse:
        CodeProcess.begin(self.request, phone=form.cleaned_data["phone"], user=form.account)
        return redirect(self.get_success_url())


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"),
    name="dispatch",
)
class EnterCodeView(account_views.ConfirmLoginCodeView):  # type: ignore[misc]  # no types
    """Residents type the code. Three tries within five minutes, then they ask for a new one."""

    template_name = "accounts/enter_code.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.stage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001 - allauth's
        process = CodeProcess.resume(self.stage)
        if process is None:
            messages.warning(request, _("The code has expired. Ask for a new one."))
            return redirect("account_request_login_code")
        if not process.count_try(request):
            messages.error(request, TOO_MANY_REQUESTS)
            return redirect("account_confirm_login_code")
        self._process = process
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_form_class(self) -> type[forms.EnterCodeForm]:
        return forms.EnterCodeForm

    def form_valid(self, form: forms.EnterCodeForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        response.delete_cookie(ENTRANCE_COOKIE)
        return response

    def form_invalid(self, form: forms.EnterCodeForm) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return FormView.form_invalid(self, form)
        messages.error(self.request, _("Three wrong codes. Ask for a new one."))
        return redirect("account_request_login_code")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self._process.code if settings.DEMO else ""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        again = self.passthrough_next_url(reverse("ask_again"))
        return context | {"demo_code": code, "ask_again_url": again}


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"),
    name="dispatch",
)
class AskAgainView(NextRedirectMixin, View):  # type: ignore[misc]  # no types
    """Whom the code does not reach: another one to the same phone, or to another phone."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """One phone as often as the first time, no oftener; the page says what happened."""
        process = CodeProcess(request._login_stage)  # type: ignore[attr-defined]  # noqa: SLF001 - allauth's
        if "other_phone" in request.POST:
            process.abort()
            return self._lead("account_request_login_code")
        form = forms.AskForCodeForm({"phone": process.state["phone"]})
        if form.is_valid():
            CodeProcess.begin(request, phone=form.cleaned_data["phone"], user=form.account)
            messages.success(request, _("Another code is on its way. The one before is void."))
        else:
            messages.error(request, TOO_MANY_REQUESTS)
        return self._lead("account_confirm_login_code")

    def _lead(self, page: str) -> HttpResponse:
        return redirect(self.passthrough_next_url(reverse(page)))


class StaffSignInView(account_views.LoginView):  # type: ignore[misc]  # no types
    """Staff type account number or phone, and the password."""

    template_name = "accounts/staff_sign_in.html"

    def get_form_class(self) -> type[forms.StaffSignInForm]:
        return forms.StaffSignInForm

    def form_valid(self, form: forms.StaffSignInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        response.set_cookie(
            ENTRANCE_COOKIE, STAFF, max_age=A_YEAR, samesite="Lax",
            httponly=True, secure=self.request.is_secure(),
        )  # fmt: skip
        return response


class SecondFactorView(mfa_views.AuthenticateView):  # type: ignore[misc]  # no types
    """The second step for staff: the code of their authenticator."""

    template_name = "accounts/second_factor.html"

    def get_form_class(self) -> type[forms.SecondFactorForm]:
        return forms.SecondFactorForm


class SetUpSecondFactorView(ActivateTOTPView):  # type: ignore[misc]  # no types
    """Staff connect an authenticator. Who loses it goes to the administrator."""

    template_name = "accounts/set_up_second_factor.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_is_staff(request)
        if is_mfa_enabled(request.user):
            return redirect("accounts:me")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[forms.SetUpSecondFactorForm]:
        return forms.SetUpSecondFactorForm

    def form_valid(self, form: forms.SetUpSecondFactorForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        spend_code(form.user, form.cleaned_data["code"])
        messages.success(self.request, _("The authenticator is connected."))
        return response

    def get_success_url(self) -> str:
        return reverse("accounts:me")


class ChangePasswordView(account_views.PasswordChangeView):  # type: ignore[misc]  # no types
    """Staff choose a new password; residents have none."""

    template_name = "accounts/change_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_is_staff(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[forms.ChangePasswordForm]:
        return forms.ChangePasswordForm

    def form_valid(self, form: forms.ChangePasswordForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        reauthenticate_by_password(self.request)  # they have just typed it
        messages.success(self.request, _("Your password is changed."))
        return response


class ConfirmPasswordView(account_views.ReauthenticateView):  # type: ignore[misc]  # no types
    """Asks for the password again before something important."""

    template_name = "accounts/confirm_yourself.html"

    def get_form_class(self) -> type[forms.ConfirmPasswordForm]:
        return forms.ConfirmPasswordForm


class SignOutView(account_views.LogoutView):  # type: ignore[misc]  # no types
    """Only a POST ends the session; a GET asks."""

    template_name = "accounts/sign_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The browser forgets the pages it has kept: Back shows nobody what somebody else saw."""
        response: HttpResponseBase = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


class ClosedAccountView(account_views.AccountInactiveView):  # type: ignore[misc]  # no types
    """Where somebody lands whose account is closed."""

    template_name = "accounts/closed.html"


def check_is_staff(request: HttpRequest) -> None:
    """Residents have neither password nor second factor: their phone is the key."""
    if not (isinstance(request.user, User) and request.user.is_staff_member):
        raise NotAllowed
