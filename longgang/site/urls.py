"""The addresses of the whole product: each module brings its own, under its own noun."""

from django.urls import URLPattern, URLResolver, include, path

from . import catalogue, views

site_patterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("elder/", views.switch_elder, name="elder"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
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
    path("", include("longgang.accounts.login_urls")),
    path("accounts/", include("longgang.accounts.urls")),
    path("areas/", include("longgang.areas.urls")),
    path("audit/", include("longgang.site.auditing.urls")),
    path("notices/", include("longgang.notices.urls")),
    path("register/", include("longgang.people.urls")),
    path("passes/", include("longgang.passes.urls")),
    path("", include("longgang.passes.code_urls")),
    path("health/", include("longgang.health.urls")),
    path("trail/", include("longgang.trail.urls")),
    path("measures/", include("longgang.measures.urls")),
    path("arrivals/", include("longgang.arrivals.urls")),
    path("isolation/", include("longgang.isolation.urls")),
    path("tracing/", include("longgang.tracing.urls")),
    path("checkpoints/", include("longgang.checkpoints.urls")),
]

handler500 = views.fail
