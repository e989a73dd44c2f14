"""Addresses of the auditor's pages."""

from django.urls import path

from . import views

app_name = "audit"

urlpatterns = [
    path("events/", views.list_events, name="events"),
    path("events/<str:number>/", views.show_event, name="event"),
    path("disclosures/", views.list_disclosures, name="disclosures"),
]
