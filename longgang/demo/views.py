"""The page that leads a newcomer through the story, and signs them in as whoever it needs."""

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import User, public
from longgang.core.tables import workbook_answer
from longgang.people.api import companies_of

from .cast import find_account
from .guide import CHAPTERS, START_PAGES, roles
from .workbook import write_results, write_tomorrow


def _only_in_the_demo() -> None:
    """Whatever the address list says: an office in service has no such pages."""
    if not settings.DEMO:
        raise Http404


@public("the demo's guide; its people are invented")
@require_GET
def story(request: HttpRequest) -> HttpResponse:
    """The story step by step, and one login for each role."""
    _only_in_the_demo()
    return render(request, "demo/story.html", {"chapters": CHAPTERS, "roles": roles()})


@public("the demo's tankers are invented")
@require_GET
def tomorrow(request: HttpRequest) -> HttpResponse:
    """Tomorrow's 29 tankers, ready to upload."""
    _only_in_the_demo()
    dispatcher = find_account("dispatcher")
    company = get_object_or_404(companies_of(dispatcher)) if dispatcher else None
    if company is None:
        raise Http404
    return workbook_answer(write_tomorrow(company), "tomorrow")


@public("the people of the demo's lab are invented")
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """What a lab found this morning, ready to upload."""
    _only_in_the_demo()
    return workbook_answer(write_results(), "results")


@public("the demo lets everybody be everybody; elsewhere there is no such page")
@require_POST
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Be this role at once, and land where its part of the story begins."""
    _only_in_the_demo()
    user = find_account(key)
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    user_logged_in.send(sender=User, request=request, user=user)
    return redirect(reverse(START_PAGES.get(key, "site:home")))
