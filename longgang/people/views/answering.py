"""What the register's pages have in common: a page that is one form, and trying an action."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from longgang.accounts.api import AuthenticatedRequest
from longgang.core.errors import Refused
from longgang.core.forms import Form


def form_page(
    request: AuthenticatedRequest, form: Form, title: str, *, back: str, lead: str = ""
) -> HttpResponse:
    """A page that is one form; 422 when something in it is wrong."""
    context = {"form": form, "title": title, "lead": lead, "back_url": back}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def done(
    request: AuthenticatedRequest, form: Form, action: Callable[[], object], words: str
) -> bool:
    """Do it when the form is right; show in the form why it was refused, or say that it is done."""
    if not form.is_valid():
        return False
    try:
        action()
    except Refused as refused:
        if refused.status != Refused.status:
            raise
        form.add_refusals(refused)
        return False
    messages.success(request, words)
    return True
