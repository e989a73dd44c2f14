"""The addresses of the passes: paths are nouns, the last part of a POST's path is its verb."""

from django.urls import path

from .views import fleet, review

app_name = "passes"

urlpatterns = [
    # the desks
    path("queue/", review.queue, name="queue"),
    path("queue/<str:number>/", review.review, name="review"),
    path("queue/<str:number>/issue/", review.issue, name="issue"),
    path("queue/<str:number>/return/", review.return_for_correction, name="return"),
    path("queue/<str:number>/refuse/", review.refuse, name="refuse"),
    path("queue/<str:number>/hand-over/", review.hand_over, name="hand_over"),
    path("queue/<str:number>/revoke/", review.revoke, name="revoke"),
    # many trips at once
    path("fleet/", fleet.fleet, name="fleet"),
    path("fleet/template/", fleet.fleet_template, name="fleet_template"),
    path("fleet/repeat/", fleet.fleet_repeat, name="fleet_repeat"),
    path("fleet/<str:number>/", fleet.fleet_upload, name="fleet_upload"),
    path("fleet/<str:number>/submit/", fleet.fleet_submit, name="fleet_submit"),
    path("fleet/<str:number>/faults/", fleet.fleet_faults, name="fleet_faults"),
]
