"""The addresses of the passes: paths are nouns, the last part of a POST's path is its verb."""

from django.urls import path

from .views import fleet

app_name = "passes"

urlpatterns = [
    # many trips at once
    path("fleet/", fleet.fleet, name="fleet"),
    path("fleet/template/", fleet.fleet_template, name="fleet_template"),
    path("fleet/repeat/", fleet.fleet_repeat, name="fleet_repeat"),
    path("fleet/<str:number>/", fleet.fleet_upload, name="fleet_upload"),
    path("fleet/<str:number>/submit/", fleet.fleet_submit, name="fleet_submit"),
    path("fleet/<str:number>/faults/", fleet.fleet_faults, name="fleet_faults"),
]
