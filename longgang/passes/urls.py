"""The addresses of the passes: paths are nouns, the last part of a POST's path is its verb."""

from django.urls import path

app_name = "passes"

urlpatterns: list = []
