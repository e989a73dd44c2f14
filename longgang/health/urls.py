"""The addresses of the observations: the workbooks of the labs."""

from django.urls import path

from .views import results

app_name = "health"

urlpatterns = [
    path("results/", results.results, name="results"),
    path("results/template/", results.template, name="result_template"),
    path("results/<str:number>/", results.upload, name="result_upload"),
    path("results/<str:number>/enter/", results.enter, name="enter_results"),
    path("results/<str:number>/faults/", results.faults, name="result_faults"),
]
