"""The addresses of a demo: those of the product, and the page that leads through the story."""

from django.urls import include, path

from . import views

demo_patterns = [
    path("", views.story, name="story"),
    path("tomorrow.xlsx", views.tomorrow, name="tomorrow"),
    path("results.xlsx", views.results, name="results"),
    path("sign-in/<slug:key>/", views.sign_in, name="sign_in"),
]

urlpatterns = [
    path("demo/", include((demo_patterns, "demo"))),
    path("", include("longgang.site.urls")),
]
