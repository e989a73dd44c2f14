"""Addresses of the measures, under /measures/. Numbers are public ids, never personal data."""

from django.urls import path

from .views import (
    handing,
    helping,
    measure_rules,
    measures,
    moving,
    observations,
    opening,
    own,
    today,
)

app_name = "measures"

urlpatterns = [
    path("", measures.list_measures, name="list"),
    path("mine/", own.mine, name="mine"),
    path("mine/<str:number>/temperature", own.report_temperature, name="own_temperature"),
    path("mine/<str:number>/symptoms", own.report_own_symptoms, name="own_symptoms"),
    path("mine/<str:number>/help", own.ask, name="ask"),
    path("today/", today.show, name="today"),
    path("handed/", handing.list_handed, name="handed"),
    path("open/", opening.choose, name="choose"),
    path("open/register", opening.register, name="register"),
    path("open/<str:person_number>/", opening.open_one, name="open"),
    path("rules/", measure_rules.list_all, name="rules"),
    path("rules/<str:who>/", measure_rules.show, name="rule"),
    path("rules/<str:who>/end", measure_rules.end, name="end_rule"),
    path("rules/<str:who>/move/", moving.propose, name="move"),
    path("moving/<str:number>/", moving.show, name="moving"),
    path("<str:number>/", measures.show, name="measure"),
    path("<str:number>/today/<str:deed>", today.do, name="quick"),
    path("<str:number>/help/<str:request_number>", helping.answer, name="answer"),
    path("<str:number>/call", today.call, name="call"),
    path("<str:number>/do/<str:deed>", measures.do, name="do"),
    path("<str:number>/show/<str:field>", measures.show_value, name="reveal"),
    path("<str:number>/tests/<str:test>", observations.enter_result, name="result"),
    path("<str:number>/temperatures/<str:reading>", observations.correct_reading, name="reading"),
]
