"""The security administrator's page of the keys that sign passes."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.audit.api import name_in_words
from longgang.core.clock import now

from ..actions.keys import rotate_signing_key, withdraw_signing_key
from ..forms.review import ReasonForm
from ..models import SigningKey
from ..signing import KeyState, key_states
from ..wording import key_tag


@allowed(Permission.KEY_MANAGE)
@require_GET
def signing_keys(request: AuthenticatedRequest) -> HttpResponse:
    """Every key, the newest first, with what it is good for and what can be done with it."""
    return _show(request, ReasonForm(), about="")


@allowed(Permission.KEY_MANAGE)
@require_POST
def rotate(request: AuthenticatedRequest) -> HttpResponse:
    """Publish the key that signs next."""
    rotate_signing_key(by=request.user)
    messages.success(request, _("Published. It signs once every device has asked for the keys."))
    return redirect("passes:signing_keys")


@allowed(Permission.KEY_MANAGE)
@require_POST
def withdraw(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Make void what a key has signed."""
    key = get_object_or_404(SigningKey.objects.visible_to(request.user), number=number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, form, about=key.number)
    withdraw_signing_key(key, **form.cleaned_data, by=request.user)
    messages.success(request, _("Withdrawn. Everything that it signed is void."))
    return redirect("passes:signing_keys")


def _show(request: AuthenticatedRequest, form: ReasonForm, *, about: str) -> HttpResponse:
    states = key_states(SigningKey.objects.visible_to(request.user), now=now())
    rows = [
        {
            "key": key,
            "tag": key_tag(state),
            "author": name_in_words(key.author_name),
            "withdrawn_by": name_in_words(key.withdrawn_by_name),
            "form": form if key.number == about else ReasonForm(auto_id=f"id_{key.number}_%s"),
        }
        for key, state in states
    ]
    context = {
        "rows": rows,
        "one_waits": any(state is KeyState.WAITING for _key, state in states),
        "address": settings.PUBLIC_URL + reverse("passes:keys"),
    }
    status = 422 if form.errors else 200
    return render(request, "passes/signing_keys.html", context, status=status)
