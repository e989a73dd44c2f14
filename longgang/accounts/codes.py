"""Signing in with a code, as allauth does it, with one difference: the first code opens an account.

Whether a phone has an account, and whether it belongs to staff, cannot be told from any page: every
phone goes the same way. Staff phones get words instead of a code, so no code fits.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from longgang.core.sealed import blind_index

from .actions import open_account
from .models import User


class CodeProcess(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """A code on its way from a phone back to the page that asked for it."""

    @classmethod
    def begin(cls, request: HttpRequest, *, phone: str, user: User | None) -> "CodeProcess":
        """Make a code, send it, and remember it in the session."""
        login = Login(user=user, state={"stages": {"current": LoginByCodeStage.key}})
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, phone=phone), initiated_by_user=True)
        process = cls(stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> "CodeProcess | None":
        """The code that the session waits for, or nothing when it has expired."""
        process: CodeProcess | None = cls(stage).abort_if_invalid()
        return process

    def count_try(self, request: HttpRequest) -> bool:
        """Whether one more code may be tried for this phone now.

        The session's own count is read and written back, so tries at once would share one; this
        one is kept outside, under a lock.
        """
        key = blind_index("phone", self.state["phone"])
        return bool(ratelimit.consume(request, action="try_login_code", key=key))

    def send_by_phone(self, phone: str, **_: Any) -> None:
        """A code for residents, known or new; words for staff."""
        if self.user is not None and self.user.is_staff_member:
            get_adapter().send_unknown_account_sms(phone)
            return
        self.state["code"] = get_adapter().generate_phone_verification_code(
            user=self.user, phone=phone
        )
        get_adapter().send_verification_code_sms(
            user=self.user, phone=phone, code=self.state["code"]
        )

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code was right: open the account if the phone has none, then sign in."""
        if self.user is None:
            self._user = open_account(self.state["phone"], language=get_language() or "")
        response: HttpResponse = super().finish(redirect_url)
        return response
