"""What the register's pages have in common: a page that is one form."""

from django.http import HttpResponse
from django.shortcuts import render

from longgang.accounts.api import AuthenticatedRequest
from longgang.core.forms import Form


def form_page(
    request: AuthenticatedRequest, form: Form, title: str, *, back: str, lead: str = ""
) -> HttpResponse:
    """A page that is one form; 422 when something in it is wrong."""
    context = {"form": form, "title": title, "lead": lead, "back_url": back}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
