"""The scanner's shell: pages, worker, manifest. They hold no data; the device's key opens that."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from longgang.accounts.api import public
from longgang.core.identifiers import PROVINCES

from ..scanner_words import scanner_words

WHY = "the scanner's shell holds no data; without a device's key it shows nothing"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
ICONS = ["check", "alert-triangle", "x", "ban"]  # of the answers
PATIENCE_MS = 2000  # how long a kept page waits for a fresh one
FILES = [
    *(f"checkpoints/{name}.js" for name in (
        "app", "blocked", "clock", "judge", "link", "picture", "reading", "screens", "signals",
        "status", "stop", "store", "wedge",
    )),
    "checkpoints/scanner.css", "passes/gate.css",
    "passes/cbor.js", "passes/code.js", "passes/decide.js", "passes/gate_decision.json",
    "site/js/camera.js", "site/js/library.js", "vendor/idb/idb.js", "vendor/noble/ed25519.js",
    "vendor/zxing/reader.js", "vendor/zxing/zxing_reader.wasm",
    "vendor/tabler/tabler.min.css",
    *(f"site/css/{name}.css" for name in (
        "tokens", "shell", "parts", "fields", "table", "verdict", "print",
    )),
    "vendor/icons/sprite.svg", "site/img/mark.svg", "site/img/mark-light.svg",
]  # fmt: skip


@public(WHY)
@require_GET
def scanner(request: HttpRequest) -> HttpResponse:
    """The scanner in the reader's language."""
    code = "en" if translation.get_language() == "en" else "zh"
    return redirect("checkpoints:scanner_page", code)


@public(WHY)
@require_GET
def scanner_page(request: HttpRequest, language: str) -> HttpResponse:
    """One page for all screens; it works from the phone's cache when there is no network."""
    if language not in LANGUAGES:
        raise Http404
    return HttpResponse(_page(language, build=str(shell()["version"])))


@public(WHY)
@never_cache
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of the files it keeps written before it."""
    source = _read_static("checkpoints/worker.js")
    head = f"const SHELL = {json.dumps({**shell(), 'patience': PATIENCE_MS})};\n"
    return HttpResponse(head + source, content_type="text/javascript; charset=utf-8")


@public(WHY)
@require_GET
def web_manifest(request: HttpRequest) -> HttpResponse:
    """What makes the scanner installable on a phone's home screen."""
    mark = static("site/img/mark.svg")
    return JsonResponse(
        {
            "name": gettext("Checkpoint scanner"),
            "short_name": gettext("Checkpoint"),
            "lang": translation.get_language(),
            "start_url": reverse("checkpoints:scanner"),
            "scope": reverse("checkpoints:scanner").removesuffix("scanner/"),
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#f2f5fa",
            "theme_color": "#16356a",
            "icons": [{"src": mark, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
    )


@lru_cache(maxsize=1)
def shell() -> dict[str, object]:
    """Every file the scanner needs, and a name for exactly this set of them."""
    files = [static(name) for name in FILES]
    content = "".join([*files, *(_page(code, build="") for code in LANGUAGES)])
    version = hashlib.sha256(content.encode()).hexdigest()[:16]
    pages = [reverse("checkpoints:scanner_page", args=[code]) for code in LANGUAGES]
    return {"version": version, "files": [*pages, *files]}


@lru_cache(maxsize=2 * len(LANGUAGES))
def _page(language: str, *, build: str) -> str:
    with translation.override(LANGUAGES[language]):
        context = {
            "build": build,
            "demo": settings.DEMO,
            "words": scanner_words(),
            "icons": ICONS,
            "provinces": list(PROVINCES.values()),
            "home_province": PROVINCES.get(settings.DISTRICT_CODE[:2], ""),
            "other_language": "en" if language == "zh" else "zh",
            "LANGUAGE_CODE": LANGUAGES[language],
        }
        return render_to_string("checkpoints/scanner.html", context)


def _read_static(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")
