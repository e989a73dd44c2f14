"""Addresses of the register, under /register/. Numbers are public ids, never personal data."""

from django.urls import path

from .views import companies, merging, own, people, vehicle_uploads, vehicles

app_name = "people"

urlpatterns = [
    path("me/", own.me, name="me"),
    path("me/represent", own.represent, name="represent"),
    path("me/release/<str:number>", own.release, name="release"),
    path("people/", people.list_people, name="people"),
    path("people/register", people.register, name="register_person"),
    path("people/<str:number>/", people.show, name="person"),
    path("people/<str:number>/show/<str:field>", people.show_value, name="reveal"),
    path("people/<str:number>/correct", people.correct, name="correct_person"),
    path("people/<str:number>/qualify", people.qualify, name="qualify"),
    path("people/<str:number>/merge/<str:other>", merging.merge_two_people, name="merge_people"),
    path("companies/", companies.list_companies, name="companies"),
    path("companies/register", companies.register, name="register_company"),
    path("companies/<str:number>/", companies.show, name="company"),
    path("companies/<str:number>/show-phone", companies.show_phone, name="reveal_company"),
    path("companies/<str:number>/correct", companies.correct, name="correct_company"),
    path("companies/<str:number>/approve", companies.approve, name="approve_company"),
    path("companies/<str:number>/refuse", companies.refuse, name="refuse_company"),
    path("companies/<str:number>/members/add", companies.add_member, name="add_member"),
    path(
        "companies/<str:number>/members/<str:member>/remove",
        companies.remove_member,
        name="remove_member",
    ),
    path("companies/<str:number>/crew/add", companies.add_crew, name="add_crew"),
    path(
        "companies/<str:number>/crew/<str:person>/remove",
        companies.remove_crew,
        name="remove_crew",
    ),
    path("vehicles/", vehicles.list_vehicles, name="vehicles"),
    path("vehicles/register", vehicles.register, name="register_vehicle"),
    path("vehicles/workbooks/", vehicle_uploads.upload_vehicles, name="upload_vehicles"),
    path("vehicles/workbooks/template", vehicle_uploads.template, name="vehicle_template"),
    path("vehicles/workbooks/<str:number>/", vehicle_uploads.show_upload, name="vehicle_upload"),
    path("vehicles/workbooks/<str:number>/enter", vehicle_uploads.enter, name="enter_vehicles"),
    path("vehicles/workbooks/<str:number>/faults", vehicle_uploads.faults, name="vehicle_faults"),
    path("vehicles/<str:number>/", vehicles.show, name="vehicle"),
    path("vehicles/<str:number>/assign", vehicles.assign, name="assign_vehicle"),
    path("vehicles/<str:number>/correct", vehicles.correct, name="correct_vehicle"),
    path(
        "vehicles/<str:number>/merge/<str:other>",
        merging.merge_two_vehicles,
        name="merge_vehicles",
    ),
    path("duplicates/", merging.list_duplicates, name="duplicates"),
]
