"""The addresses of the quarantine sites: nouns, and the verb of a POST last."""

from django.urls import path

from .views import overview, reserving, sites, stays

app_name = "isolation"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("wall/", overview.wall, name="wall"),
    path("reconciliation/", overview.reconciliation, name="reconciliation"),
    path("sites/", sites.list_sites, name="sites"),
    path("sites/open/", sites.open_new, name="open"),
    path("sites/<str:number>/", sites.site, name="site"),
    path("sites/<str:number>/close/", sites.close, name="close"),
    path("sites/<str:number>/rooms/", sites.rooms, name="rooms"),
    path("sites/<str:number>/people/", stays.list_stays, name="stays"),
    path("rooms/<str:number>/", sites.room, name="room"),
    path("rooms/<str:number>/condition/", sites.condition, name="condition"),
    path("reserve/", reserving.find, name="find"),
    path("reserve/<str:measure_number>/", reserving.reserve, name="reserve"),
    path("stays/<str:number>/", stays.show, name="stay"),
    path("stays/<str:number>/do/<slug:deed>/", stays.do, name="do"),
    path("stays/<str:number>/reveal/<str:field>/", stays.show_value, name="reveal"),
]
