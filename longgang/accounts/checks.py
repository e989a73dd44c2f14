"""What `manage.py check` says about doors that stand open or lead nowhere."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from .access import access_of, path_of


@register(Tags.urls)
def check_access_is_declared(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Every view says who may open it; the middleware would refuse it otherwise."""
    return [
        Error(
            f"{path_of(pattern.callback)} at “{address}” does not declare who may open it.",
            hint="Put @allowed(Permission.…), @signed_in(“why”) or @public(“why”) on the view.",
            id="accounts.E001",
        )
        for address, pattern in each_view(get_resolver().url_patterns)
        if access_of(pattern.callback) is None
    ]


@register(Tags.security)
def check_access_is_enforced(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Declarations mean nothing without the middleware."""
    if "longgang.accounts.middleware.AccessMiddleware" in settings.MIDDLEWARE:
        return []
    return [Error("AccessMiddleware is missing from MIDDLEWARE.", id="accounts.E002")]


@register(Tags.security)
def check_demo_is_not_public(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """The demo shows login codes on the page, so it never runs under a public address."""
    if not (settings.DEMO and settings.PUBLIC_URL.startswith("https://")):
        return []
    return [
        Error(
            f"DEMO is on at {settings.PUBLIC_URL}: anybody could sign in as anybody.",
            hint="Set DEMO=false, or run the demo under a plain http:// address.",
            id="accounts.E003",
        )
    ]


@register(Tags.security)
def check_codes_can_be_sent(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Without a sender nobody could sign in by phone."""
    try:
        import_string(settings.CODE_SENDER)
    except ImportError as error:
        return [Error(f"CODE_SENDER cannot be loaded: {error}", id="accounts.E004")]
    return []


def each_view(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product with its pattern, however deep it was included."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from each_view(pattern.url_patterns, address)
        else:
            yield address, pattern
