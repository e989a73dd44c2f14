"""The addresses of the whole product: each module brings its own, under its own noun."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from . import catalogue, views

MODULES = [
    ("", "longgang.accounts.login_urls"),
    ("accounts/", "longgang.accounts.urls"),
    ("areas/", "longgang.areas.urls"),
    ("audit/", "longgang.site.auditing.urls"),
    ("notices/", "longgang.notices.urls"),
    ("register/", "longgang.people.urls"),
    ("passes/", "longgang.passes.urls"),
]

site_patterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("elder/", views.switch_elder, name="elder"),
    path("privacy/", views.privacy, name="privacy"),
    path("feedback/", views.feedback, name="feedback"),
    path("help/", views.show_help, name="help"),
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("parts/", catalogue.show_parts, name="parts"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((site_patterns, "site"))),
    path("language/", views.switch_language, name="set_language"),
    *(path(prefix, include(name)) for prefix, name in MODULES if find_spec(name)),
]
