"""The addresses of the whole product: each module brings its own, under its own noun."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from . import views

MODULES = {
    "passes/": "longgang.passes.urls",
    "register/": "longgang.people.urls",
    "areas/": "longgang.areas.urls",
    "audit/": "longgang.audit.urls",
    "accounts/": "longgang.accounts.urls",
    "notices/": "longgang.notices.urls",
}

site_patterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((site_patterns, "site"))),
    *(path(prefix, include(name)) for prefix, name in MODULES.items() if find_spec(name)),
    path("", include("allauth.urls")),
]
