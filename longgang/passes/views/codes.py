"""What anybody may ask: is this code genuine, and with which keys can I see that myself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET

from longgang.accounts.api import public
from longgang.core.clock import now
from longgang.core.cose import MEDIA_TYPE
from longgang.core.errors import Words
from longgang.core.parts import Verdict
from longgang.core.tags import Tone

from ..codes import CodeState
from ..queries import is_valid_now
from ..signing import published_keys, read_pass_code

Answer = tuple[Tone, Words, list[Words]]

_IS_GENUINE = _("The pass is genuine.")
_GENUINE: dict[bool, Answer] = {
    True: (Tone.GOOD, _("Valid now"), [_IS_GENUINE, _("Compare the plate with the vehicle.")]),
    False: (
        Tone.IDLE,
        _("Not valid now"),
        [_IS_GENUINE, _("It has not begun, is over, is used up or was taken back.")],
    ),
}
_NOT_GENUINE: Answer = (
    Tone.BAD,
    _("Not genuine"),
    [_("This district did not sign the code."), _("Do not accept it.")],
)
_UNREADABLE: Answer = (
    Tone.IDLE,
    _("Cannot be read"),
    [
        _("The code is damaged or cut off."),
        _("Scan it once more, or ask for the number of the pass."),
    ],
)
_OTHERS: dict[CodeState, Answer] = {
    CodeState.FORGED: _NOT_GENUINE,
    CodeState.UNKNOWN_KEY: _NOT_GENUINE,  # we know all our keys
    CodeState.KEY_WITHDRAWN: (
        Tone.BAD,
        _("No longer accepted"),
        [
            _("The key that signed it has been withdrawn."),
            _("The holder's own page shows a new code."),
        ],
    ),
    CodeState.OTHER_ISSUER: (
        Tone.IDLE,
        _("From another district"),
        [_("Only that district can tell whether it is genuine.")],
    ),
    CodeState.UNREADABLE: _UNREADABLE,
    CodeState.NOT_OURS: _UNREADABLE,
}


@public("whoever is shown a pass may see whether it is genuine; the code says the plate anyhow")
@never_cache
@require_GET
def show_code(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine or not, the plate, valid now or not, and nothing else."""
    moment = now()
    read = read_pass_code(f"/C/{code}")
    plate = ""
    if read.state == CodeState.SIGNED and read.claims is not None:
        tone, word, lines = _GENUINE[is_valid_now(read.claims.number, now=moment)]
        plate = read.claims.plate
    else:
        tone, word, lines = _OTHERS[read.state]
    context = {"verdict": Verdict(tone, word, plate, lines), "asked_at": moment}
    is_code = read.claims is not None
    return render(request, "passes/code.html", context, status=200 if is_code else 404)


@public("public keys are for everybody: who has them needs to ask nobody about a code")
@cache_control(public=True, max_age=300)
@require_GET
def show_keys(_request: HttpRequest) -> HttpResponse:
    """The COSE_KeySet of the district, without the keys that were withdrawn."""
    return HttpResponse(published_keys(), content_type=MEDIA_TYPE)
