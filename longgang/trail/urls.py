"""The addresses of the trail: the import of visits."""

from django.urls import path

from . import views

app_name = "trail"

urlpatterns = [
    path("visits/", views.uploads, name="uploads"),
    path("visits/template/", views.template, name="template"),
    path("visits/<str:number>/", views.upload, name="upload"),
    path("visits/<str:number>/enter/", views.enter, name="enter"),
    path("visits/<str:number>/faults/", views.faults, name="faults"),
]
