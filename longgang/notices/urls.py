"""Addresses of notices and messages."""

from django.urls import path

from . import views

app_name = "notices"

urlpatterns = [
    path("", views.list_notices, name="list"),
    path("read/", views.read_all_notices, name="read_all"),
    path("deliveries/", views.list_deliveries, name="deliveries"),
    path("deliveries/<str:number>/", views.show_delivery, name="delivery"),
    path("deliveries/<str:number>/retry/", views.retry, name="retry"),
    path("demo-sms/", views.show_demo_phone, name="demo_phone"),
    path("<str:number>/", views.open_notice, name="open"),
]
