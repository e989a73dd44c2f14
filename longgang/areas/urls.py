"""Addresses of the division tree, under /areas/."""

from django.urls import path

from . import views

app_name = "areas"

urlpatterns = [
    path("", views.list_divisions, name="areas"),
    path("search", views.search, name="search"),
    path("desks/", views.list_desks, name="desks"),
    path("desks/add", views.add_desk, name="add_desk"),
    path("desks/<str:code>/correct", views.correct_desk, name="correct_desk"),
    path("premises/", views.list_places, name="premises"),
    path("premises/add", views.add_premises, name="add_premises"),
    path("premises/<str:number>/", views.show_premises, name="premises_page"),
    path("premises/<str:number>/correct", views.correct_premises, name="correct_premises"),
    path("premises/<str:number>/close", views.close_premises, name="close_premises"),
    path("<str:code>/", views.show_area, name="area"),
    path("<str:code>/add", views.add_area, name="add_area"),
    path("<str:code>/rename", views.rename_area, name="rename_area"),
    path("<str:code>/end", views.end_area, name="end_area"),
]
