"""Addresses of tracing, under /tracing/: public numbers and thresholds, no personal data."""

from django.urls import path

from .views import batches, case_pages, cases, contacts, tracing_rules

app_name = "tracing"

urlpatterns = [
    path("", cases.list_cases, name="cases"),
    path("find/", cases.find, name="find"),
    path("open/<str:person_number>/", cases.open_one, name="open"),
    path("indicators/", cases.indicators, name="indicators"),
    path("rules/", tracing_rules.rules, name="rules"),
    path("batches/<str:number>/", batches.show, name="batch"),
    path("batches/<str:number>/carry-out", batches.do, name="carry_out"),
    path("batches/<str:number>/discard", batches.discard, name="discard"),
    path("batches/<str:number>/orders/", batches.orders, name="orders"),
    path("batches/<str:number>/list/<str:group>", batches.take_list, name="list"),
    path("cases/<str:number>/", case_pages.show, name="case"),
    path("cases/<str:number>/timeline/", case_pages.timeline, name="timeline"),
    path("cases/<str:number>/places/", case_pages.places, name="places"),
    path("cases/<str:number>/map/", case_pages.places_map, name="map"),
    path("cases/<str:number>/graph/", case_pages.graph, name="graph"),
    path("cases/<str:number>/link/", case_pages.link, name="link"),
    path("cases/<str:number>/do/<str:deed>", case_pages.do, name="do"),
    path("cases/<str:number>/void", case_pages.void, name="void"),
    path("cases/<str:number>/add/", contacts.add, name="add"),
    path("cases/<str:number>/choose", batches.choose, name="choose"),
    path("cases/<str:number>/contacts/<str:person_number>/", contacts.show, name="contact"),
    path(
        "cases/<str:number>/contacts/<str:person_number>/set-aside",
        contacts.put_aside,
        name="set_aside",
    ),
    path(
        "cases/<str:number>/contacts/<str:person_number>/take-back",
        contacts.put_back,
        name="take_back",
    ),
]
