"""The pass itself: the page behind the QR code, the code, and the sheet of paper."""

from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, public, signed_in
from longgang.areas.api import find_desk_by_code, place_name
from longgang.core.clock import now
from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.parts import phone_link

from ..gate_rules import Level
from ..gate_wording import draw, limit_words
from ..models import VehiclePass
from ..queries import pass_verdict, who_is_aboard
from ..sheet import both_languages, people_rows, sheet_rows
from ..signing import address_in_code

DARK = {Level.GREEN: "#08713a", Level.AMBER: "#7a4f00"}  # dark enough for a camera
GREY = "#4d5866"
WHY = "whoever holds the code may see whether the pass is valid; nobody can guess it"


@public(WHY)
@never_cache
@require_GET
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Valid or not, now, and why; of the people aboard only how many."""
    vehicle_pass = _get_by_token(token)
    verdict = pass_verdict(vehicle_pass, now=now())
    limit = limit_words(verdict, vehicle_pass)
    is_seen = request.user.is_authenticated and VehiclePass.objects.visible_to(request.user).filter(
        pk=vehicle_pass.pk
    )
    context = {
        "vehicle_pass": vehicle_pass,
        "verdict": draw(verdict, plate=vehicle_pass.plate, lines=(limit,)),
        "facts": _facts(vehicle_pass),
        "details_url": vehicle_pass.get_absolute_url() if is_seen else "",
        "asked_at": now(),
    }
    return render(request, "passes/card.html", context)


@public(WHY)
@never_cache
@require_GET
def qr(request: HttpRequest, token: str) -> HttpResponse:
    """The signed code: green while the pass is valid, amber soon, grey when it is not."""
    vehicle_pass = _get_by_token(token)
    if not vehicle_pass.pass_number:
        raise Http404
    dark = DARK.get(pass_verdict(vehicle_pass, now=now()).level, GREY)
    address = address_in_code(vehicle_pass, now=now())
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(
        written, kind="svg", scale=8, border=4, dark=dark, light="#fff"
    )
    return HttpResponse(written.getvalue(), content_type="image/svg+xml")


@signed_in("whoever sees the application")
@require_GET
def sheet(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """The pass on A4, in two languages, to print."""
    passes = VehiclePass.objects.visible_to(request.user).prefetch_related("aboard")
    vehicle_pass = get_object_or_404(passes.exclude(pass_number=""), number=number)
    verdict = pass_verdict(vehicle_pass, now=now())
    is_good = verdict.level in {Level.GREEN, Level.AMBER}
    context = {
        "vehicle_pass": vehicle_pass,
        "rows": sheet_rows(vehicle_pass),
        "people": people_rows(vehicle_pass),
        "not_valid": "" if is_good else both_languages(lambda: str(verdict.words)),
        "desk": find_desk_by_code(vehicle_pass.desk_code),
    }
    return render(request, "passes/sheet.html", context)


def _facts(vehicle_pass: VehiclePass) -> list[tuple[Words, object]]:
    """What a stranger with the code may know."""
    desk = find_desk_by_code(vehicle_pass.desk_code)
    begin, until = vehicle_pass.valid_from, vehicle_pass.valid_until
    count = len(vehicle_pass.aboard.all())
    people = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
    known: list[tuple[Words, object]] = [
        (_("Validity"), f"{short_moment(begin)} — {short_moment(until)}" if begin else ""),
        (_("Checkpoint"), place_name(vehicle_pass.checkpoint_number)),
        (_("People aboard"), people),
        (_("Issued by") if vehicle_pass.pass_number else _("Office in charge"), desk),
        (_("To verify, call"), phone_link(desk.phone) if desk else ""),
    ]
    return [fact for fact in known if fact[1]]


def _get_by_token(token: str) -> VehiclePass:
    passes = VehiclePass.objects.with_token(token).select_related("rule")
    return get_object_or_404(passes.prefetch_related(who_is_aboard(), "trips"))
