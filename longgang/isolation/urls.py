"""The addresses of the quarantine sites: nouns, and the verb of a POST last."""

from django.urls import path

from .views import carer_rules, day, overview, own, releasing, reserving, sites, stays, transfers

app_name = "isolation"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("wall/", overview.wall, name="wall"),
    path("reconciliation/", overview.reconciliation, name="reconciliation"),
    path("rules/", carer_rules.rules, name="rules"),
    path("sites/", sites.list_sites, name="sites"),
    path("sites/open/", sites.open_new, name="open"),
    path("sites/<str:number>/", sites.site, name="site"),
    path("sites/<str:number>/close/", sites.close, name="close"),
    path("sites/<str:number>/rooms/", sites.rooms, name="rooms"),
    path("sites/<str:number>/people/", stays.list_stays, name="stays"),
    path("sites/<str:number>/day/", day.day, name="day"),
    path("sites/<str:number>/round/", day.round_of_floor, name="round"),
    path("sites/<str:number>/meals/", day.meals, name="meals"),
    path("sites/<str:number>/requests/", day.requests, name="requests"),
    path("sites/<str:number>/supplies/", day.supplies, name="supplies"),
    path("sites/<str:number>/shifts/", day.shifts, name="shifts"),
    path("sites/<str:number>/leaving/", releasing.leaving_today, name="leaving"),
    path("sites/<str:number>/buses/", transfers.transfers, name="transfers"),
    path("buses/<str:number>/", transfers.transfer, name="transfer"),
    path("buses/<str:number>/ride/<slug:ride>/", transfers.tick, name="ride"),
    path("buses/<str:number>/call-off/", transfers.call_off, name="call_off"),
    path("requests/<str:number>/settle/", day.settle, name="settle"),
    path("supplies/<str:number>/count/", day.count, name="count"),
    path("shifts/<str:number>/accept/", day.accept, name="accept"),
    path("mine/", own.mine, name="mine"),
    path("mine/<str:number>/ask/", own.ask, name="ask"),
    path("rooms/<str:number>/", sites.room, name="room"),
    path("rooms/<str:number>/condition/", sites.condition, name="condition"),
    path("reserve/", reserving.find, name="find"),
    path("reserve/<str:measure_number>/", reserving.reserve, name="reserve"),
    path("stays/<str:number>/", stays.show, name="stay"),
    path("stays/<str:number>/reading/", day.reading, name="reading"),
    path("stays/<str:number>/sample/", day.sample, name="sample"),
    path("stays/<str:number>/confirm/", releasing.confirm, name="confirm"),
    path("stays/<str:number>/notice/", releasing.notice, name="notice"),
    path("stays/<str:number>/send/", reserving.send, name="send"),
    path("stays/<str:number>/do/<slug:deed>/", stays.do, name="do"),
    path("stays/<str:number>/reveal/<str:field>/", stays.show_value, name="reveal"),
]
