"""Pages that belong to no module: home, switches of the frame, privacy, health of the service."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import server_error
from django.views.i18n import set_language

from longgang.accounts.api import posts_of, public

from .context import ELDER_COOKIE
from .home import sections_for, services_for, tasks_for
from .middleware import way_back

A_YEAR = 365 * 24 * 3600


@public("everybody begins here")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: two doors for strangers, services for residents, tasks for staff."""
    user = request.user
    if not user.is_authenticated:
        return render(request, "site/home_signed_out.html")
    template = "site/home_staff.html" if user.is_staff_member else "site/home_resident.html"
    context = {
        "posts": posts_of(user),
        "tasks": tasks_for(user),
        "services": services_for(user, request.path),
        "sections": sections_for(user),
    }
    return render(request, template, context)


@public("large letters are chosen before anything else")
@require_POST
def switch_elder(request: HttpRequest) -> HttpResponse:
    """Large letters on or off, remembered for a year."""
    onwards = request.POST.get("next", "")
    hosts = {request.get_host()}
    if "/" not in onwards or not url_has_allowed_host_and_scheme(onwards, allowed_hosts=hosts):
        onwards = "/"
    answer = redirect(onwards)
    if request.POST.get("elder") == "1":
        answer.set_cookie(
            ELDER_COOKIE, "1", max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
        )
    else:
        answer.delete_cookie(ELDER_COOKIE)
    return answer


@public("the language is chosen before anything else")
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Django's own switch: it keeps the choice in a cookie and goes back."""
    return set_language(request)


@public("everybody may know what is done with their data")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long, and which rights people have."""
    return render(request, "site/privacy.html")


@public("everybody may know what works for whom, and what does not yet")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What can be relied on by people who see, hear or hold with difficulty, and whom to tell."""
    return render(request, "site/accessibility.html")


def refuse_old_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a token that fits: said in our words, with the page to open again."""
    return render(request, "403_csrf.html", {"back": way_back(request)}, status=403)


@public("opinions are welcome from everybody")
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """Where to say what is wrong or missing."""
    return render(request, "site/feedback.html")


@public("help is for everybody")
@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    """The questions that are asked most."""
    return render(request, "site/help.html")


@public("load balancers ask without a login; it tells nothing but yes or no")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@public("crawlers have nothing to look for here")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@public("browsers ask for it by themselves")
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark, for those who ask at the old address."""
    return redirect(static("site/img/mark.svg"))


@public("whoever hits on a fault is told")
def fail(request: HttpRequest) -> HttpResponse:
    """A fault of ours is 500; a database that is away for a moment 503, and browsers ask again."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return server_error(request)
    answer = server_error(request, "503.html")
    answer.status_code = 503
    answer.headers["Retry-After"] = "10"
    return answer
